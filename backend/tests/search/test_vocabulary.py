"""The names that a viewer's words may mean are those of their own photos, people and events, as they are now."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.factories import make_asset, make_event, make_face, make_person, make_tag

from photonest.accounts.models import User
from photonest.assets.models import Asset
from photonest.events.models import Event, EventAsset, Moment
from photonest.people.models import Person
from photonest.search import counting, suggestions, vocabulary
from photonest.search.parse import Query, parse, show
from photonest.search.second_reading import names_in
from photonest.search.vocabulary import clock_of, vocabulary_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    vocabulary._shelf.drop()


def read(viewer: User, text: str) -> Query:
    return parse(text, vocabulary=vocabulary_of(viewer), clock=clock_of(viewer))


def with_faces(user: User) -> User:
    user.faces_enabled = True
    user.save()
    return user


def test_places_and_cameras_are_those_of_my_own_photos(alice: User, bob: User) -> None:
    make_asset(alice, city="Graz", region="Styria", country="Austria", latitude=47.0, longitude=15.4, camera_model="X9")
    make_asset(alice, city="Graz", region="Styria", country="Austria", latitude=47.2, longitude=15.6, lens="XF 35mm")
    make_asset(bob, city="Oslo", country="Norway", camera_model="Q3")
    assert show(read(alice, "sunset in Graz with my X9")) == 'place:"Graz" camera:"X9" mean:"sunset"'
    assert show(read(alice, "within 5 km of Graz")) == "near:47.1,15.5,5km"
    assert show(read(alice, "in Österreich")) == 'place:"Austria"'
    assert show(read(alice, "Oslo Q3")) == 'mean:"Oslo Q3"'


def test_a_name_can_be_searched_as_soon_as_it_is_given_and_no_longer_than_it_lasts(alice: User, bob: User) -> None:
    with_faces(alice)
    assert show(read(alice, "Nina on the beach")) == 'mean:"Nina on the beach"'
    nina = make_person(alice, "Nina", nicknames=["Sis"], birth_date=date(2015, 5, 5))
    make_person(bob, "Oskar")
    assert show(read(alice, "Nina on the beach")) == 'person:"Nina" mean:"beach"'
    assert show(read(alice, "sis's 3rd birthday")) == 'when:2018-05-02..2018-05-08 event:"birthday@Nina"'
    assert show(read(alice, "Oskar")) == 'mean:"Oskar"'
    Person.objects.filter(pk=nina.pk).update(name="Ninette")
    assert show(read(alice, "Nina")) == 'mean:"Nina"'
    assert show(read(alice, "Ninette")) == 'person:"Ninette"'


def test_while_faces_are_off_nobody_has_a_name(alice: User) -> None:
    make_face(make_asset(alice), name_in_file="Nina", person=make_person(alice, "Nina"))
    assert vocabulary_of(alice).people == ()
    assert show(read(alice, "Nina at the lake")) == 'mean:"Nina at the lake"'


def test_who_is_hidden_is_found_by_the_whole_name_and_offered_to_nobody(alice: User) -> None:
    anna = make_person(with_faces(alice), "Anna", nicknames=["Annette"])
    assert [one.name for one in read(alice, "Ana").did_you_mean] == ["Anna"]
    Person.objects.filter(pk=anna.pk).update(is_hidden=True)
    assert read(alice, "Ana").did_you_mean == ()
    assert names_in(vocabulary_of(alice)) == ()  # what a language model outside would be told
    assert show(read(alice, "Anna")) == 'person:"Anna"'


def test_what_is_remembered_offers_no_name_that_is_erased_hidden_or_changed(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offered() -> set[str]:
        return {one.text for typed in ("n", "c", "p") for one in suggestions.suggest(alice, typed)}

    monkeypatch.setattr(counting, "DEAR_S", -1.0)
    suggestions._shelf.drop()
    nina = make_person(with_faces(alice), "Nina")
    photo = make_asset(alice)
    make_face(photo, person=nina)
    event = make_event([photo], title="Picnic")
    named = Moment.objects.create(event=event, title="Cake", start_at=photo.local_at, end_at=photo.local_at)
    EventAsset.objects.update(moment=named)
    make_event([make_asset(alice)], auto_title="Nina’s birthday")
    assert offered() == {"Nina", "Cake", "Nina’s birthday", "Picnic"}
    Event.objects.filter(auto_title="Nina’s birthday").update(auto_title="Thursday")
    assert offered() == {"Nina", "Cake", "Picnic"}
    Person.objects.filter(pk=nina.pk).update(is_hidden=True)
    Event.objects.filter(pk=event.pk).update(is_dismissed=True)
    assert offered() == set()
    Person.objects.filter(pk=nina.pk).update(is_hidden=False)
    alice.faces_enabled = False
    assert offered() == set()
    suggestions._shelf.drop()


def test_an_event_whose_photos_lie_in_the_trash_is_not_offered(alice: User) -> None:
    photo = make_asset(alice)
    make_event([photo], title="Picnic")
    suggestions._shelf.drop()
    assert [(one.text, one.count) for one in suggestions.suggest(alice, "p")] == [("Picnic", 1)]
    Asset.objects.filter(pk=photo.pk).update(trashed_at=datetime(2025, 1, 1, tzinfo=UTC))
    suggestions._shelf.drop()
    assert suggestions.suggest(alice, "p") == []


def test_events_count_under_the_title_their_owner_gave(alice: User) -> None:
    at = datetime(2024, 5, 4, 12, tzinfo=UTC)
    Event.objects.create(owner=alice, title="Sailing week", auto_title="Split", start_at=at, end_at=at)
    assert show(read(alice, "sunset sailing week")) == 'event:"Sailing week" mean:"sunset"'
    assert show(read(alice, "Split")) == 'mean:"Split"'
    assert show(read(alice, 'event:"Split"')) == 'event:"Sailing week"'


def test_words_can_be_excluded_that_a_photo_is_tagged_with(alice: User, bob: User) -> None:
    make_tag(make_asset(alice), "boat")
    make_tag(make_asset(bob), "car")
    assert show(read(alice, "no boats")) == '-tag:"boat"'
    assert show(read(alice, "no cars")) == '-mean:"cars"'


def test_home_is_where_its_owner_said(alice: User) -> None:
    assert show(read(alice, "near home")) == 'mean:"home"'
    alice.home_latitude, alice.home_longitude = 48.2, 16.4
    assert show(read(alice, "near home")) == "near:48.2,16.4,25km"
    assert show(read(alice, "in der Nähe von daheim")) == "near:48.2,16.4,25km"


def test_the_clock_is_that_of_the_user(alice: User) -> None:
    alice.time_zone, alice.week_start, alice.hemisphere = "Australia/Sydney", "sunday", "south"
    clock = clock_of(alice)
    assert (clock.zone, clock.week_start, clock.hemisphere, clock.day_order) == ("Australia/Sydney", 7, "south", "dmy")
    alice.time_zone = "America/New_York"
    assert clock_of(alice).day_order == "mdy"
    assert show(read(alice, "7/4/2021")) == "when:2021-07-04"


def test_what_is_dear_is_counted_beside_the_answer(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_asset(alice, city="Graz", country="Austria")
    assert show(read(alice, "Graz")) == 'place:"Graz"'
    monkeypatch.setattr(counting, "DEAR_S", -1.0)
    assert show(read(alice, "Graz")) == 'place:"Graz"'
    make_asset(alice, city="Linz", country="Austria")
    assert show(read(alice, "Linz")) == 'mean:"Linz"'
    assert vocabulary_of(alice) is vocabulary_of(alice)
