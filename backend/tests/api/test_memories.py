"""Memories over HTTP: what is shown on a day, what never is, and what was hidden."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Browser
from tests.factories import make_asset, make_event, make_face, make_person, make_tag

from photonest.accounts.models import User
from photonest.assets.models import Asset
from photonest.events.memories import Hidden
from photonest.people.models import Person
from photonest.pipelines import memories
from photonest.pipelines.memories import today_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media", "quiet_ai")]


def take(owner: User, day: str, **fields: Any) -> Asset:
    return make_asset(owner, at=datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC), **fields)


def shown(browser: Browser, day: str = "2025-07-04") -> set[str]:
    memories = browser.get(f"/api/memories?day={day}").json()["memories"]
    return {photo["id"] for memory in memories for photo in memory["photos"]}


def test_the_same_day_of_past_years_is_shown(as_alice: Browser, alice: User) -> None:
    old = take(alice, "2019-07-04", city="Lisbon", country="Portugal")
    take(alice, "2019-11-04")
    take(alice, "2025-07-04")
    answer = as_alice.get("/api/memories?day=2025-07-04").json()
    (memory,) = answer["memories"]
    assert answer["day"] == "2025-07-04"
    assert memory["title"] == "6 years ago today"
    assert memory["subtitle"] == "Lisbon · 4 July 2019"
    assert memory["days"] == ["2019-07-04"]
    assert memory["places"] == [{"city": "Lisbon", "country": "Portugal"}]
    assert [photo["id"] for photo in memory["photos"]] == [str(old.pk)]


@pytest.mark.parametrize(
    "fields",
    [
        {"trashed_at": datetime(2024, 1, 1, tzinfo=UTC)},
        {"state": "failed"},
        {"taken_source": "file_time"},
        {"rating": -1},
        {"is_behind": True},
        {"extra": {"digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"}},
    ],
)
def test_what_was_not_lived_or_not_wanted_is_never_a_memory(
    as_alice: Browser, alice: User, fields: dict[str, Any]
) -> None:
    wanted = take(alice, "2019-07-04", rating=0, extra={"digital_source_type": "…/digitalCapture"})
    take(alice, "2019-07-04", **fields)
    assert shown(as_alice) == {str(wanted.pk)}


@pytest.mark.parametrize("kind", ["screenshot", "document"])
def test_screenshots_and_documents_are_never_memories(as_alice: Browser, alice: User, kind: str) -> None:
    make_tag(take(alice, "2019-07-04"), kind, kind="kind")
    unsure = take(alice, "2019-07-04")
    make_tag(unsure, kind, kind="kind", is_shown=False)
    assert shown(as_alice) == {str(unsure.pk)}


def test_today_is_that_of_the_viewers_zone() -> None:
    late = datetime(2025, 7, 4, 23, 30, tzinfo=UTC)
    assert today_of(User(time_zone="Europe/Vienna"), now=late).day == 5
    assert today_of(User(time_zone="America/New_York"), now=late).day == 4
    assert today_of(User(), now=late).day == 4


def test_a_day_a_yearly_day_or_a_place_can_be_hidden_and_shown_again(as_alice: Browser, alice: User) -> None:
    take(alice, "2019-07-04", city="Lisbon", country="Portugal")
    other = take(alice, "2018-07-04", city="Porto", country="Portugal")
    for what, value, left in (
        ("date", "2019-07-04", {str(other.pk)}),
        ("date", "07-04", set()),
        ("place", "Lisbon|Portugal", {str(other.pk)}),
    ):
        hidden = as_alice.post("/api/memories/hidden", {"what": what, "value": value, "label": "x"}).json()
        assert shown(as_alice) == left
        again = as_alice.post("/api/memories/hidden", {"what": what, "value": value})
        assert again.json()["id"] == hidden["id"]  # hidden once
        listed = as_alice.get("/api/memories/hidden").json()["hidden"]
        assert [row["value"] for row in listed] == [value]
        assert as_alice.delete(f"/api/memories/hidden/{hidden['id']}").json() == {"hidden": []}
        assert len(shown(as_alice)) == 2
    gone = as_alice.delete(f"/api/memories/hidden/{uuid4()}")
    assert (gone.status_code, gone.json()["code"]) == (404, "not_hidden")


@pytest.mark.parametrize(
    ("what", "value", "status"),
    [("date", "4 July", 400), ("date", "13-45", 400), ("place", "Lisbon", 400), ("person", "x", 400),
     ("person", str(uuid4()), 404), ("mood", "sad", 422), ("date", "", 422)],
)  # fmt: skip
def test_what_cannot_be_hidden_is_refused_in_words(as_alice: Browser, what: str, value: str, status: int) -> None:
    answer = as_alice.post("/api/memories/hidden", {"what": what, "value": value})
    assert answer.status_code == status
    assert answer.json()["message"]


def test_somebody_hidden_is_in_no_memory(as_alice: Browser, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(faces_enabled=True)
    tom = Person.objects.create(owner=alice, name="Tom")
    with_tom, without = take(alice, "2019-07-04"), take(alice, "2018-07-04")
    make_face(with_tom, person=tom, assigned_by="user")
    assert shown(as_alice) == {str(with_tom.pk), str(without.pk)}
    hidden = as_alice.post("/api/memories/hidden", {"what": "person", "value": str(tom.pk), "label": "Tom"})
    assert hidden.status_code == 200
    assert shown(as_alice) == {str(without.pk)}
    as_alice.delete(f"/api/memories/hidden/{hidden.json()['id']}")
    Person.objects.filter(pk=tom.pk).update(is_hidden=True)
    assert shown(as_alice) == {str(without.pk)}


def test_people_over_the_years_and_trips(as_alice: Browser, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(faces_enabled=True)
    anna = Person.objects.create(owner=alice, name="Anna")
    for number, year in enumerate((2018, 2020, 2022) * 2):
        photo = take(alice, f"{year}-03-0{number + 1}", phash=number * 0x1234_5678_9ABC_DEF1 % 2**63)
        make_face(photo, person=anna, assigned_by="user")
    trip = [take(alice, f"2021-07-{8 + step:02d}", phash=step * 0x0FED_CBA9_8765_4321 % 2**63) for step in range(7)]
    event = make_event(trip, kinds={"trip": 0.9}, auto_title="Trip to Lisbon")
    memories = as_alice.get("/api/memories?day=2025-07-01").json()["memories"]
    by_kind = {memory["kind"]: memory for memory in memories}
    assert by_kind["trip"]["title"] == "Trip to Lisbon"
    assert by_kind["trip"]["event"] == str(event.pk)
    assert by_kind["person"]["title"] == "Anna over the years"
    assert by_kind["person"]["person"] == str(anna.pk)


def test_bob_sees_none_of_alices(as_bob: Browser, alice: User) -> None:
    take(alice, "2019-07-04")
    assert shown(as_bob) == set()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-29"])
def test_any_day_can_be_asked(as_alice: Browser, alice: User, day: str) -> None:
    take(alice, "2019-02-28")
    assert as_alice.get(f"/api/memories?day={day}").status_code == 200


def test_a_day_far_ahead_asks_only_about_years_with_photos(as_alice: Browser, alice: User) -> None:
    take(alice, "1901-07-04")
    with CaptureQueriesContext(connection) as asked:
        assert len(as_alice.get("/api/memories?day=9999-07-04").json()["memories"]) == 1
    assert max(len(query["sql"]) for query in asked) < 5_000


def test_of_somebody_with_very_many_photos_some_of_every_year_are_read(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memories, "MOST_OF_A_PERSON", 10)
    User.objects.update(faces_enabled=True)
    alice.refresh_from_db()
    anna = make_person(alice, "Anna")
    for year in range(2001, 2005):
        for day in range(1, 14):
            make_face(take(alice, f"{year}-01-{day:02}"), person=anna)
    found = memories._people(alice, date(2025, 7, 4), memories.rememberable(alice), Hidden(), [])
    assert {one.person_id: len(one.photos) for one in found} == {anna.pk: 10}
    assert {photo.day.year for photo in found[0].photos} == {2001, 2002, 2003, 2004}
