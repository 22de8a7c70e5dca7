"""The place table of this installation, loaded on the first position that is asked."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from photonest.assets.place_search import FoundPlace, PlaceNames
    from photonest.assets.places import Place, Places

_lock = threading.Lock()
_table: Places | None = None
_names: PlaceNames | None = None


def place_at(latitude: float | None, longitude: float | None) -> Place | None:
    """The place of a position; ``None`` without a position, at sea, or while the table is not installed."""
    if latitude is None or longitude is None:
        return None
    table = _loaded()
    return table.nearest(latitude, longitude) if table is not None else None


def chosen_place(latitude: float, longitude: float) -> Place | None:
    """The place of a position that a person chose: a town picked by its name is that town, not its larger neighbour."""
    table = _loaded()
    if table is None:
        return None
    return table.town_at(latitude, longitude) or table.nearest(latitude, longitude)


def search_places(text: str, *, limit: int) -> list[FoundPlace]:
    """Towns whose name begins with `text`, largest first; none while the table is not installed."""
    table = _loaded()
    if table is None:
        return []
    global _names  # noqa: PLW0603  # one index a process is the point
    with _lock:
        if _names is None or _names.table is not table:
            from photonest.assets.place_search import PlaceNames

            _names = PlaceNames(table)
        names = _names
    return names.search(text, limit=limit)


def towns_in(
    south: float, west: float, north: float, east: float, *, limit: int
) -> list[tuple[Place, float, float, float]]:
    """The largest towns of a box: each with latitude, longitude and how large it is (radius in km)."""
    table = _loaded()
    if table is None:
        return []
    sizes = table.sizes()
    return [(*table.town(row), float(sizes[row])) for row in table.largest_in(south, west, north, east, limit=limit)]


def _loaded() -> Places | None:
    global _table  # noqa: PLW0603  # one table a process is the point
    with _lock:
        if _table is None:
            files = sorted(Path(settings.PHOTONEST_MODELS).glob("places/*/places.npz"))
            if files:
                # numpy and the time-zone borders are loaded only in a process that needs a place
                from photonest.assets.places import Places

                _table = Places.load(files[-1])
        return _table
