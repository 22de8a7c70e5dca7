"""Threads that work: one per core for pictures, at lower priority, and one for words, so that a search never waits."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")
OUTSIDE_AT_ONCE = 8
PICTURE_NICENESS = 5
"""Added to the nice value of picture threads; Linux keeps it per thread."""


class Pools:
    """``slots`` bounds how many pictures are in memory at once: a request waits for one before its body is read."""

    def __init__(self, threads: int) -> None:
        self.slots = asyncio.Semaphore(threads)
        self._pictures = ThreadPoolExecutor(threads, "picture", initializer=_step_back)
        self._words = ThreadPoolExecutor(1, "words")
        self._outside = ThreadPoolExecutor(OUTSIDE_AT_ONCE, "outside")

    async def picture(self, work: Callable[[], Result]) -> Result:
        """Run on a picture thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pictures, work)

    async def words(self, work: Callable[[], Result]) -> Result:
        """Run on the word thread, ahead of all pictures."""
        return await asyncio.get_running_loop().run_in_executor(self._words, work)

    async def outside(self, work: Callable[[], Result]) -> Result:
        """Run on a thread that may wait for a provider outside for long."""
        return await asyncio.get_running_loop().run_in_executor(self._outside, work)

    def close(self) -> None:
        """Finish what runs, drop what waits."""
        self._pictures.shutdown(cancel_futures=True)
        self._words.shutdown(cancel_futures=True)
        self._outside.shutdown(wait=False, cancel_futures=True)


def _step_back() -> None:
    """Give this thread a lower priority where threads have one of their own (Linux)."""
    if os.uname().sysname == "Linux":
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), PICTURE_NICENESS)
        except OSError:
            return  # forbidden in this container: fairness is all that is lost
