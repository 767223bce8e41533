"""Three stories of a harbour town, to build small indexes from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

FERRY = "The night ferry to the northern islands was cancelled on Monday after waves of six metres closed the harbour."
MAYOR = "Mayor Ilse Brandt told the council that the new bridge would open in June, two years later than planned."
MARKET = "Traders at the fish market said that prices had doubled since the spring because of the cost of diesel."

WriteArticle = Callable[..., Path]
