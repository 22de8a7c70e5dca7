"""Small print: a larger picture cut into bands that are read one by one, and their lines put together again; pure.

Bands run along the lines, so that none is cut across: over the whole width, or over the whole height where lines run
down. They overlap, and a line belongs to the band in which its middle lies farther from the edge. Lines that were large
enough to be read in the preview are taken from there, because a band may hold only half of their height.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from photonest_contracts.inference import ReadLine

BAND_PIXELS = 2_560_000
"""As many as the largest picture that is read at once has: a band takes as much time and memory, not more."""
OVERLAP_PX = 96
MOST_BANDS = 8
SMALL_SHARE = 32 / 1440
"""Lines lower than this share of the long side are taken from the bands."""


@dataclass(frozen=True)
class Band:
    """A rectangle of the picture, px; `first` to `last` is what it answers for, along the axis that is cut."""

    left: int
    top: int
    width: int
    height: int
    first: float
    last: float
    is_column: bool


def run_down(lines: Sequence[ReadLine], width: int, height: int) -> bool:
    """Whether most lines run from top to bottom: the page lies on its side."""
    tall = sum(_sides(line, width, height)[1] > _sides(line, width, height)[0] for line in lines)
    return 2 * tall > len(lines)


def bands(width: int, height: int, *, are_columns: bool) -> list[Band]:
    """Bands over the whole picture; few and thin pictures make one."""
    along, across = (height, width) if are_columns else (width, height)
    thick = max(2 * OVERLAP_PX, BAND_PIXELS // along)
    count = min(MOST_BANDS, max(1, -(-(across - OVERLAP_PX) // (thick - OVERLAP_PX))))
    step = (across - OVERLAP_PX) / count
    found = []
    for number in range(count):
        start, end = round(number * step), min(across, round((number + 1) * step) + OVERLAP_PX)
        first = 0.0 if number == 0 else start + OVERLAP_PX / 2
        last = float(across) if number == count - 1 else end - OVERLAP_PX / 2
        box = (start, 0, end - start, height) if are_columns else (0, start, width, end - start)
        found.append(Band(*box, first, last, are_columns))
    return found


def lines_of_band(band: Band, lines: Sequence[ReadLine], width: int, height: int) -> list[ReadLine]:
    """The lines that this band answers for, as shares of the whole picture."""
    kept = []
    for line in lines:
        corners = [(band.left + x * band.width, band.top + y * band.height) for x, y in line.box]
        middle = sum(x if band.is_column else y for x, y in corners) / 4
        if band.first <= middle < band.last or (middle >= band.last and band.last in {width, height}):
            box = tuple((min(1.0, max(0.0, x / width)), min(1.0, max(0.0, y / height))) for x, y in corners)
            kept.append(line.model_copy(update={"box": box}))
    return kept


def put_together(large: Sequence[ReadLine], close: Sequence[ReadLine], width: int, height: int) -> list[ReadLine]:
    """Large lines of the preview and small ones of the bands, in the order of reading: rows from the top."""
    least = SMALL_SHARE * max(width, height)
    kept = [line for line in large if min(_sides(line, width, height)) >= least]
    kept += [line for line in close if min(_sides(line, width, height)) < least]
    rows: list[list[ReadLine]] = []
    for line in sorted(kept, key=_middle):
        if rows and _middle(line) - _middle(rows[-1][0]) < 0.5 * _tall(rows[-1][0]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda one: min(x for x, _ in one.box))]


def _sides(line: ReadLine, width: int, height: int) -> tuple[float, float]:
    """Length of the sides along and down the picture as a person sees it, px: of the box around the line."""
    xs, ys = [x * width for x, _ in line.box], [y * height for _, y in line.box]
    return max(xs) - min(xs), max(ys) - min(ys)


def _middle(line: ReadLine) -> float:
    return sum(y for _, y in line.box) / 4


def _tall(line: ReadLine) -> float:
    return max(y for _, y in line.box) - min(y for _, y in line.box)
