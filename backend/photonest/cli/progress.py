"""A progress line on a terminal: bar, count, rate and an honest range for the time left. Silent elsewhere."""

from __future__ import annotations

import shutil
import sys
import time

MIN_ITEMS, MIN_SECONDS = 20, 30.0
"""An estimate from less would only be a guess (FEATURES.md, appendix G)."""


class Progress:
    """Draws at most ten times a second on standard error."""

    def __init__(self, *, is_shown: bool | None = None) -> None:
        self._is_shown = sys.stderr.isatty() if is_shown is None else is_shown
        self._phase = ""
        self._started_at = self._drawn_at = 0.0
        self._begun_with = 0

    def show(self, phase: str, done: int, total: int) -> None:
        if not self._is_shown:
            return
        now = time.monotonic()
        if phase != self._phase:
            self._phase, self._started_at, self._begun_with, self._drawn_at = phase, now, done, 0.0
        if now - self._drawn_at < 0.1 and done < total:
            return
        self._drawn_at = now
        width = 24
        share = done / total if total else 1.0
        bar = "█" * int(share * width) + "░" * (width - int(share * width))
        line = f"{phase} {bar} {done:,} of {total:,}"
        rate, left = estimate(done - self._begun_with, total - done, now - self._started_at)
        if rate:
            line += f" · {rate:.1f}/s"
        if left:
            line += f" · {left}"
        print(f"\r\033[K{line[: shutil.get_terminal_size().columns - 1]}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._is_shown and self._phase:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
            self._phase = ""


def estimate(done: int, left: int, seconds: float) -> tuple[float | None, str | None]:
    """Items per second, and the time left in words as a range, once there is enough to tell."""
    if done <= 0 or seconds <= 0:
        return None, None
    rate = done / seconds
    if left <= 0 or (done < MIN_ITEMS and seconds < MIN_SECONDS):
        return rate, None
    low, high = left / rate * 0.85, left / rate * 1.25
    return rate, f"about {_words(low, high)} left"


def _words(low_s: float, high_s: float) -> str:
    for unit, size in (("h", 3600.0), ("min", 60.0)):
        if high_s >= 1.5 * size:
            low, high = round(low_s / size), round(high_s / size)
            return f"{low}-{high} {unit}" if low != high else f"{high} {unit}"
    return "a minute" if high_s > 45 else f"{max(5, round(high_s / 5) * 5)} s"
