"""What is kept at hand: the latest, and never more than there is room for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.text.cache import Kept


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans())), st.integers(0, 30))
def test_the_latest_values_are_kept_within_the_room(steps: list[tuple[int, bool]], room: int) -> None:
    kept: Kept[int, str] = Kept(room, len)
    latest: list[int] = []  # the keys of what ought to be kept, oldest first
    for key, is_put in steps:
        if is_put:
            assert kept.put(key, key * "x") == key * "x"
            if key not in latest and key <= room:
                latest.append(key)
            while sum(latest) > room:
                latest.pop(0)
        elif kept.get(key) is not None:
            latest.remove(key)
            latest.append(key)
        assert [known for known in range(10) if known in latest] == [
            known for known in range(10) if known in kept._values
        ]


def test_a_value_that_would_fill_the_room_alone_is_not_kept() -> None:
    kept: Kept[str, str] = Kept(3, len)
    kept.put("small", "abc")
    assert kept.put("large", "abcd") == "abcd"
    assert kept.get("large") is None
    assert kept.get("small") == "abc"
