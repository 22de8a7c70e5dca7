"""A few large things kept in memory for those who used them last.

They are dropped when nobody used them for a while, or when memory gets scarce.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from photonest.search.pressure import is_scarce

LOOK_EVERY_S = 15.0
Key = TypeVar("Key")
Thing = TypeVar("Thing")


class Shelf(Generic[Key, Thing]):
    """At most `size` things. Thread-safe: a thing is used by one thread at a time."""

    def __init__(self, *, size: int, idle_s: float, on_drop: Callable[[], None] = lambda: None) -> None:
        self._size, self._idle_s, self._on_drop = size, idle_s, on_drop
        self._lock = threading.Lock()
        self._things: OrderedDict[Key, Thing] = OrderedDict()
        self._used: set[Key] = set()
        self._used_at = 0.0
        self._timer: threading.Timer | None = None

    @contextmanager
    def take(self, key: Key, make: Callable[[], Thing]) -> Iterator[Thing]:
        """The thing of `key`, made if it is not there; nobody else uses any while the context lasts."""
        with self._lock:
            # Put back only after use: what failed half way is made anew the next time.
            thing = self._things.pop(key, None)
            if thing is None:
                thing = make()
            else:
                self._used.add(key)
            try:
                yield thing
            finally:
                self._used.discard(key)
            self._things[key] = thing
            while len(self._things) > self._size:
                self._things.popitem(last=False)
            self._used_at = time.monotonic()
            self._watch(self._next_look())

    def drop(self) -> None:
        """Give the memory back."""
        with self._lock:
            self._clear()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def holds(self, key: Key) -> bool:
        """Is it there? True also while somebody uses it."""
        return key in self._things or key in self._used

    def __len__(self) -> int:
        return len(self._things)

    def _clear(self) -> None:
        self._things.clear()
        self._on_drop()

    def _watch(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = threading.Timer(seconds, self._drop_when_useless)
            self._timer.daemon = True
            self._timer.start()

    def _drop_when_useless(self) -> None:
        with self._lock:
            self._timer = None
            if time.monotonic() - self._used_at >= self._idle_s or is_scarce():
                self._clear()
            else:
                self._watch(self._next_look())

    def _next_look(self) -> float:
        """Seconds until it is worth looking whether nobody used it, or others need the memory."""
        return min(max(0.0, self._idle_s - (time.monotonic() - self._used_at)), LOOK_EVERY_S)
