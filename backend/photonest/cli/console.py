"""Calm lines on the terminal: one for each step with its seconds, one sentence for everything else."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TextIO


class Console:
    """Writes whole lines at once, so that it reads the same in a terminal, a file and a service log."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout

    @property
    def is_terminal(self) -> bool:
        return self._out.isatty()

    def say(self, sentence: str) -> None:
        # A closed terminal must not stop the photos from being served.
        with contextlib.suppress(OSError, ValueError):
            print(sentence, file=self._out, flush=True)

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Says `name` and how long the block took, if it succeeded."""
        started_at = time.monotonic()
        yield
        self.say(f"  {name:<12} {time.monotonic() - started_at:5.1f} s")
