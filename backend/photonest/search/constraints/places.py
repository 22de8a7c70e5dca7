"""Where a picture was taken."""

from __future__ import annotations

from math import cos, radians

from django.db.models import F, FloatField, Q, Value
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt
from django.db.models.lookups import LessThanOrEqual

from photonest.search.constraints.asking import Asker, any_of
from photonest.search.query.parts import Area, Near, Place

EARTH_KM = 6371.0088
KM_A_DEGREE = 111.0
"""Of latitude; a little less than it is, so that the box around a circle is never too small."""


def place(part: Place, _: Asker) -> Q:
    return any_of(Q(**{name.level: name.name}) for name in part.any)


def near(part: Near, _: Asker) -> Q:
    """Great circle, by the haversine formula, behind a box that an index or a quick look decides."""
    north = part.km / KM_A_DEGREE
    box = Q(latitude__range=(part.latitude - north, part.latitude + north))
    shrunk = cos(radians(min(90.0, abs(part.latitude) + north)))
    if shrunk > 0.01 and north / shrunk < 180:
        box &= _between_longitudes(_around(part.longitude - north / shrunk), _around(part.longitude + north / shrunk))
    half_up = Sin(Radians(F("latitude") - part.latitude) / 2)
    half_along = Sin(Radians(F("longitude") - part.longitude) / 2)
    haversine = Power(half_up, 2) + Cos(Radians(F("latitude"))) * cos(radians(part.latitude)) * Power(half_along, 2)
    distance = 2 * EARTH_KM * ASin(Sqrt(Least(haversine, Value(1.0, FloatField()))))
    return box & Q(LessThanOrEqual(distance, part.km))


def area(part: Area, _: Asker) -> Q:
    return Q(latitude__range=(part.south, part.north)) & _between_longitudes(part.west, part.east)


def _between_longitudes(west: float, east: float) -> Q:
    if west <= east:
        return Q(longitude__range=(west, east))
    return Q(longitude__gte=west) | Q(longitude__range=(-180.0, east))  # over the date line


def _around(longitude: float) -> float:
    return (longitude + 180) % 360 - 180
