"""The people, places and things that the acceptance table of the query language speaks of."""

from __future__ import annotations

from datetime import UTC, date, datetime

from photonest.search.parse import Clock, Query, Vocabulary
from photonest.search.parse import parse as parse_with
from photonest.search.query.names import KnownEvent, KnownPerson, KnownPlace, SavedPlace
from photonest.search.query.parts import CameraName, Named

CLOCK = Clock(now=datetime(2026, 11, 18, 9, 0, tzinfo=UTC), zone="Europe/Vienna", week_start=1)
"""Wednesday, 18 November 2026, 10:00 in Vienna."""

ANNA, BOB, TOM, MIA, MAX, LENA, PARIS_HILL, HELGA = (
    Named(name.lower(), name) for name in ("Anna", "Bob", "Tom", "Mia", "Max", "Lena", "Paris", "Helga")
)
ICELAND_2023 = Named("iceland-2023", "Iceland 2023")
ANNAS_WEDDING = Named("annas-wedding", "Anna's wedding")

VOCABULARY = Vocabulary(
    people=(
        KnownPerson("anna", "Anna"),
        KnownPerson("bob", "Bob"),
        KnownPerson("tom", "Tom"),
        KnownPerson("mia", "Mia", birth_date=date(2020, 3, 10)),
        KnownPerson("max", "Max"),
        KnownPerson("lena", "Lena", birth_date=date(2016, 6, 20)),
        KnownPerson("paris", "Paris"),
        KnownPerson("helga", "Helga", nicknames=("Grandma", "Oma")),
    ),
    events=(KnownEvent("annas-wedding", ("Anna's wedding",), kinds=("wedding",), day=date(2018, 8, 4)),),
    places=(
        KnownPlace("city", "Paris", "Île-de-France", "France", 48.8566, 2.3522),
        KnownPlace("city", "Rome", "Latium", "Italy", 41.9, 12.5),
        KnownPlace("city", "Vienna", "Vienna", "Austria", 48.2082, 16.3738),
        KnownPlace("region", "Vienna", "", "Austria", 48.2082, 16.3738),
        KnownPlace("city", "New York", "New York", "United States", 40.7, -74.0),
        KnownPlace("city", "Salzburg", "Salzburg", "Austria", 47.8, 13.04),
        KnownPlace("city", "Nice", "Provence-Alpes-Côte d'Azur", "France", 43.7, 7.26),
        KnownPlace("country", "Iceland", latitude=64.9, longitude=-19.0),
        KnownPlace("country", "France", latitude=47.0, longitude=2.0),
        KnownPlace("country", "Austria", latitude=47.5, longitude=14.5),
    ),
    saved=(SavedPlace("home", 48.21, 16.36),),
    albums=(ICELAND_2023,),
    cameras=(
        CameraName("model", "Pixel 8"), CameraName("make", "Google"), CameraName("model", "X100V"),
        CameraName("make", "Fujifilm"), CameraName("model", "iPhone 14 Pro"),
    ),
    lenses=("EF 24-70mm f/2.8L", "XF23mmF2"),
    tags=("sailing",),
    words=frozenset(("waterfall", "sunset", "dog", "cat", "beach", "car", "lake", "receipt", "orange", "blurry")),
)  # fmt: skip


def parse(text: str, *, clock: Clock = CLOCK, vocabulary: Vocabulary = VOCABULARY) -> Query:
    return parse_with(text, vocabulary=vocabulary, clock=clock)
