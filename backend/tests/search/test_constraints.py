"""Hard parts let exactly the photos through that they hold for; what is not known never counts as something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import make_asset, make_copies, make_face, make_tag, make_user

from photonest import access
from photonest.accounts.models import User
from photonest.ai.client import client_replaced
from photonest.ai.errors import AIUnreachable
from photonest.assets.models import Asset, AssetName, Stack, StackKind
from photonest.events.models import Event, EventAsset
from photonest.people.models import Person
from photonest.search import columns, scope, softly
from photonest.search.constraints import Asker, constrain
from photonest.search.meaning import tags_saying
from photonest.search.positions import as_uuids
from photonest.search.query import parts
from photonest.search.query.parts import Named, Part
from photonest.search.services import index_words

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
Found = Callable[..., list[str]]


@pytest.fixture
def found(alice: User) -> Found:
    """``found(part, …)``: names of alice's photos for which all parts hold, the same in the database and in memory."""
    columns.shelf.drop()

    def ask(*hard: Part, **asker: Any) -> list[str]:
        photos = constrain(access.visible_assets(alice), hard, Asker(alice, **asker))
        for few in (0, scope.FEW):  # other tables asked for all they have, or for the photos that are left
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(scope, "FEW", few)
                in_memory = scope.in_memory(hard, Asker(alice, **asker)).ids
            assert sorted(as_uuids(in_memory)) == sorted(photos.values_list("pk", flat=True))
        return sorted(photos.values_list("filename", flat=True))

    return ask


def person(owner: User, name: str, **fields: Any) -> tuple[Person, Named]:
    made = Person.objects.create(owner=owner, name=name, **fields)
    return made, Named(str(made.pk), name)


def show(asset: Asset, *people: Person, **fields: Any) -> None:
    for one in people:
        make_face(asset, person=one, assigned_by="user", **fields)


def test_people_all_any_not_and_only(alice: User, found: Found) -> None:
    (anna, a), (bob, b), (tom, t) = (person(alice, name) for name in ("Anna", "Bob", "Tom"))
    for name, people in {"a": [anna], "ab": [anna, bob], "abt": [anna, bob, tom], "t": [tom], "none": []}.items():
        show(make_asset(alice, filename=name, person_count=len(people)), *people)
    everyone = parts.People(any=(a,)), parts.People(any=(b,))
    assert found(*everyone) == ["ab", "abt"]
    assert found(parts.People(any=(a, t))) == ["a", "ab", "abt", "t"]
    assert found(*everyone, parts.People(any=(t,), negated=True)) == ["ab"]
    assert found(parts.People(any=(a,)), parts.Amount(field="persons", low=1, high=1)) == ["a"]
    assert found(parts.Amount(field="persons", low=0, high=0)) == ["none"]
    assert found(parts.People(any=(Named("no id"),))) == []


def test_a_face_that_was_set_aside_is_nobodys(alice: User, found: Found) -> None:
    anna, a = person(alice, "Anna")
    show(make_asset(alice, filename="x"), anna, is_ignored=True)
    assert found(parts.People(any=(a,))) == []
    assert found(parts.Amount(field="unnamed", low=1)) == []
    make_face(make_asset(alice, filename="stranger"))
    assert found(parts.Amount(field="unnamed", low=1)) == ["stranger"]


def test_a_number_that_is_not_known_is_neither_small_nor_large(alice: User, found: Found) -> None:
    make_asset(alice, filename="unknown")
    make_asset(alice, filename="three", rating=3, person_count=None, face_count=3)
    assert found(parts.Amount(field="rating", high=5)) == ["three"]
    assert found(parts.Amount(field="rating", low=3, negated=True)) == ["unknown"]
    assert found(parts.Amount(field="persons", low=3, high=3)) == ["three"]
    assert found(parts.Amount(field="persons", low=2, includes_low=False, negated=True)) == ["unknown"]


