"""Every hit says what of the search held for it: the person, the event, the day, the place, the number."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.factories import make_asset, make_face, make_tag

from photonest.accounts.models import User
from photonest.events.models import Event, EventAsset
from photonest.people.models import Person
from photonest.search.finding import find_query
from photonest.search.query import parts
from photonest.search.query.parts import Named, Part, Query
from photonest.search.services import index_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_ai")]


def why(viewer: User, *asked: Part) -> tuple[str, ...]:
    (hit,) = find_query(viewer, Query.of(asked)).hits
    return hit.why


@pytest.fixture
def photo(alice: User) -> dict[str, Named]:
    """One photo with something of everything, and names for what is on it."""
    asset = make_asset(
        alice, filename="IMG_0412.jpg", at=datetime(2024, 7, 1, 21, 40, tzinfo=UTC), city="Rome", country="Italy",
        latitude=41.9, longitude=12.5, camera_make="Fuji", camera_model="X100V", rating=4, person_count=2,
        added_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC), description="Happy birthday", is_favourite=True,
        f_number=1.8, size_bytes=3_000_000,
    )  # fmt: skip
    index_words(asset)
    anna = Person.objects.create(owner=alice, name="Anna")
    make_face(asset, person=anna, assigned_by="user")
    make_tag(asset, "dog", score=0.83)
    make_tag(asset, "red", kind="colour", score=0.7)
    make_tag(asset, "selfie", kind="kind")
    event = Event.objects.create(owner=alice, title="Anna's wedding", start_at=asset.local_at, end_at=asset.local_at)
    EventAsset.objects.create(asset=asset, owner=alice, event=event, seen_at=asset.local_at)
    return {"anna": Named(str(anna.pk), "Anna"), "event": Named(str(event.pk), "Anna's wedding")}


def test_each_kind_of_part_names_what_held(alice: User, photo: dict[str, Named]) -> None:
    year = parts.Interval(datetime(2024, 1, 1), datetime(2025, 1, 1))  # noqa: DTZ001
    alice.time_zone = "Europe/Vienna"
    day = parts.Interval(datetime(2026, 3, 2), datetime(2026, 3, 3))  # noqa: DTZ001
    for part, reason in {
        parts.People(any=(photo["anna"],)): "person: Anna",
        parts.Event(any=(photo["event"],)): "event: Anna's wedding",
        parts.When(any=(year,)): "date: 1 July 2024",
        parts.Yearly(any=(parts.YearRange(70100, 80100),)): "date: 1 July 2024",
        parts.TimeOfDay(any=((1260, 300),)): "time: 21:40",
        parts.Weekdays(any=(1,)): "date: Monday, 1 July 2024",
        parts.Added(any=(day,)): "added: 2 March 2026",
        parts.Place(any=(parts.PlaceName("country", "Italy"),)): "place: Italy",
        parts.Near(latitude=41.9, longitude=12.6, km=20, where="Rome"): "place: 8.3 km from Rome",
        parts.Area(south=40, west=10, north=43, east=14): "place: Rome",
        parts.Kind(any=("selfie",)): "kind: selfie",
        parts.Is(flag="favourite"): "is: favourite",
        parts.Tag(any=("dog",)): "tag: dog 0.83",
        parts.Look(aspect="colour", any=("red",)): "colour: red 0.70",
        parts.Camera(any=(parts.CameraName("model", "X100V"),)): "camera: Fuji X100V",
        parts.Amount(field="persons", low=2, high=2): "people: 2",
        parts.Amount(field="rating", low=3): "rating: 4",
        parts.Amount(field="aperture", low=1.8, high=1.8): "aperture: f/1.8",
        parts.Phrase(words=("happy", "birthday")): "says: Happy birthday",
        parts.File(any=("img_04",)): "name: IMG_0412.jpg",
        parts.Origin(origin="captured"): "origin: captured",
    }.items():
        assert why(alice, part) == (reason,)


def test_parts_together_give_a_reason_each(alice: User, photo: dict[str, Named]) -> None:
    asked = parts.People(any=(photo["anna"],)), parts.Place(any=(parts.PlaceName("city", "Rome"),))
    assert why(alice, *asked) == ("person: Anna", "place: Rome")


def test_where_only_something_must_not_be_that_is_the_reason(alice: User, photo: dict[str, Named]) -> None:
    assert why(alice, parts.Tag(any=("cat",), negated=True, chip="not cat")) == ("not cat",)
    assert why(alice, parts.Tag(any=("cat",), negated=True, chip="cat"), parts.Is(flag="favourite")) == (
        "is: favourite",
    )


def test_a_person_of_the_same_photo_who_was_not_asked_for_is_no_reason(alice: User, photo: dict[str, Named]) -> None:
    bob = Person.objects.create(owner=alice, name="Bob", birth_date=date(2000, 1, 1))
    make_face(alice.assets.get(), person=bob, assigned_by="user")
    assert why(alice, parts.People(any=(photo["anna"],))) == ("person: Anna",)
