"""Turns face regions of stored pictures upright."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from photonest.assets.metadata.xmp import Region

Size = tuple[int | None, int | None]

_Point = Callable[[float, float], tuple[float, float]]

# EXIF orientation → where a point of the stored picture lies in the upright one (EXIF 2.32, tag 0x0112).
_UPRIGHT: dict[int, _Point] = {
    1: lambda x, y: (x, y),
    2: lambda x, y: (1 - x, y),
    3: lambda x, y: (1 - x, 1 - y),
    4: lambda x, y: (x, 1 - y),
    5: lambda x, y: (y, x),
    6: lambda x, y: (1 - y, x),
    7: lambda x, y: (1 - y, 1 - x),
    8: lambda x, y: (y, 1 - x),
}


def upright(faces: tuple[Region, ...], orientation: int, *, applied: Size, stored: Size) -> tuple[Region, ...]:
    """The regions as shares of the upright picture.

    Regions belong to the stored picture, of size `applied` (MWG guidance 2.0, section 5.9). Some programs marked
    the upright picture instead: told by `applied` being `stored` with its sides swapped; those stay as they are.
    """
    if orientation == 1 or _marked_upright(orientation, applied, stored):
        return faces
    turn = _UPRIGHT[orientation]
    turned = []
    for face in faces:
        x, y = turn(face.x, face.y)
        width, height = (face.height, face.width) if orientation >= 5 else (face.width, face.height)
        turned.append(replace(face, x=round(x, 6), y=round(y, 6), width=width, height=height))
    return tuple(turned)


def stored(faces: tuple[Region, ...], orientation: int) -> tuple[Region, ...]:
    """The regions of the upright picture as those of the stored one: `upright` undone, for writing."""
    # Turning by 90° left undoes turning right; every other orientation undoes itself.
    back = {6: 8, 8: 6}.get(orientation, orientation)
    return upright(faces, back, applied=(None, None), stored=(None, None))


def _marked_upright(orientation: int, applied: Size, stored: Size) -> bool:
    if orientation < 5 or None in applied or None in stored:
        return False
    (applied_width, applied_height), (width, height) = applied, stored
    if not (applied_width and applied_height and width and height) or width == height:
        return False
    return (applied_width > applied_height) != (width > height)
