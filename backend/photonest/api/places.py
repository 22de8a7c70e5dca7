"""Where photos were taken: the points of the map, the list of places, and towns found by name."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from photonest import access
from photonest.api.authentication import viewer
from photonest.api.hot_bytes import as_json, bytes_response, hot_response
from photonest.assets import map_points
from photonest.assets.place_table import search_places, towns_in

router = Router(tags=["places"])

MOST_FOUND = 12
MOST_NAMED = 60
KEPT_ANSWERS = 32
"""Answers kept as bytes; the points of 100,000 photos have 2.4 MB."""

Name = Annotated[str, Query(max_length=200)]
Kept = dict[UUID, tuple[str, bytes]]

_points: Kept = {}
_places: Kept = {}
"""By viewer: version and bytes. The version is asked of the database before every use."""


class CityOut(Schema):
    city: str
    """"" for photos that are near no town."""
    region: str
    count: int
    cover: UUID


class CountryOut(Schema):
    code: str
    name: str
    count: int
    cover: UUID
    cities: list[CityOut]


class PlacesOut(Schema):
    countries: list[CountryOut]
    """Most photos first."""
    source: str
    """Whose names these are, to be shown with them."""


class IdsOut(Schema):
    ids: list[UUID]


class TownOut(Schema):
    city: str
    region: str
    country_code: str
    country: str
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class TownsOut(Schema):
    places: list[TownOut]
    source: str


class MapTownOut(Schema):
    name: str
    latitude: float
    longitude: float
    size: float
    """Larger is more important; only for ordering."""


class MapTownsOut(Schema):
    towns: list[MapTownOut]


Latitude = Annotated[float, Query(ge=-90, le=90)]
Longitude = Annotated[float, Query(ge=-180, le=180)]

SOURCE = "Place names: GeoNames, CC BY 4.0"


@router.get("/map/points", response=bytes)
def map_positions(request: HttpRequest) -> HttpResponse:
    """Positions and ids of all photos that have one, newest first, packed: 24 bytes a photo (docs/reference/api.md)."""
    user = viewer(request)
    assets = access.visible_assets(user)
    version = map_points.version(assets)
    kept = _points.get(user.pk)
    if kept is None or kept[0] != version:
        kept = version, map_points.points(assets)
        _keep(_points, user.pk, kept)
    return bytes_response(request, kept[1], content_type="application/octet-stream")


@router.get("/map/towns", response=MapTownsOut)
def name_towns(
    request: HttpRequest, south: Latitude, west: Longitude, north: Latitude, east: Longitude
) -> HttpResponse:
    """The largest towns of a box, to be named on the map; `west` > `east` runs over the date line. Offline."""
    found = [
        {"name": place.city, "latitude": round(latitude, 4), "longitude": round(longitude, 4), "size": round(size, 2)}
        for place, latitude, longitude, size in towns_in(south, west, north, east, limit=MOST_NAMED)
    ]
    return hot_response(request, {"towns": found})


@router.get("/places", response=PlacesOut)
def list_places(request: HttpRequest) -> HttpResponse:
    """Countries and cities of the asker's photos, those with most photos first."""
    user = viewer(request)
    assets = access.visible_assets(user)
    version = map_points.version(assets)
    kept = _places.get(user.pk)
    if kept is None or kept[0] != version:
        countries = [
            {
                "code": country.code,
                "name": country.name,
                "count": country.count,
                "cover": country.cover,
                "cities": [
                    {"city": city.city, "region": city.region, "count": city.count, "cover": city.cover}
                    for city in country.cities
                ],
            }
            for country in map_points.countries(assets)
        ]
        kept = version, as_json({"countries": countries, "source": SOURCE})
        _keep(_places, user.pk, kept)
    return bytes_response(request, kept[1])


@router.get("/places/photos", response=IdsOut)
def photos_of_place(
    request: HttpRequest, country: Name, region: Name | None = None, city: Name | None = None
) -> HttpResponse:
    """Ids of the asker's photos of a country, narrowed to a region and a city if given, newest first."""
    assets = access.visible_assets(viewer(request))
    return hot_response(request, {"ids": map_points.in_place(assets, country=country, region=region, city=city)})


@router.get("/places/towns", response=TownsOut)
def find_towns(request: HttpRequest, q: Annotated[str, Query(max_length=80)] = "") -> HttpResponse:
    """Towns of the world whose name begins with `q`, largest first; ``38.72, -9.14`` is a position itself. Offline."""
    found = [
        {
            "city": place.city,
            "region": place.region,
            "country_code": place.country_code,
            "country": place.country,
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
        for place in search_places(q, limit=MOST_FOUND)
    ]
    return hot_response(request, {"places": found, "source": SOURCE})


def _keep(kept: Kept, owner_id: UUID, answer: tuple[str, bytes]) -> None:
    kept.pop(owner_id, None)
    kept[owner_id] = answer
    while len(kept) > KEPT_ANSWERS:
        kept.pop(next(iter(kept)), None)
