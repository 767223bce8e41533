"""Regular expressions written as lists, one alternative a line."""

from __future__ import annotations

import re


def any_of(listed: str, *, flags: int = re.IGNORECASE, before: str = "", after: str = "") -> re.Pattern[str]:
    """One pattern of the alternatives listed one a line; a line that ends in a backslash goes on in the next."""
    rows = [row.strip() for row in re.sub(r"\\\n\s*", "", listed).splitlines()]
    return re.compile(before + "(?:" + "|".join(f"(?:{row})" for row in rows if row) + ")" + after, flags)