@pytest.mark.parametrize(("f_number", "is_it"), [(1.8, True), (1.78, True), (1.7, False), (2.0, False)])
def test_an_aperture_is_what_a_person_would_round_it_to(
    alice: User, found: Found, f_number: float, is_it: bool
) -> None:
    make_asset(alice, filename="x", f_number=f_number)
    assert bool(found(parts.Amount(field="aperture", low=1.8, high=1.8))) is is_it


def test_the_wall_clock_of_the_place_counts_and_ends_are_excluded(alice: User, found: Found) -> None:
    for name, at in {
        "before": datetime(2023, 12, 31, 23, 59, 59, tzinfo=UTC), "first": datetime(2024, 1, 1, tzinfo=UTC),
        "last": datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC), "after": datetime(2025, 1, 1, tzinfo=UTC),
    }.items():  # fmt: skip
        make_asset(alice, filename=name, at=at, taken_at=datetime(1999, 1, 1, tzinfo=UTC))
    year = parts.Interval(datetime(2024, 1, 1), datetime(2025, 1, 1))  # noqa: DTZ001
    assert found(parts.When(any=(year,))) == ["first", "last"]
    assert found(parts.When(any=(year,), negated=True)) == ["after", "before"]
    assert found(parts.When(any=(parts.Interval(None, datetime(2024, 1, 1)),))) == ["before"]  # noqa: DTZ001
    assert found(parts.Yearly(any=(parts.YearRange(123118, 10104),))) == ["after", "before", "first", "last"]
    assert found(parts.Yearly(any=(parts.YearRange(10100, 10200),))) == ["after", "first"]
    assert found(parts.TimeOfDay(any=((1380, 1),))) == ["after", "before", "first", "last"]
    assert found(parts.Weekdays(any=(1,))) == ["first"]  # 1 January 2024 was a Monday


