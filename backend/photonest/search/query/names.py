"""The names a user's words may mean: people, events, places, cameras …; plain values, pure.

`photonest.search.vocabulary` reads them from the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from photonest.search.query.index import NameIndex
from photonest.search.query.parts import CameraName, Named, PlaceLevel


@dataclass(frozen=True)
class KnownPerson:
    """Somebody with a name."""

    id: str
    name: str
    nicknames: tuple[str, ...] = ()
    birth_date: date | None = None
    is_self: bool = False
    """The user: "me"."""
    is_hidden: bool = False
    """Found by who types the whole name; offered to nobody, and never told to a model outside."""


@dataclass(frozen=True)
class KnownEvent:
    """An event with its titles and the kinds it most likely is."""

    id: str
    titles: tuple[str, ...] = ()
    """Those that the user gave: any words of a search may be one."""
    called: str = ""
    """The machine's title, made of places and dates: only ``event:`` asks for it."""
    kinds: tuple[str, ...] = ()
    day: date | None = None
    """When it began."""


@dataclass(frozen=True)
class KnownPlace:
    """A city, region or country of the user's photos. Of a country `region` and `country` are ""."""

    level: PlaceLevel
    name: str
    region: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    """The middle of the photos there."""


@dataclass(frozen=True)
class SavedPlace:
    """A point that the user named: home."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Vocabulary:
    """All of it, for one viewer at one time."""

    people: tuple[KnownPerson, ...] = ()
    events: tuple[KnownEvent, ...] = ()
    places: tuple[KnownPlace, ...] = ()
    saved: tuple[SavedPlace, ...] = ()
    albums: tuple[Named, ...] = ()
    users: tuple[Named, ...] = ()
    """Who else keeps photos here."""
    tags: tuple[str, ...] = ()
    """Tags that people gave."""
    cameras: tuple[CameraName, ...] = ()
    lenses: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    """Every word that the models can give as a tag; only those can be excluded."""
    are_faces_on: bool = True
    """Whether names of people may be used; otherwise their chips say that faces are switched off."""
    reads: tuple[str, ...] = ("en",)
    """Languages whose words the active space understands as meaning."""

    @cached_property
    def index(self) -> NameIndex:
        """Built on first use."""
        return NameIndex(self)
