"""Where photos were taken, as the map and the list of places want it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from photonest.assets.models import Asset
from photonest.assets.timeline import ROW_CHANGE

MAGIC = b"PNMAP\x01\x00\x00"
MICRODEGREES = 1_000_000
"""A hundred-thousandth of a degree is a metre; positions are sent as whole millionths."""


def version(assets: QuerySet[Asset]) -> str:
    """Changes with every change of the photos that have a position or a place; one cheap aggregate."""
    placed = assets.filter(Q(latitude__isnull=False) | ~Q(country=""))
    found = placed.order_by().aggregate(count=Count("*"), changes=Sum(ROW_CHANGE))
    return blake2b(f"places|{found['count']}|{found['changes'] or 0}".encode(), digest_size=9).hexdigest()


def points(assets: QuerySet[Asset]) -> bytes:
    """All positions, newest photo first, ready to be sent: 24 bytes a photo.

    `MAGIC`, the count as uint32, four empty bytes; then int32 latitudes, int32 longitudes (millionths of a degree,
    little endian), then the ids, 16 bytes each. PostgreSQL packs the columns, so no row becomes a Python object.
    """
    placed, parameters = (
        assets.filter(latitude__isnull=False, longitude__isnull=False)
        .order_by("-local_at", "-id")
        .values("id", "latitude", "longitude")
        .query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), string_agg(int4send(round(p.latitude * %s)::int4), ''::bytea), "  # noqa: S608
            "string_agg(int4send(round(p.longitude * %s)::int4), ''::bytea), string_agg(uuid_send(p.id), ''::bytea) "
            f"FROM ({placed}) p",
            [MICRODEGREES, MICRODEGREES, *parameters],
        )
        count, latitudes, longitudes, ids = cursor.fetchone()
    head = MAGIC + int(count).to_bytes(4, "little") + bytes(4)
    return head + _little(latitudes) + _little(longitudes) + bytes(ids or b"")


def _little(column: Any) -> bytes:
    numbers = array("i", bytes(column or b""))
    numbers.byteswap()  # PostgreSQL sends the high byte first
    return numbers.tobytes()


@dataclass(frozen=True)
class CityCount:
    city: str
    """"" for photos of a country that are near no town."""
    region: str
    count: int
    cover: UUID


@dataclass(frozen=True)
class CountryCount:
    code: str
    name: str
    count: int
    cover: UUID
    cities: tuple[CityCount, ...]
    """Most photos first."""


def countries(assets: QuerySet[Asset]) -> list[CountryCount]:
    """The countries of `assets` with their cities, most photos first; covers are the best rated, then the newest."""
    placed, parameters = (
        assets.exclude(country="")
        .order_by()
        .values("id", "country", "country_code", "region", "city", "is_favourite", "rating", "local_at")
        .query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.country_code, p.country, p.region, p.city, count(*), "  # noqa: S608
            "(array_agg(p.id ORDER BY p.is_favourite DESC, coalesce(p.rating, 0) DESC, p.local_at DESC, p.id))[1] "
            f"FROM ({placed}) p GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, p.city, p.region",
            parameters,
        )
        rows = cursor.fetchall()
    found: dict[tuple[str, str], list[CityCount]] = {}
    for code, name, region, city, count, cover in rows:
        found.setdefault((code, name), []).append(CityCount(city, region, count, cover))
    result = [
        CountryCount(code, name, sum(city.count for city in cities), cities[0].cover, tuple(cities))
        for (code, name), cities in found.items()
    ]
    return sorted(result, key=lambda country: (-country.count, country.name))


def in_place(assets: QuerySet[Asset], *, country: str, region: str | None, city: str | None) -> Sequence[UUID]:
    """Ids of the photos of a country (by name), one region or one city of it, newest first."""
    narrowed = assets.filter(country=country)
    if region is not None:
        narrowed = narrowed.filter(region=region)
    if city is not None:
        narrowed = narrowed.filter(city=city)
    return list(narrowed.order_by("-local_at", "-id").values_list("id", flat=True))