def test_added_goes_by_the_clock_of_the_asker(alice: User, found: Found) -> None:
    make_asset(alice, filename="x", added_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    day = parts.Added(any=(parts.Interval(datetime(2026, 3, 2), datetime(2026, 3, 3)),))  # noqa: DTZ001
    assert found(day, zone="Europe/Vienna") == ["x"]
    assert found(day, zone="UTC") == []


def test_a_circle_is_round_and_runs_over_the_date_line_and_the_pole(alice: User, found: Found) -> None:
    make_asset(alice, filename="suva", latitude=-18.1248, longitude=178.4501)
    make_asset(alice, filename="apia", latitude=-13.8507, longitude=-171.7514)  # 1,150 km away
    make_asset(alice, filename="alert", latitude=82.5, longitude=-62.3)
    make_asset(alice, filename="nowhere")
    near = {"latitude": -18.1248, "longitude": 178.4501}
    assert found(parts.Near(**near, km=1147)) == ["suva"]
    assert found(parts.Near(**near, km=1152)) == ["apia", "suva"]
    assert found(parts.Near(latitude=89.9, longitude=120.0, km=900)) == ["alert"]
    assert found(parts.Near(**near, km=1, negated=True)) == ["alert", "apia", "nowhere"]
    assert found(parts.Area(south=-20, west=175, north=-10, east=-170)) == ["apia", "suva"]
    assert found(parts.Is(flag="no-location")) == ["nowhere"]


def test_a_place_is_the_whole_name_of_its_level(alice: User, found: Found) -> None:
    make_asset(alice, filename="austria", city="Vienna", region="Vienna", country="Austria")
    make_asset(alice, filename="virginia", city="Vienna", region="Virginia", country="United States")
    vienna = parts.Place(any=(parts.PlaceName("city", "Vienna"),))
    assert found(vienna) == ["austria", "virginia"]
    assert found(vienna, parts.Place(any=(parts.PlaceName("country", "Austria"),))) == ["austria"]
    assert found(parts.Place(any=(parts.PlaceName("city", "Vien"),))) == []


def test_only_tags_that_are_shown_let_a_photo_through_or_keep_it_out(alice: User, found: Found) -> None:
    make_tag(make_asset(alice, filename="sure"), "waterfall")
    make_tag(make_asset(alice, filename="maybe"), "waterfall", is_shown=False, score=0.1)
    make_asset(alice, filename="none")
    assert found(parts.Tag(any=("waterfall",))) == ["sure"]
    assert found(parts.Tag(any=("Waterfall",), negated=True)) == ["maybe", "none"]
    without = parts.Meaning(text="waterfalls", negated=True)
    assert found(without, excluded={"waterfalls": ("waterfall",)}) == ["maybe", "none"]
    assert found(without) == ["maybe", "none", "sure"]  # no tag says it: nothing can be left out


def test_kinds_flags_colours_and_cameras(alice: User, found: Found) -> None:
    stack = Stack.objects.create(owner=alice, kind=StackKind.RAW_JPEG)
    cover = make_asset(alice, filename="cover", stack=stack)
    make_asset(alice, filename="behind", stack=stack, is_behind=True, format="dng")
    make_tag(make_asset(alice, filename="me", is_favourite=True), "selfie", kind="kind")
    make_tag(make_asset(alice, filename="thing", sharpness=0.1), "selfie", kind="label")
    make_tag(make_asset(alice, filename="film", kind="video", camera_model="X100V"), "red", kind="colour")
    assert found(parts.Kind(any=("selfie",))) == ["me"]
    assert found(parts.Kind(any=("video", "selfie"))) == ["film", "me"]
    assert found(parts.Kind(any=("raw",))) == [cover.filename]
    assert found(parts.Is(flag="favourite")) == ["me"]
    assert found(parts.Is(flag="blurry")) == ["thing"]
    assert found(parts.Is(flag="blurry", negated=True)) == ["cover", "film", "me"]
    assert found(parts.Look(aspect="colour", any=("red",))) == ["film"]
    assert found(parts.Camera(any=(parts.CameraName("model", "X100V"),))) == ["film"]


def test_a_file_name_begins_so_whatever_its_letters_mean_to_a_database(alice: User, found: Found) -> None:
    for name in ("IMG_0412.jpg", "img_0413.jpg", "XIMG_0412.jpg", "100%_a.jpg", "100xa.jpg"):
        index_words(make_asset(alice, filename=name))
    other = Asset.objects.get(filename="100xa.jpg")
    AssetName.objects.create(asset=other, filename="IMG_0499.jpg")
    index_words(other)
    assert found(parts.File(any=("img_041",))) == ["IMG_0412.jpg", "img_0413.jpg"]
    assert found(parts.File(any=("img_04",))) == ["100xa.jpg", "IMG_0412.jpg", "img_0413.jpg"]
    assert found(parts.File(any=("100%_",))) == ["100%_a.jpg"]
    assert found(parts.File(any=("",))) == []


def test_events_are_the_viewers_and_not_those_that_were_dismissed(alice: User, found: Found) -> None:
    at = datetime(2024, 6, 1, tzinfo=UTC)
    trip, gone = (
        Event.objects.create(owner=alice, title=name, start_at=at, end_at=at, is_dismissed=name == "gone")
        for name in ("trip", "gone")
    )
    for event in (trip, gone):
        EventAsset.objects.create(asset=make_asset(alice, filename=event.title), owner=alice, event=event, seen_at=at)
    make_asset(alice, filename="alone")
    assert found(parts.Event(any=(Named(str(trip.pk)), Named(str(gone.pk))))) == ["trip"]
    assert found(parts.Event(any=(Named(str(trip.pk)),), negated=True)) == ["alone", "gone"]


def test_more_like_a_photo_is_neither_the_photo_nor_its_copies(alice: User, found: Found) -> None:
    stack = Stack.objects.create(owner=alice, kind=StackKind.MANUAL)
    photo, copy, _other, different = (
        make_asset(alice, filename=name) for name in ("photo", "copy", "other", "different")
    )
    stacked = make_asset(alice, filename="stacked", stack=stack)
    make_copies(photo, copy, likeness=0.99)
    make_copies(photo, different, likeness=0.9, is_dismissed=True)
    assert found(parts.Like(), like=photo.pk) == ["different", "other", "stacked"]
    assert found(parts.Like(asset_id=str(copy.pk))) == ["different", "other", "stacked"]
    Asset.objects.filter(pk=photo.pk).update(stack=stack)
    assert found(parts.Like(asset_id=str(stacked.pk))) == ["copy", "different", "other"]
    assert found(parts.Like(asset_id="nonsense")) == []


def test_what_is_somebody_elses_is_never_let_through_and_never_helps(alice: User, found: Found) -> None:
    bob = make_user("bob2")
    _, b = person(bob, "Bob")
    at = timezone.now()
    theirs = make_asset(bob, filename="bobs", city="Vienna", is_favourite=True)
    make_tag(theirs, "dog")
    event = Event.objects.create(owner=bob, title="e", start_at=at, end_at=at)
    EventAsset.objects.create(asset=theirs, owner=bob, event=event, seen_at=at)
    for part in (
        parts.People(any=(b,)), parts.Tag(any=("dog",)), parts.Is(flag="favourite"),
        parts.By(any=(Named(str(bob.pk)),)),
        parts.Event(any=(Named(str(event.pk)),)), parts.Place(any=(parts.PlaceName("city", "Vienna"),)),
        parts.Tag(any=("cat",), negated=True),
    ):  # fmt: skip
        assert found(part) == []


@pytest.mark.parametrize(
    ("born", "day", "is_near"),
    [
        (date(2019, 5, 4), date(2024, 5, 7), True), (date(2019, 5, 4), date(2024, 5, 8), False),
        (date(1990, 12, 31), date(2024, 1, 2), True), (date(1990, 1, 1), date(2023, 12, 29), True),
        (date(2004, 2, 29), date(2023, 3, 3), True), (date(2004, 2, 29), date(2023, 3, 4), False),
    ],
)  # fmt: skip
def test_a_birthday_party_may_be_three_days_off(born: date, day: date, is_near: bool) -> None:
    assert softly.is_near_birthday(born, day) is is_near


def test_either_side_of_a_choice_lets_a_photo_through_and_a_row_holds_together(alice: User, found: Found) -> None:
    (anna, a), (bob, b) = (person(alice, name) for name in ("Anna", "Bob"))
    rome, vienna = (parts.Place(any=(parts.PlaceName("city", name),)) for name in ("Rome", "Vienna"))
    for name, (people, city) in {
        "anna rome": ([anna], "Rome"), "anna vienna": ([anna], "Vienna"), "bob vienna": ([bob], "Vienna"),
        "bob rome": ([bob], "Rome"), "nobody rome": ([], "Rome"), "nobody": ([], ""),
    }.items():  # fmt: skip
        show(make_asset(alice, filename=name, city=city), *people)
    with_anna, with_bob = parts.People(any=(a,)), parts.People(any=(b,))
    either = parts.Either.of
    assert found(either([[with_anna], [rome]])) == ["anna rome", "anna vienna", "bob rome", "nobody rome"]
    assert found(either([[with_anna, rome], [with_bob, vienna]])) == ["anna rome", "bob vienna"]
    assert found(either([[with_anna], [rome]]), with_bob) == ["bob rome"]
    without_rome = parts.Place(any=rome.any, negated=True)
    assert found(either([[with_anna], [without_rome]])) == ["anna rome", "anna vienna", "bob vienna", "nobody"]


def test_what_is_not_known_never_helps_a_choice(alice: User, found: Found) -> None:
    make_asset(alice, filename="unknown")
    make_asset(alice, filename="three", rating=3)
    rated, blurry = parts.Amount(field="rating", low=4), parts.Is(flag="blurry")
    assert found(parts.Either.of([[rated], [blurry]])) == []
    assert found(parts.Either.of([[parts.Amount(field="rating", low=4, negated=True)], [blurry]])) == [
        "three", "unknown",
    ]  # fmt: skip


def test_words_and_moods_in_a_choice_go_by_the_tags_that_are_shown(alice: User, found: Found) -> None:
    make_tag(make_asset(alice, filename="sure"), "waterfall")
    make_tag(make_asset(alice, filename="maybe"), "waterfall", is_shown=False, score=0.1)
    make_tag(make_asset(alice, filename="glad"), "joyful", kind="mood")
    make_asset(alice, filename="film", kind="video")
    either = parts.Either.of([[parts.Meaning(text="falling water")], [parts.Kind(any=("video",))]])
    assert found(either, excluded={"falling water": ("waterfall",)}) == ["film", "sure"]
    assert found(either) == ["film"]  # no tag says it
    assert found(parts.Either.of([[parts.Mood(any=("joyful",))], [parts.Kind(any=("video",))]])) == ["film", "glad"]


def test_a_side_of_a_choice_that_cannot_be_asked_lets_nothing_through(alice: User, found: Found) -> None:
    anna, a = person(alice, "Anna")
    show(make_asset(alice, filename="anna"), anna)
    make_asset(alice, filename="rome", city="Rome")
    off = parts.People(any=(a,), applies=False)
    rome = parts.Place(any=(parts.PlaceName("city", "Rome"),))
    assert found(parts.Either.of([[off], [rome]])) == ["rome"]


@pytest.mark.parametrize(
    ("zone", "day", "lasts"),
    [
        # Midnight did not exist: the day began at one.
        ("America/Sao_Paulo", datetime(2017, 10, 15), ("2017-10-15T03:00:00", "2017-10-16T01:59:59")),  # noqa: DTZ001
        # An hour of the evening before came twice.
        ("America/Sao_Paulo", datetime(2018, 2, 17), ("2018-02-17T02:00:00", "2018-02-18T02:59:59")),  # noqa: DTZ001
        # The first hour of the day came twice.
        ("America/Havana", datetime(2018, 11, 4), ("2018-11-04T04:00:00", "2018-11-05T04:59:59")),  # noqa: DTZ001
        ("Pacific/Apia", datetime(2011, 12, 31), ("2011-12-30T10:00:00", "2011-12-31T09:59:59")),  # noqa: DTZ001
    ],
)
def test_a_day_on_the_clock_of_the_asker_is_whole_when_the_clock_jumps(
    alice: User, found: Found, zone: str, day: datetime, lasts: tuple[str, str]
) -> None:
    begin, end = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in lasts)
    for name, at in {"before": begin - SECOND, "first": begin, "last": end, "after": end + SECOND}.items():
        make_asset(alice, filename=name, added_at=at)
    added = parts.Added(any=(parts.Interval(day, day + timedelta(days=1)),))
    assert found(added, zone=zone) == ["first", "last"]


def test_the_day_that_samoa_left_out_holds_nothing(alice: User, found: Found) -> None:
    make_asset(alice, filename="eve", added_at=datetime(2011, 12, 30, 9, 59, 59, tzinfo=UTC))
    make_asset(alice, filename="day after", added_at=datetime(2011, 12, 30, 10, tzinfo=UTC))
    missing = parts.Interval(datetime(2011, 12, 30), datetime(2011, 12, 31))  # noqa: DTZ001
    assert found(parts.Added(any=(missing,)), zone="Pacific/Apia") == []


def test_a_service_that_does_not_answer_is_waited_for_once_however_much_is_left_out(alice: User) -> None:
    make_tag(make_asset(alice), "dog")
    waited = []

    class Down:
        def models(self) -> None:
            waited.append(1)
            raise AIUnreachable("Nothing answers.")

    with client_replaced(Down()):  # type: ignore[arg-type]  # only what is asked here
        saying = tags_saying(alice, ["dogs", "cats", "trees"], space=None)
    assert saying == {"dogs": ("dog",), "cats": (), "trees": ()}
    assert len(waited) == 1
