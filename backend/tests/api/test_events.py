"""Events over HTTP: listed, shown by moments, renamed, merged, split, moved, dismissed, undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.cast import Browser
from tests.factories import make_asset, make_event

from photonest.accounts.models import User
from photonest.assets.models import Asset
from photonest.events.models import Event
from photonest.pipelines.events import find_events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media", "quiet_ai")]

Photos = list[Asset]


def shoot(owner: User, start: str, count: int = 8, **fields: Any) -> Photos:
    first = datetime.fromisoformat(start).replace(tzinfo=UTC)
    return [make_asset(owner, at=first + step * timedelta(minutes=1), **fields) for step in range(count)]


@pytest.fixture
def two(alice: User) -> tuple[Event, Event]:
    """Two events that were found: the newer one first."""
    shoot(alice, "2024-06-15 14:00", city="Vienna", country="Austria")
    shoot(alice, "2024-06-18 14:00")
    find_events(alice.pk)
    newer, older = Event.objects.order_by("-start_at")
    return newer, older


def names(browser: Browser) -> list[str]:
    return [event["name"] for event in browser.get("/api/events").json()["events"]]


def test_the_list_is_newest_first_with_cover_place_count_and_kind(as_alice: Browser, two: tuple[Event, Event]) -> None:
    answer = as_alice.get("/api/events").json()
    assert answer["total"] == 2
    older = answer["events"][1]
    assert older["name"] == "Saturday in Vienna"
    assert older["title"] == ""
    assert older["place"] == "Vienna"
    assert older["photo_count"] == 8
    assert older["start_at"] == "2024-06-15T14:00:00"
    assert older["cover"]["id"]
    assert older["kind"] == "everyday"
    assert 0 < older["kind_probability"] <= 1
    assert len(as_alice.get("/api/events?limit=1&offset=1").json()["events"]) == 1


def test_the_list_can_be_narrowed_to_a_kind(as_alice: Browser, alice: User) -> None:
    make_event(shoot(alice, "2024-06-15 14:00", 2), kinds={"beach": 0.8, "everyday": 0.2}, auto_title="At the sea")
    make_event(shoot(alice, "2024-06-16 14:00", 2), kinds={"beach": 0.4, "everyday": 0.6})
    answer = as_alice.get("/api/events?kind=beach").json()
    assert [event["name"] for event in answer["events"]] == ["At the sea"]
    assert as_alice.get("/api/events?kind=funeral").status_code == 422


def test_one_event_has_its_photos_by_moments_its_neighbours_and_its_best(
    as_alice: Browser, alice: User, two: tuple[Event, Event]
) -> None:
    newer, older = two
    answer = as_alice.get(f"/api/events/{older.pk}").json()
    photos = [photo["id"] for moment in answer["moments"] for photo in moment["photos"]]
    wanted = Asset.objects.filter(in_event__event=older).order_by("local_at").values_list("id", flat=True)
    assert photos == [str(asset_id) for asset_id in wanted]
    assert answer["earlier"] is None
    assert answer["later"]["id"] == str(newer.pk)
    assert answer["best"]
    assert set(answer["best"]) < set(photos)


def test_what_lies_in_the_trash_or_behind_a_cover_is_not_shown(as_alice: Browser, alice: User) -> None:
    photos = shoot(alice, "2024-06-15 14:00", 4)
    event = make_event(photos)
    Asset.objects.filter(pk=photos[0].pk).update(trashed_at=datetime(2024, 7, 1, tzinfo=UTC))
    Asset.objects.filter(pk=photos[1].pk).update(is_behind=True)
    answer = as_alice.get(f"/api/events/{event.pk}").json()
    assert answer["photo_count"] == 2
    assert [photo["id"] for moment in answer["moments"] for photo in moment["photos"]] == [
        str(photos[2].pk),
        str(photos[3].pk),
    ]
    assert answer["cover"]["id"] == str(photos[2].pk)


def test_a_name_is_kept_and_an_empty_one_gives_the_machines_back(as_alice: Browser, two: tuple[Event, Event]) -> None:
    address = f"/api/events/{two[1].pk}"
    changed = as_alice.patch(address, {"title": "Anna’s wedding"}).json()
    assert changed["event"]["name"] == "Anna’s wedding"
    assert "Anna’s wedding" in names(as_alice)
    assert as_alice.post(f"/api/undo/{changed['undo']}").json() == {"changed": 1}
    assert "Anna’s wedding" not in names(as_alice)
    as_alice.patch(address, {"title": "Picnic"})
    as_alice.patch(address, {"title": " "})
    assert "Saturday in Vienna" in names(as_alice)
    assert as_alice.patch(address, {"title": "x" * 201}).status_code == 422
    assert as_alice.patch(address, {}).status_code == 400


def test_merging_and_its_undo(as_alice: Browser, two: tuple[Event, Event]) -> None:
    answer = as_alice.post("/api/events/merge", {"ids": [str(event.pk) for event in two]}).json()
    assert answer["event"]["photo_count"] == 16
    assert as_alice.get("/api/events").json()["total"] == 1
    as_alice.post(f"/api/undo/{answer['undo']}")
    assert as_alice.get("/api/events").json()["total"] == 2
    alone = as_alice.post("/api/events/merge", {"ids": [str(two[0].pk), str(uuid4())]})
    assert (alone.status_code, alone.json()["code"]) == (400, "events_not_mergeable")


def test_splitting_and_its_undo(as_alice: Browser, two: tuple[Event, Event]) -> None:
    address = f"/api/events/{two[1].pk}"
    photos = [photo["id"] for moment in as_alice.get(address).json()["moments"] for photo in moment["photos"]]
    answer = as_alice.post(f"{address}/split", {"asset_id": photos[5]}).json()
    assert answer["event"]["photo_count"] == 3
    assert as_alice.get(address).json()["photo_count"] == 5
    as_alice.post(f"/api/undo/{answer['undo']}")
    assert as_alice.get(address).json()["photo_count"] == 8
    refused = as_alice.post(f"{address}/split", {"asset_id": photos[0]})
    assert (refused.status_code, refused.json()["code"]) == (400, "no_split_here")


def test_moving_photos_makes_an_event_or_fills_one(as_alice: Browser, alice: User, two: tuple[Event, Event]) -> None:
    strays = [str(asset.pk) for asset in shoot(alice, "2020-01-01 10:00", 2)]
    made = as_alice.post("/api/events/move", {"ids": strays}).json()
    assert made["event"]["photo_count"] == 2
    filled = as_alice.post("/api/events/move", {"ids": strays, "to": str(two[0].pk)}).json()
    assert filled["event"]["photo_count"] == 10
    assert as_alice.get("/api/events").json()["total"] == 2
    as_alice.post(f"/api/undo/{filled['undo']}")
    assert as_alice.get(f"/api/events/{made['event']['id']}").json()["photo_count"] == 2
    assert as_alice.post("/api/events/move", {"ids": []}).status_code == 400


def test_an_event_can_be_dismissed_and_taken_back(as_alice: Browser, two: tuple[Event, Event]) -> None:
    address = f"/api/events/{two[1].pk}"
    answer = as_alice.delete(address).json()
    assert as_alice.get(address).status_code == 404
    as_alice.post(f"/api/undo/{answer['undo']}")
    assert as_alice.get(address).status_code == 200


def test_the_cover_must_be_one_of_the_events_photos(as_alice: Browser, alice: User, two: tuple[Event, Event]) -> None:
    address = f"/api/events/{two[1].pk}"
    photo = as_alice.get(address).json()["moments"][0]["photos"][4]["id"]
    assert as_alice.patch(address, {"cover": photo}).json()["event"]["cover"]["id"] == photo
    refused = as_alice.patch(address, {"cover": str(uuid4())})
    assert (refused.status_code, refused.json()["code"]) == (400, "not_in_event")


def test_a_photo_says_which_event_it_belongs_to(as_alice: Browser, alice: User, two: tuple[Event, Event]) -> None:
    photo = Asset.objects.filter(in_event__event=two[1]).first()
    assert photo is not None
    shown = as_alice.get(f"/api/assets/{photo.pk}").json()
    assert shown["event"] == {"id": str(two[1].pk), "name": "Saturday in Vienna"}
    assert as_alice.get(f"/api/assets/{make_asset(alice).pk}").json()["event"] is None


def moment_of(browser: Browser, event: Event, at: int = 0) -> Any:
    return browser.get(f"/api/events/{event.pk}").json()["moments"][at]


def test_a_moment_gets_a_name_that_can_be_taken_back(as_alice: Browser, two: tuple[Event, Event]) -> None:
    event = two[1]
    moment = moment_of(as_alice, event)
    address = f"/api/events/{event.pk}/moments/{moment['id']}"
    named = as_alice.patch(address, {"title": "  Cutting the cake "}).json()
    assert moment_of(as_alice, event)["title"] == "Cutting the cake"
    assert as_alice.post(f"/api/undo/{named['undo']}").json() == {"changed": 1}
    assert moment_of(as_alice, event)["title"] == ""
    assert as_alice.patch(f"/api/events/{two[0].pk}/moments/{moment['id']}", {"title": "x"}).status_code == 404
    assert as_alice.patch(address, {"title": "x" * 201}).status_code == 422


def test_a_named_moment_stays_whole_when_events_are_found_again(as_alice: Browser, alice: User) -> None:
    early = shoot(alice, "2024-06-15 14:00")
    late = shoot(alice, "2024-06-15 16:30")
    find_events(alice.pk)
    event = Event.objects.get()
    before = as_alice.get(f"/api/events/{event.pk}").json()["moments"]
    assert len(before) == 2
    as_alice.patch(f"/api/events/{event.pk}/moments/{before[0]['id']}", {"title": "Cake"})
    # Photos that fill the gap would make one moment of both, and most photos are those of the one without a name.
    between = shoot(alice, "2024-06-15 14:08", 142)
    find_events(alice.pk, everything=True)
    after = as_alice.get(f"/api/events/{event.pk}").json()["moments"]
    cake = next(moment for moment in after if moment["title"] == "Cake")
    assert cake["id"] == before[0]["id"]
    inside = {photo["id"] for photo in cake["photos"]}
    assert {str(asset.pk) for asset in early} <= inside
    assert sum(len(moment["photos"]) for moment in after) == len(early) + len(late) + len(between)


def test_names_of_moments_survive_a_split_through_them(as_alice: Browser, two: tuple[Event, Event]) -> None:
    event = two[1]
    moment = moment_of(as_alice, event)
    as_alice.patch(f"/api/events/{event.pk}/moments/{moment['id']}", {"title": "Cake"})
    made = as_alice.post(f"/api/events/{event.pk}/split", {"asset_id": moment["photos"][3]["id"]}).json()
    assert [part["title"] for part in as_alice.get(f"/api/events/{event.pk}").json()["moments"]] == ["Cake"]
    assert moment_of(as_alice, Event.objects.get(pk=made["event"]["id"]))["title"] == "Cake"
    as_alice.post(f"/api/undo/{made['undo']}")
    assert [part["title"] for part in as_alice.get(f"/api/events/{event.pk}").json()["moments"]] == ["Cake"]


def test_a_moment_is_found_by_its_name_and_says_so(as_alice: Browser, two: tuple[Event, Event]) -> None:
    event = two[1]
    moment = moment_of(as_alice, event)
    as_alice.patch(f"/api/events/{event.pk}/moments/{moment['id']}", {"title": "Cutting the cake"})
    wanted = {photo["id"] for photo in moment["photos"]}
    for text in ("cutting the cake", 'event:"Cutting the cake"'):
        hits = as_alice.get(f"/api/search?q={text}").json()["hits"]
        assert {hit["id"] for hit in hits} == wanted
        assert "moment: Cutting the cake" in str(hits[0])


def test_a_title_of_the_machine_is_offered_and_asks_for_its_event(as_alice: Browser, two: tuple[Event, Event]) -> None:
    found = as_alice.get("/api/search/suggestions?q=saturday in").json()["suggestions"]
    offered = next(one for one in found if one["text"] == "Saturday in Vienna")
    assert (offered["kind"], offered["q"]) == ("event", 'event:"Saturday in Vienna"')
    hits = as_alice.get(f"/api/search?q={offered['q']}").json()["hits"]
    assert len(hits) == 8
    nothing_typed = as_alice.get("/api/search/suggestions?q=").json()["suggestions"]
    assert all(one["text"] != "Saturday in Vienna" for one in nothing_typed)


def test_an_older_name_of_a_moment_is_not_given_back_over_a_newer_one(
    as_alice: Browser, two: tuple[Event, Event]
) -> None:
    address = f"/api/events/{two[1].pk}/moments/{moment_of(as_alice, two[1])['id']}"
    older = as_alice.patch(address, {"title": "Cake"}).json()
    as_alice.patch(address, {"title": "Cutting the cake"})
    as_alice.post(f"/api/undo/{older['undo']}")
    assert moment_of(as_alice, two[1])["title"] == "Cutting the cake"
