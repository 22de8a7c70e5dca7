"""Finds towns by the beginning of their names, offline, in the table that also names positions."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from photonest.assets.places import Places

MOST_TYPED = 80
_MARKS = re.compile("[\u0300-\u036f]")
_SIGNS = re.compile(r"[^\w\n]+")
_COORDINATES = re.compile(r"\s*([+-]?\d{1,2}(?:\.\d+)?)\s*°?\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class FoundPlace:
    city: str
    region: str
    country_code: str
    country: str
    latitude: float
    longitude: float


class PlaceNames:
    """All names in one folded text, a line a town: looking for the beginning of a line takes about a millisecond."""

    def __init__(self, table: Places) -> None:
        self.table = table
        names = [name.replace("\n", " ") for name in table.names()]
        self._text = "\n" + folded("\n".join(names)) + "\n"
        breaks = np.flatnonzero(np.frombuffer(self._text.encode("utf-32-le"), np.uint32) == 10)
        self._starts: list[int] = breaks[:-1].tolist()
        self._sizes = table.sizes()

    def search(self, text: str, *, limit: int) -> list[FoundPlace]:
        """Towns whose name begins with `text` (case and accents do not matter), whole names first, then by people.

        After a comma the country or region narrows: ``springfield, illinois``. Two numbers are a position itself.
        """
        position = coordinates_in(text)
        if position is not None:
            near = self.table.nearest(*position)
            where = (near.city, near.region, near.country_code, near.country) if near else ("", "", "", "")
            return [FoundPlace(*where, *position)]
        name, _, wider = text[:MOST_TYPED].partition(",")
        start, wider = folded(name).strip(), folded(wider).strip()
        if not start:
            return []
        rows = self._rows(start)
        rows.sort(key=lambda found: (not found[1], -float(self._sizes[found[0]])))
        result: list[FoundPlace] = []
        seen: set[tuple[str, str, str]] = set()
        for row, _ in rows:
            place, latitude, longitude = self.table.town(row)
            if wider and not any(
                folded(part).startswith(wider) for part in (place.country, place.region, place.country_code)
            ):
                continue
            key = (place.city, place.region, place.country_code)
            if key not in seen:  # the table has a few towns twice
                seen.add(key)
                result.append(
                    FoundPlace(
                        place.city,
                        place.region,
                        place.country_code,
                        place.country,
                        round(latitude, 5),
                        round(longitude, 5),
                    )
                )
            if len(result) == limit:
                break
        return result

    def _rows(self, start: str) -> list[tuple[int, bool]]:
        """Rows whose name begins with `start`, with whether that is the whole name."""
        found = []
        at = self._text.find("\n" + start)
        while at >= 0:
            row = bisect_right(self._starts, at) - 1
            found.append((row, self._text[at + 1 + len(start)] == "\n"))
            at = self._text.find("\n" + start, at + 1)
        return found


def folded(text: str) -> str:
    """Lower case without accents and signs: ``São-Paulo`` is ``sao paulo``. Line breaks stay."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return _SIGNS.sub(" ", bare.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("đ", "d"))


def coordinates_in(text: str) -> tuple[float, float] | None:
    """``38.72, -9.14`` as latitude and longitude, or None."""
    match = _COORDINATES.fullmatch(text[:MOST_TYPED])
    if match is None:
        return None
    latitude, longitude = float(match[1]), float(match[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
