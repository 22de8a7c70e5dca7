"""Large things in memory: a few, for those who used them last, and not for ever."""

from __future__ import annotations

import pytest

from photonest.search.shelf import Shelf


def test_only_those_used_last_are_kept() -> None:
    shelf: Shelf[int, str] = Shelf(size=2, idle_s=60)
    made = []
    for key in (1, 2, 1, 3, 1, 2):
        with shelf.take(key, lambda key=key: made.append(key) or str(key)) as thing:  # type: ignore[misc, func-returns-value]
            assert thing == str(key)
    assert made == [1, 2, 3, 2]
    assert len(shelf) == 2
    shelf.drop()
    assert len(shelf) == 0


def test_what_failed_half_way_is_made_anew() -> None:
    shelf: Shelf[int, list[int]] = Shelf(size=2, idle_s=60)

    def fail() -> None:
        with shelf.take(1, list) as thing:
            thing.append(1)
            raise RuntimeError

    for _ in range(2):
        with pytest.raises(RuntimeError):
            fail()
        with shelf.take(1, list) as thing:
            assert thing == []
    shelf.drop()


def test_memory_is_given_back_when_nobody_uses_it() -> None:
    dropped = []
    shelf: Shelf[int, str] = Shelf(size=2, idle_s=0.01, on_drop=lambda: dropped.append(True))
    with shelf.take(1, lambda: "large"):
        pass
    timer = shelf._timer
    while timer is not None:
        timer.join(timeout=5)
        timer = shelf._timer if shelf._timer is not timer else None
    assert (len(shelf), dropped) == (0, [True])
