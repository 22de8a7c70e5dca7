"""Photographs of single things, cut out and put before photographic grounds: the labelled set of bench full_queries.

The cut-outs come with Debian's ``tuxpaint-stamps-default`` (GPL-2, ``apt-get install tuxpaint-stamps-default``); the
grounds are photographs that scikit-learn and scikit-image ship. What each shows stands in ``stamps_truth.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from bench.harness import ROOT

FOLDER = Path("/usr/share/tuxpaint/stamps")
TRUTH = ROOT / "bench" / "stamps_truth.json"
SIZE_PX = (960, 720)
SHARES = (0.80, 0.50)
"""Sides of a thing as shares of the frame's: once near, once farther away."""
GROUNDS = ("skimage:brick.png", "skimage:grass.png", "skimage:gravel.png")
"""With nothing on them that anybody would ask for."""
BLUR_PX = 9
"""As much as a lens leaves behind a thing in focus."""


def words() -> dict[str, set[str]]:
    """Everyday word -> keys of the pictures that show it."""
    return {word: {_key(path, n) for path in paths for n in range(len(SHARES))} for word, paths in _truth().items()}


def there_too() -> set[str]:
    """Words of other lists that something here shows, though it is not asked for."""
    return set(json.loads(TRUTH.read_text("utf-8"))["there_too"])


def _truth() -> Mapping[str, list[str]]:
    return json.loads(TRUTH.read_text("utf-8"))["words"]  # type: ignore[no-any-return]


def pictures(folder: Path, grounds: Mapping[str, np.ndarray]) -> Iterator[tuple[str, np.ndarray]]:
    """Key and pixels, each thing before two grounds."""
    behind = [Image.fromarray(grounds[key]).convert("RGB").resize(SIZE_PX) for key in GROUNDS]
    behind = [ground.filter(ImageFilter.GaussianBlur(BLUR_PX)) for ground in behind]
    for number, path in enumerate(sorted({path for paths in _truth().values() for path in paths})):
        with Image.open(folder / f"{path}.png") as opened:
            thing = opened.convert("RGBA")
        for n, share in enumerate(SHARES):
            yield _key(path, n), _placed(thing, behind[(number + n) % len(behind)], share, number * len(SHARES) + n)


def _placed(thing: Image.Image, ground: Image.Image, share: float, number: int) -> np.ndarray:
    box = thing.getbbox()
    thing = thing.crop(box) if box else thing
    scale = min(share * SIZE_PX[0] / thing.width, share * SIZE_PX[1] / thing.height)
    above = thing.resize((max(1, round(thing.width * scale)), max(1, round(thing.height * scale))))
    free = (SIZE_PX[0] - above.width, SIZE_PX[1] - above.height)
    below = ground.copy()
    below.paste(above, (free[0] * (number * 37 % 100) // 100, free[1] * (50 + number * 61 % 50) // 100), above)
    return np.asarray(below)


def _key(path: str, number: int) -> str:
    return f"stamp:{path}-{number}"
