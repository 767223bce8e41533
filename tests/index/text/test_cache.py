"""What is kept: the latest values, and never more than there is room for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.text.cache import SharedCache


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans())), st.integers(0, 30))
def test_the_values_used_last_are_kept_within_the_size(steps: list[tuple[int, bool]], maxsize: int) -> None:
    kept: SharedCache[int, str] = SharedCache(maxsize, len)
    latest: list[int] = []  # the keys of what ought to be kept, oldest first
    for key, is_put in steps:
        if is_put and key <= maxsize:
            latest = [*(known for known in latest if known != key), key]
            while sum(latest) > maxsize:
                latest.pop(0)
        if is_put:
            assert kept.put(key, key * "x") == key * "x"
        elif (value := kept.get(key)) is not None:
            assert value == key * "x"
            latest.remove(key)
            latest.append(key)
        else:
            assert key not in latest
    assert {key for key in range(10) if kept.get(key) is not None} == set(latest)


def test_a_value_larger_than_the_whole_cache_is_not_kept() -> None:
    kept: SharedCache[str, str] = SharedCache(3, len)
    kept.put("small", "abc")
    assert kept.put("large", "abcd") == "abcd"
    assert kept.get("large") is None
    assert kept.get("small") == "abc"
