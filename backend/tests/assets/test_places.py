"""Names of places from a table: nearest town, its weight against its neighbours, borders, coasts and the date line."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonest.assets.places import EARTH_RADIUS_KM, MAX_CITY_KM, Place, Places

Town = tuple[str, float, float, int, str, str]
"""Name, latitude, longitude, people, country code, region."""

TOWNS: list[Town] = [
    ("Wien", 48.20849, 16.37208, 1_691_468, "AT", "Vienna"),
    ("Neubau", 48.2010, 16.3490, 32_000, "AT", "Vienna"),  # a district inside the city
    ("Klosterneuburg", 48.30521, 16.32522, 27_058, "AT", "Lower Austria"),
    ("Bratislava", 48.14816, 17.10674, 423_737, "SK", "Bratislava"),
    ("Kittsee", 48.0931, 17.0667, 2_800, "AT", "Burgenland"),
    ("Suva", -18.14161, 178.44149, 77_366, "FJ", "Central"),
    ("Waiyevo", -16.79, -179.98, 1_000, "FJ", "Northern"),
    ("Longyearbyen", 78.22334, 15.64689, 2_417, "SJ", "Svalbard"),
    ("Honolulu", 21.30694, -157.85833, 371_657, "US", "Hawaii"),
    ("Ölüdeniz", 36.5499, 29.1157, 4_708, "TR", "Muğla"),
]
COUNTRIES = {"AT": "Austria", "SK": "Slovakia", "FJ": "Fiji", "SJ": "Svalbard", "US": "United States", "TR": "Turkey"}


def table(towns: list[Town]) -> dict[str, np.ndarray]:
    codes = sorted(COUNTRIES)
    regions = sorted({town[5] for town in towns})
    names = [town[0].encode() for town in towns]
    return {
        "lat": np.array([town[1] for town in towns], np.float32),
        "lon": np.array([town[2] for town in towns], np.float32),
        "population": np.array([town[3] for town in towns], np.int32),
        "country": np.array([codes.index(town[4]) for town in towns], np.uint16),
        "admin1": np.array([regions.index(town[5]) for town in towns], np.uint32),
        "name_offsets": np.cumsum([0, *map(len, names)]).astype(np.uint32),
        "names": np.frombuffer(b"".join(names), np.uint8),
        "country_codes": np.array(codes),
        "country_names": np.array([COUNTRIES[code] for code in codes]),
        "admin1_names": np.array(regions),
    }


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    path = tmp_path_factory.mktemp("places") / "places.npz"
    np.savez(path, **table(TOWNS))
    return Places.load(path)


def city(places: Places, latitude: float, longitude: float) -> str:
    found = places.nearest(latitude, longitude)
    assert found is not None
    return found.city


def test_a_point_in_a_town_gets_all_its_names(places: Places) -> None:
    assert places.nearest(36.5499, 29.1157) == Place("Ölüdeniz", "Muğla", "TR", "Turkey", 0.0)
    assert len(places) == len(TOWNS)


def test_a_city_outweighs_the_centre_of_its_own_district(places: Places) -> None:
    assert city(places, 48.2005, 16.3480) == "Wien"  # 90 m from the centre of Neubau, 2 km from that of Wien


def test_a_town_beside_a_city_stays_itself(places: Places) -> None:
    assert city(places, 48.3030, 16.3260) == "Klosterneuburg"


def test_across_a_border_the_larger_city_does_not_win(places: Places) -> None:
    # Kittsee, Austria: 7 km from the centre of Bratislava, Slovakia.
    found = places.nearest(48.0950, 17.0600)
    assert found is not None
    assert (found.city, found.country_code) == ("Kittsee", "AT")
    found = places.nearest(48.1400, 17.1100)
    assert found is not None
    assert (found.city, found.country_code) == ("Bratislava", "SK")


def test_the_date_line_is_no_wall(places: Places) -> None:
    assert city(places, -16.79, 179.95) == "Waiyevo"
    assert city(places, -16.79, -179.9) == "Waiyevo"


def test_far_from_any_town_only_the_country_is_named(places: Places) -> None:
    found = places.nearest(38.6, 35.0)  # Cappadocia; the only Turkish town of this table is 550 km away
    assert found is not None
    assert (found.city, found.region, found.country_code) == ("", "", "TR")
    assert found.distance_km > MAX_CITY_KM


def test_the_open_sea_has_no_name(places: Places) -> None:
    assert places.nearest(25.0, -150.0) is None  # 880 km from Honolulu
    assert places.nearest(-17.3, 174.0) is None
    assert places.nearest(0.0, -30.0) is None


def test_a_boat_near_the_coast_is_at_the_coast(places: Places) -> None:
    assert city(places, 21.1, -157.9) == "Honolulu"  # 23 km out


@pytest.mark.parametrize("point", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0), (0.0, float("inf"))])
def test_what_is_no_position_has_no_place(places: Places, point: tuple[float, float]) -> None:
    assert places.nearest(*point) is None


def test_without_a_map_of_countries_the_nearest_town_tells_the_country() -> None:
    places = Places(table(TOWNS), country_of=None)
    found = places.nearest(37.5, 31.5)  # 235 km from the town
    assert found is not None
    assert (found.city, found.country_code) == ("", "TR")
    assert places.nearest(0.0, -30.0) is None


def test_an_empty_table_names_nothing() -> None:
    places = Places(table(TOWNS[:0]) | {"admin1_names": np.array([], dtype="U1")}, country_of=None)
    assert places.nearest(48.2, 16.4) is None


@given(st.floats(-90, 90), st.floats(-180, 180) | st.floats(-180, -178) | st.floats(178, 180))
def test_the_grid_finds_what_a_full_search_finds(latitude: float, longitude: float) -> None:
    rows = GRID._within(latitude, longitude, 400.0)
    lat, lon = np.radians(GRID._lat.astype(float)), np.radians(GRID._lon.astype(float))
    half = np.sin((lat - np.radians(latitude)) / 2) ** 2 + np.cos(lat) * np.cos(np.radians(latitude)) * (
        np.sin((lon - np.radians(longitude)) / 2) ** 2
    )
    distances = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    clear = np.abs(distances - 400.0) > 1e-6
    assert set(rows) - set(np.flatnonzero(~clear)) == set(np.flatnonzero((distances <= 400.0) & clear))


def _random_towns() -> list[Town]:
    chance = np.random.default_rng(7)
    points = zip(np.degrees(np.arcsin(chance.uniform(-1, 1, 3_000))), chance.uniform(-180, 180, 3_000), strict=True)
    return [(f"t{number}", lat, lon, 1_000, "AT", "R") for number, (lat, lon) in enumerate(points)]


GRID = Places(table(_random_towns()), country_of=None)


# The real table, where `photonest models install` has left it


def _installed_table() -> Path | None:
    named = os.environ.get("PHOTONEST_TEST_PLACES")
    cache = Path(os.environ.get("PHOTONEST_CACHE") or Path.home() / ".cache" / "photonest")
    return Path(named) if named else max(cache.glob("models/places-*/places.npz"), default=None)


POINTS = json.loads((Path(__file__).with_name("known_points.json")).read_text(encoding="utf-8"))["points"]


@pytest.fixture(scope="module")
def world() -> Places:
    path = _installed_table()
    if path is None:
        pytest.skip("the table of places is not installed; `photonest models install` makes it")
    return Places.load(path)


@pytest.mark.real
def test_known_points_get_their_country_and_their_city(world: Places) -> None:
    wrong_country, wrong_city, named = [], [], 0
    for point in POINTS:
        found = world.nearest(point["at"][0], point["at"][1])
        code = found.country_code if found else None
        if code not in point["country"]:
            wrong_country.append((point["what"], code))
        if point["city"]:
            named += 1
            if found is None or found.city not in point["city"]:
                wrong_city.append((point["what"], found.city if found else None))
        elif found is not None and found.city:
            wrong_city.append((point["what"], found.city))
    assert len(POINTS) >= 200
    assert wrong_country == []
    assert len(wrong_city) <= 0.05 * named, wrong_city


@pytest.mark.real
def test_a_lookup_takes_less_than_a_millisecond(world: Places) -> None:
    for point in POINTS:
        world.nearest(*point["at"])
    started = time.perf_counter()
    for point in POINTS:
        world.nearest(point["at"][0], point["at"][1])
    assert (time.perf_counter() - started) / len(POINTS) < 0.005  # 0.5 ms measured; five allow for a busy machine
