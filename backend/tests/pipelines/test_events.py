"""Events in a real database: found, found again, grown, edited and kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from tests.canaries import rows_that_hold
from tests.factories import make_asset, make_face, make_tag
from tests.pictures import encoded

from photonest.accounts.models import User
from photonest.assets import trash
from photonest.assets.corrections import PlaceEdit
from photonest.assets.models import Asset
from photonest.assets.services import move_to_trash
from photonest.assets.undo import undo
from photonest.events import queries
from photonest.events.errors import EventsNotMergeable, NoSplitHere, NotInEvent
from photonest.events.models import CameraClock, Event, EventAsset, EventRun, Moment
from photonest.jobs import queue
from photonest.people import corrections
from photonest.people.corrections import PersonEdit, Said
from photonest.people.models import Face, Person
from photonest.pipelines import event_edits, events, group_faces, ingest
from photonest.pipelines.edit import correct_assets
from photonest.pipelines.events import find_events
from photonest.search.models import Embedding, EmbeddingSpace

pytestmark = pytest.mark.django_db

Shoot = Callable[..., list[Asset]]
VIENNA = {"latitude": 48.21, "longitude": 16.37, "city": "Vienna", "country": "Austria", "country_code": "AT"}
LISBON = {"latitude": 38.72, "longitude": -9.14, "city": "Lisbon", "country": "Portugal", "country_code": "PT"}


@pytest.fixture
def shoot(owner: User) -> Shoot:
    """``shoot("2024-06-15 14:00", 8)``: that many photos, a minute apart."""

    def make(start: str, count: int = 8, *, every: timedelta = timedelta(minutes=1), **fields: Any) -> list[Asset]:
        first = datetime.fromisoformat(start).replace(tzinfo=UTC)
        by = fields.pop("by", owner)
        return [make_asset(by, at=first + step * every, **fields) for step in range(count)]

    return make


@pytest.fixture
def lived_in_vienna(shoot: Shoot) -> list[Asset]:
    """One photo on each of some days, so that home is known; too few at once to be events."""
    return [shoot(f"2024-{month:02d}-{day:02d} 12:00", 1, **VIENNA)[0] for month in (4, 5) for day in (3, 9, 15, 21)]


def found(owner: User) -> list[Event]:
    return list(queries.events_of(owner.pk))


def photos_of(event: Event) -> set[UUID]:
    return set(queries.members_of([event.pk]).values_list("asset_id", flat=True))


def everything() -> list[Any]:
    """All rows, to see that nothing changed."""
    return [
        list(Event.objects.order_by("id").values()),
        list(Moment.objects.order_by("id").values()),
        list(EventAsset.objects.order_by("asset_id").values()),
    ]


def test_two_days_are_two_events_with_titles_covers_and_moments(owner: User, shoot: Shoot) -> None:
    saturday, monday = shoot("2024-06-15 14:00", **VIENNA), shoot("2024-06-17 18:00", **VIENNA)
    find_events(owner.pk)
    second, first = found(owner)
    assert photos_of(first) == {asset.pk for asset in saturday}
    assert photos_of(second) == {asset.pk for asset in monday}
    assert (first.auto_title, second.auto_title) == ("Saturday in Vienna", "Monday in Vienna")
    assert first.start_at == saturday[0].local_at
    assert first.end_at == saturday[-1].local_at
    assert first.cover_id in photos_of(first)
    assert first.city == "Vienna"
    assert abs(sum(first.kinds.values()) - 1) < 0.01
    assert not Moment.objects.exclude(event__in=[first, second]).exists()
    assert not EventAsset.objects.filter(moment__isnull=True).exists()


def test_finding_twice_changes_nothing(owner: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00")
    shoot("2024-06-17 18:00")
    shoot("2024-06-19 18:00", 2)
    find_events(owner.pk)
    before = everything()
    find_events(owner.pk)
    find_events(owner.pk, everything=True)
    assert everything() == before


def test_only_the_neighbourhood_of_new_photos_is_looked_at(owner: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00")
    shoot("2024-09-15 14:00")
    assert find_events(owner.pk) == 16
    assert find_events(owner.pk) == 0
    shoot("2024-06-15 14:20", 3)
    assert find_events(owner.pk) == 11


def test_an_event_that_grows_keeps_its_row(owner: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00")
    find_events(owner.pk)
    (before,) = found(owner)
    more = shoot("2024-06-15 14:10")
    find_events(owner.pk)
    (after,) = found(owner)
    assert after.pk == before.pk
    assert {asset.pk for asset in more} < photos_of(after)
    assert after.end_at == more[-1].local_at


def test_new_photos_give_what_finding_all_anew_gives(owner: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00", **VIENNA)
    find_events(owner.pk)
    shoot("2024-06-15 19:00", 12, **VIENNA)
    shoot("2024-06-16 09:00", 6, **LISBON)
    find_events(owner.pk)
    members = {row.asset_id: row.event_id for row in EventAsset.objects.all()}
    find_events(owner.pk, everything=True)
    assert {row.asset_id: row.event_id for row in EventAsset.objects.all()} == members


def test_a_journey_is_a_trip_with_its_place(owner: User, shoot: Shoot, lived_in_vienna: list[Asset]) -> None:
    for day in (10, 11, 12):
        for hour in (10, 13, 17):
            shoot(f"2024-05-{day} {hour}:00", **LISBON)
    find_events(owner.pk)
    (trip,) = found(owner)
    assert trip.auto_title == "Trip to Lisbon"
    assert trip.kinds["trip"] > 0.8
    assert trip.reasons[0]["kind"] == "trip"
    assert "2 nights" in trip.reasons[0]["text"]
    assert trip.moments.count() >= 3


def test_a_birthday_is_told_by_the_birth_date_of_somebody_in_the_photos(owner: User, shoot: Shoot) -> None:
    party = shoot("2024-06-15 15:00", 10)
    anna = Person.objects.create(owner=owner, name="Anna", birth_date=date(1990, 6, 15))
    for asset in party[:5]:
        make_face(asset, person=anna, assigned_by="user")
    find_events(owner.pk)
    assert found(owner)[0].auto_title == "Anna’s birthday"


def test_a_hidden_person_names_no_event(owner: User, shoot: Shoot) -> None:
    party = shoot("2024-06-15 15:00", 10)
    anna = Person.objects.create(owner=owner, name="Anna", birth_date=date(1990, 6, 15), is_hidden=True)
    for asset in party:
        make_face(asset, person=anna, assigned_by="user")
    find_events(owner.pk)
    assert "Anna" not in str(list(Event.objects.values()))


def test_tags_make_a_kind_with_a_reason(owner: User, shoot: Shoot) -> None:
    for asset in shoot("2024-06-15 11:00", 12):
        make_tag(asset, "seashore")
        make_tag(asset, "castle", is_shown=False)
    find_events(owner.pk)
    (event,) = found(owner)
    assert event.kinds["beach"] > 0.5
    assert {"kind": "beach", "text": "12 photos show “seashore”."} in event.reasons
    assert list(queries.members_of_kind(owner.pk, "beach").values_list("event_id", flat=True)) == [event.pk] * 12


def test_screenshots_and_undated_files_are_in_no_event(owner: User, shoot: Shoot) -> None:
    shots = shoot("2024-06-15 14:00", 10)
    for asset in shots[:2]:
        make_tag(asset, "screenshot", kind="kind")
    shoot("2024-06-15 14:00", 9, taken_source="file_time")
    find_events(owner.pk)
    (event,) = found(owner)
    assert photos_of(event) == {asset.pk for asset in shots[2:]}
    assert EventAsset.objects.filter(event__isnull=True).count() == 11
    assert find_events(owner.pk) == 0


def test_what_turns_out_to_be_a_screenshot_leaves_its_event_unless_it_was_put_there(owner: User, shoot: Shoot) -> None:
    photos = shoot("2024-06-15 14:00", 9)
    find_events(owner.pk)
    (event,) = found(owner)
    event_edits.move(owner.pk, [photos[1]], to=event)
    for asset in photos[:2]:
        make_tag(asset, "screenshot", kind="kind")
        events.ask_about(asset)
    find_events(owner.pk)
    assert photos_of(event) == {asset.pk for asset in photos[1:]}
    assert not EventAsset.objects.filter(is_due=True).exists()


def test_a_photo_whose_time_was_corrected_is_looked_at_again(owner: User, shoot: Shoot) -> None:
    party, stray = shoot("2024-06-15 14:00"), shoot("2019-01-01 00:00", 1)[0]
    find_events(owner.pk)
    Asset.objects.filter(pk=stray.pk).update(local_at=party[0].local_at, local_day=party[0].local_day)
    find_events(owner.pk)
    assert stray.pk in photos_of(found(owner)[0])


def test_pictures_of_another_kind_cut_where_the_clock_alone_would_not(owner: User, shoot: Shoot) -> None:
    space = EmbeddingSpace.objects.create(name="lite2-feat@1", dim=4)
    photos = [*shoot("2024-06-15 14:00", 10), *shoot("2024-06-15 15:40", 10)]
    find_events(owner.pk)
    assert len(found(owner)) == 1
    for number, asset in enumerate(photos):
        vector = [1.0, 0, 0, 0] if number < 10 else [0, 1.0, 0, 0]
        Embedding.objects.create(asset=asset, owner=owner, space=space, vector=vector)
        events.ask_about(asset)
    find_events(owner.pk)
    assert [len(photos_of(event)) for event in found(owner)] == [10, 10]


def test_a_corrected_place_is_looked_at_again(owner: User, shoot: Shoot, lived_in_vienna: list[Asset]) -> None:
    party = shoot("2024-06-15 14:00", **VIENNA)
    find_events(owner.pk)
    assets = Asset.objects.filter(pk__in=[asset.pk for asset in party])
    correct_assets(assets, owner.pk, place=PlaceEdit(latitude=38.72, longitude=-9.14))
    assert owner.pk in queue.unfinished_subjects("events")
    events.run(owner.pk)
    (event,) = found(owner)
    assert abs(event.latitude - 38.72) < 0.01


def test_a_camera_an_hour_ahead_is_put_back_by_what_both_saw(owner: User, shoot: Shoot) -> None:
    hashes = [0x0F0F_3C3C_55AA_1234 * step % 2**63 for step in range(3, 15)]
    shoot("2024-06-15 14:00", 1)
    for step, phash in enumerate(hashes):
        shoot(f"2024-06-15 {14 + step // 4}:{step % 4 * 15:02d}", 1, camera_model="Phone", phash=phash, **VIENNA)
        shoot(f"2024-06-15 {16 + step // 4}:{step % 4 * 15:02d}", 1, camera_model="Camera", phash=phash)
    find_events(owner.pk, everything=True)
    (clock,) = CameraClock.objects.filter(owner=owner)
    assert (clock.camera, clock.offset_s) == ("Camera", -7200)
    (event,) = found(owner)
    assert event.end_at == datetime(2024, 6, 15, 16, 45, tzinfo=UTC)


def test_photos_of_somebody_else_are_never_touched(owner: User, bob: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00", by=bob)
    shoot("2024-06-15 14:00")
    find_events(owner.pk)
    assert not Event.objects.filter(owner=bob).exists()
    assert not EventAsset.objects.filter(asset__owner=bob).exists()


# --- what a user does --------------------------------------------------------------------------------


def test_the_users_title_survives_and_so_does_the_event(owner: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00", **VIENNA)
    find_events(owner.pk)
    (event,) = found(owner)
    event_edits.rename(event, title="  Anna’s\x00 wedding ")
    shoot("2024-06-15 14:30", **VIENNA)
    find_events(owner.pk, everything=True)
    (after,) = found(owner)
    assert (after.pk, after.name, after.title) == (event.pk, "Anna’s wedding", "Anna’s wedding")
    assert [one.name for one in queries.names_of(owner.pk) if one.is_own] == ["Anna’s wedding"]


def test_a_rename_can_be_undone(owner: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00", **VIENNA)
    find_events(owner.pk)
    before = everything()
    undo(owner.pk, event_edits.rename(found(owner)[0], title="Picnic").undo_id)
    assert everything() == before


def test_merged_events_stay_merged_and_can_be_undone(owner: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00")
    shoot("2024-06-16 14:00")
    shoot("2024-06-18 14:00")
    find_events(owner.pk)
    before = everything()
    third, second, first = found(owner)
    done = event_edits.merge(owner.pk, [first, second])
    assert len(photos_of(done.event)) == 16
    find_events(owner.pk, everything=True)
    assert [len(photos_of(event)) for event in found(owner)] == [8, 16]
    new = shoot("2024-06-15 20:00", 1)[0]  # between the two: part of it now
    find_events(owner.pk)
    assert new.pk in photos_of(Event.objects.get(pk=done.event.pk))
    new.delete()
    Event.objects.filter(pk=third.pk).update(is_edited=False)
    undo(owner.pk, done.undo_id)
    assert _shape(everything()) == _shape(before)


def _shape(rows: list[Any]) -> list[Any]:
    """Rows without the time of their writing."""
    return [[{name: value for name, value in row.items() if name != "created_at"} for row in table] for table in rows]


def test_events_with_another_between_them_can_be_merged_and_stay_so(owner: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00")
    shoot("2024-06-16 14:00")
    shoot("2024-06-18 14:00")
    find_events(owner.pk)
    third, second, first = found(owner)
    done = event_edits.merge(owner.pk, [first, third])
    find_events(owner.pk, everything=True)
    assert {event.pk: len(photos_of(event)) for event in found(owner)} == {done.event.pk: 16, second.pk: 8}


def test_one_event_cannot_be_merged_with_itself(owner: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00")
    find_events(owner.pk)
    (event,) = found(owner)
    with pytest.raises(EventsNotMergeable):
        event_edits.merge(owner.pk, [event, event])


def test_a_split_event_stays_split_and_can_be_undone(owner: User, shoot: Shoot) -> None:
    photos = shoot("2024-06-15 14:00", 10)
    find_events(owner.pk)
    before = everything()
    (event,) = found(owner)
    done = event_edits.split(event, asset_id=photos[6].pk)
    for _ in range(2):
        later, earlier = found(owner)
        assert photos_of(earlier) == {asset.pk for asset in photos[:6]}
        assert photos_of(later) == {asset.pk for asset in photos[6:]}
        assert earlier.end_at < later.start_at
        assert earlier.cover_id in photos_of(earlier)
        assert later.cover_id in photos_of(later)
        find_events(owner.pk, everything=True)
    undo(owner.pk, done.undo_id)
    assert _without_moments(everything()) == _without_moments(before)


def _without_moments(rows: list[Any]) -> list[Any]:
    return [
        [{name: value for name, value in row.items() if name not in {"created_at", "moment_id"}} for row in table]
        for table in (rows[0], rows[2])
    ]


@pytest.mark.parametrize("which", [0, None])
def test_an_event_is_not_split_at_its_first_photo_or_at_a_strange_one(
    owner: User, shoot: Shoot, which: int | None
) -> None:
    photos, strange = shoot("2024-06-15 14:00"), shoot("2024-09-15 14:00", 1)
    find_events(owner.pk)
    (event,) = found(owner)
    with pytest.raises(NoSplitHere):
        event_edits.split(event, asset_id=photos[which].pk if which is not None else strange[0].pk)
    assert not event.is_edited


def test_moved_photos_stay_where_they_were_put(owner: User, shoot: Shoot) -> None:
    first_photos = shoot("2024-06-15 14:00")
    shoot("2024-06-25 14:00")
    find_events(owner.pk)
    before = everything()
    second, first = found(owner)
    done = event_edits.move(owner.pk, first_photos[:3], to=second)
    for _ in range(2):
        assert {asset.pk for asset in first_photos[:3]} < photos_of(second)
        assert photos_of(first) == {asset.pk for asset in first_photos[3:]}
        find_events(owner.pk, everything=True)
    second.refresh_from_db()
    assert second.start_at == datetime(2024, 6, 25, 14, tzinfo=UTC)  # what was put there does not stretch it
    undo(owner.pk, done.undo_id)
    assert _without_moments(everything()) == _without_moments(before)


def test_photos_can_be_made_an_event_of_their_own(owner: User, shoot: Shoot) -> None:
    photos = shoot("2024-06-15 14:00", 9)
    strays = shoot("2024-08-01 10:00", 2)
    find_events(owner.pk)
    before = everything()
    done = event_edits.move(owner.pk, [photos[0], *strays], to=None)
    assert photos_of(done.event) == {photos[0].pk, strays[0].pk, strays[1].pk}
    assert done.event.auto_title
    find_events(owner.pk, everything=True)
    assert len(photos_of(done.event)) == 3
    undo(owner.pk, done.undo_id)
    assert not Event.objects.filter(pk=done.event.pk).exists()
    assert _without_moments(everything()) == _without_moments(before)


def test_a_dismissed_event_does_not_come_back_and_its_photos_stay(owner: User, shoot: Shoot) -> None:
    photos = shoot("2024-06-15 14:00")
    find_events(owner.pk)
    done = event_edits.dismiss(found(owner)[0])
    shoot("2024-06-15 14:20")
    find_events(owner.pk, everything=True)
    assert found(owner) == []
    assert queries.event_of(photos[0]) is None
    assert Asset.objects.filter(owner=owner, trashed_at__isnull=True).count() == 16
    undo(owner.pk, done.undo_id)
    assert len(photos_of(found(owner)[0])) == 16


def test_a_chosen_cover_stays_and_a_strange_one_is_refused(owner: User, shoot: Shoot) -> None:
    photos, other = shoot("2024-06-15 14:00"), shoot("2024-08-15 14:00", 1)
    shoot("2024-06-15 15:00", 1, is_favourite=True)
    find_events(owner.pk)
    (event,) = found(owner)
    event_edits.choose_cover(event, asset_id=photos[2].pk)
    find_events(owner.pk, everything=True)
    assert found(owner)[0].cover_id == photos[2].pk
    with pytest.raises(NotInEvent):
        event_edits.choose_cover(event, asset_id=other[0].pk)


def test_an_event_whose_photos_are_all_thrown_away_is_not_listed(owner: User, shoot: Shoot) -> None:
    photos = shoot("2024-06-15 14:00")
    find_events(owner.pk)
    move_to_trash(Asset.objects.filter(pk__in=[asset.pk for asset in photos]), owner.pk)
    assert list(queries.with_photos(queries.events_of(owner.pk))) == []


# --- background work ----------------------------------------------------------------------------------


def test_many_photos_ask_once_and_a_full_pass_comes_only_when_something_changed(
    owner: User, shoot: Shoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shoot("2024-06-15 14:00")
    for _ in range(5):
        events.ask(owner.pk)
    assert queue.unfinished_subjects("events") == {owner.pk}
    assert queue.counts()["todo"] == 1
    events.run(owner.pk)
    assert len(found(owner)) == 1
    assert events.ask_for_all() == 0
    EventRun.objects.update(at=datetime(2020, 1, 1, tzinfo=UTC))
    assert not events._is_full_pass_due(owner.pk, EventRun.objects.get())
    shoot("2024-07-15 14:00", 1)
    assert events._is_full_pass_due(owner.pk, EventRun.objects.get())


def test_photos_that_a_failed_run_left_are_asked_for_again(owner: User, shoot: Shoot) -> None:
    photos = shoot("2024-06-15 14:00")
    events.run(owner.pk)
    assert events.ask_for_all() == 0
    EventAsset.objects.filter(asset=photos[0]).update(is_due=True)
    assert events.ask_for_all() == 1
    events.run(owner.pk)
    assert not EventAsset.objects.filter(is_due=True).exists()


def test_an_ingested_photo_asks_for_its_owners_events(ingested: Callable[..., Asset], owner: User) -> None:

    ingested(encoded())
    assert owner.pk in queue.unfinished_subjects("events")
    assert ingest.STEPS  # the walk itself gained no step


def test_an_owner_who_is_gone_is_no_problem(db: None) -> None:
    events.run(UUID(int=7))


def test_an_undo_brings_no_event_back_that_was_merged_away_since(owner: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00", 9)
    shoot("2024-06-16 14:00")
    find_events(owner.pk)
    second, first = found(owner)
    named = event_edits.rename(second, title="Picnic")
    event_edits.rename(first, title="Hike")
    assert event_edits.merge(owner.pk, [first, second]).event.pk == first.pk
    before = everything()
    assert undo(owner.pk, named.undo_id) == 0
    assert everything() == before


def test_an_undo_leaves_what_a_newer_act_changed(owner: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00", 9)
    evening = shoot("2024-06-16 14:00")
    find_events(owner.pk)
    second, first = found(owner)
    named = event_edits.rename(first, title="Hike")
    merged = event_edits.merge(owner.pk, [first, second])
    assert undo(owner.pk, named.undo_id) == 1
    (event,) = found(owner)
    # The older act is gone, and nothing of the newer one: still one event, over both days.
    assert (event.title, event.is_edited, event.end_at) == ("", True, evening[-1].local_at)
    moved = event_edits.move(owner.pk, [evening[0]], to=None)
    undo(owner.pk, merged.undo_id)
    assert photos_of(moved.event) == {evening[0].pk}
    sizes = {event.pk: len(photos_of(event)) for event in found(owner)}
    assert sizes == {first.pk: 9, second.pk: 7, moved.event.pk: 1}
    assert Event.objects.get(pk=second.pk).start_at == evening[1].local_at


def test_titles_follow_what_is_said_of_people(owner: User, shoot: Shoot) -> None:
    User.objects.filter(pk=owner.pk).update(faces_enabled=True)
    group, friend = Person.objects.create(owner=owner), Person.objects.create(owner=owner, name="Tom")
    photos = shoot("2024-06-15 14:00", 9)
    for photo in photos:
        make_face(photo, person=group)
    find_events(owner.pk)

    def title_after(act: Said | None) -> str:
        if act is not None:
            group_faces.corrected(owner.pk, act.undo_id)
        assert queue.unfinished_subjects("events") == {owner.pk}
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_events; DELETE FROM procrastinate_jobs")
        events.run(owner.pk)
        assert not EventAsset.objects.filter(is_due=True).exists()
        return found(owner)[0].auto_title

    def edited(person: Person, **fields: Any) -> Said:
        return corrections.edit_person(person, PersonEdit(given=fields, **fields))

    assert title_after(edited(group, name="Anna", birth_date=date(1990, 6, 15))) == "Anna’s birthday"
    renamed = edited(group, name="Ann")
    assert title_after(renamed) == "Ann’s birthday"
    undo(owner.pk, renamed.undo_id)
    assert title_after(None) == "Anna’s birthday"
    hidden = edited(group, is_hidden=True)
    assert title_after(hidden) == "Saturday afternoon"
    undo(owner.pk, hidden.undo_id)
    assert title_after(None) == "Anna’s birthday"
    faces = list(Face.objects.values_list("pk", flat=True))
    assert title_after(corrections.assign(owner.pk, faces, person=friend)) == "Saturday afternoon"
    # What no title can tell makes nothing due.
    group_faces.corrected(owner.pk, edited(friend, nicknames=["Tommy"]).undo_id)
    assert not EventAsset.objects.filter(is_due=True).exists()


def test_an_event_goes_with_the_last_of_its_photos(owner: User, shoot: Shoot) -> None:
    shoot("2024-06-15 14:00", **VIENNA)
    kept = shoot("2024-08-18 14:00", **VIENNA)
    find_events(owner.pk)
    _, first = found(owner)
    event_edits.rename(first, title="Anna's picnic")
    photos = Asset.objects.filter(in_event__event=first)
    move_to_trash(photos, owner.pk)
    find_events(owner.pk, everything=True)
    assert first in found(owner)  # they may still come back
    trash.delete_forever(Asset.objects.filter(trashed_at__isnull=False))
    find_events(owner.pk, everything=True)
    assert first in found(owner)  # and so may what an act emptied
    trash.forget_old_changes(timezone.now() + timedelta(days=2))
    find_events(owner.pk, everything=True)
    assert [photos_of(event) for event in found(owner)] == [{photo.pk for photo in kept}]
    assert not rows_that_hold("picnic")
