"""Reads small pieces of a file that may be hostile: every read is bounded, and all of them together have a budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

DEFAULT_BUDGET_BYTES = 24 * 1024 * 1024
"""All metadata of one honest file fits many times; a file that asks for more is cut off, not followed."""

DEFAULT_BUDGET_READS = 40_000
"""An ordinary photograph needs 30 to 100 reads."""


class ReadBudgetSpent(Exception):
    """The file made the reader jump or read more than any honest file does."""


class BoundedReader:
    """Random access to `size` bytes of an open binary file."""

    def __init__(
        self,
        file: BinaryIO,
        size: int,
        *,
        budget_bytes: int = DEFAULT_BUDGET_BYTES,
        budget_reads: int = DEFAULT_BUDGET_READS,
    ) -> None:
        self._file = file
        self.size = size
        self._bytes_left = budget_bytes
        self._reads_left = budget_reads

    def read(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`; fewer at the end of the file, none outside it.

        Raises `ReadBudgetSpent`.
        """
        if offset < 0 or length <= 0 or offset >= self.size:
            return b""
        length = min(length, self.size - offset)
        self._bytes_left -= length
        self._reads_left -= 1
        if self._bytes_left < 0 or self._reads_left < 0:
            raise ReadBudgetSpent
        self._file.seek(offset)
        return self._file.read(length)

    def window(self, offset: int = 0, length: int | None = None) -> Window:
        """The part of the file that starts at `offset`, seen as a whole of its own."""
        offset = max(0, min(offset, self.size))
        room = self.size - offset
        return Window(self, offset, room if length is None else max(0, min(length, room)))


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a file; offsets inside it start at 0 and nothing outside it can be read."""

    reader: BoundedReader
    start: int
    length: int

    def read(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset` inside the window. Raises `ReadBudgetSpent`."""
        if offset < 0 or offset >= self.length:
            return b""
        return self.reader.read(self.start + offset, min(length, self.length - offset))

    def window(self, offset: int, length: int | None = None) -> Window:
        """A window inside this one, clipped to it."""
        offset = max(0, min(offset, self.length))
        room = self.length - offset
        return Window(self.reader, self.start + offset, room if length is None else max(0, min(length, room)))
