"""What has to be counted over all photos of somebody: each time where that is quick, else remembered for a while and
counted again beside the answer. Who searches or types does not wait for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

DEAR_S = 0.05
"""What takes longer is remembered."""
FRESH_S = 60.0
Found = TypeVar("Found")


class Counted(Generic[Found]):
    """The last count of one thing; used by one thread at a time (`shelf.Shelf`)."""

    def __init__(self) -> None:
        self._found: Found | None = None
        self._good_until = 0.0
        self._is_cheap = True
        self._counting: threading.Thread | None = None

    def get(self, count: Callable[[], Found]) -> Found:
        """What `count` gives, or gave a minute ago."""
        if self._found is None or (self._is_cheap and time.monotonic() >= self._good_until):
            return self._count(count)
        if time.monotonic() >= self._good_until and (self._counting is None or not self._counting.is_alive()):
            self._counting = threading.Thread(target=self._count_beside, args=[count], daemon=True)
            self._counting.start()
        return self._found

    def _count(self, count: Callable[[], Found]) -> Found:
        began = time.monotonic()
        self._found = found = count()
        now = time.monotonic()
        self._is_cheap = now - began <= DEAR_S
        self._good_until = now if self._is_cheap else now + FRESH_S
        return found

    def _count_beside(self, count: Callable[[], Found]) -> None:
        try:
            self._count(count)
        finally:
            connection.close()  # of this thread alone
