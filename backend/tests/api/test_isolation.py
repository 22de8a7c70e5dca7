"""Bob gets nothing of alice's by any route. A route that is missing from the table here fails the suite."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from tests.cast import Browser
from tests.factories import make_asset, make_copies, make_event, make_face, make_person, make_stored_asset, make_tag
from tests.pictures import encoded

from photonest.accounts.models import User
from photonest.api.application import make_api
from photonest.api.openapi import document
from photonest.assets.models import Asset, AssetName, Change
from photonest.assets.stacks import stack
from photonest.events.models import Event, EventAsset, MemoryHidden, Moment
from photonest.jobs.models import StepRun, StepStatus
from photonest.people.models import Face, FaceEmbedding, Person
from photonest.providers.models import ProviderAnswer, ProviderCall, ProviderConsent
from photonest.providers.services import store_answer
from photonest.search.models import SavedSearch
from photonest.storage import keys, media

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media", "quiet_ai")]

VISION = {"provider": "google-vision", "task": "look"}
SECRETS = ("alice-secret", "Secretville", "Secretland", "secret-tag", "secret description")


@dataclass(frozen=True)
class Target:
    """What bob aims at: an asset and an undo of alice, or ids that nobody has."""

    asset_id: uuid.UUID
    change_id: uuid.UUID
    sha256: str = "0" * 64
    saved_id: uuid.UUID = field(default_factory=uuid.uuid4)
    person_id: uuid.UUID = field(default_factory=uuid.uuid4)
    face_id: uuid.UUID = field(default_factory=uuid.uuid4)
    event_id: uuid.UUID = field(default_factory=uuid.uuid4)
    hidden_id: uuid.UUID = field(default_factory=uuid.uuid4)
    moment_id: uuid.UUID = field(default_factory=uuid.uuid4)

    def unknown(self) -> Target:
        return Target(uuid.uuid4(), uuid.uuid4())


Try = Callable[[Browser, Target], HttpResponse]


def _get(path: str) -> Try:
    return lambda browser, target: browser.get(_address(path, target))


def _address(path: str, target: Target) -> str:
    return path.format(**vars(target))


def _send(method: str, path: str, body: Callable[[Target], Any] = lambda _: {}) -> Try:
    def send(browser: Browser, target: Target) -> HttpResponse:
        return getattr(browser, method)(_address(path, target), body(target))

    return send


def _ids(target: Target) -> dict[str, Any]:
    return {"ids": [str(target.asset_id)]}


def _faces(target: Target) -> dict[str, Any]:
    return {"face_ids": [str(target.face_id)], "person_id": str(target.person_id)}


def _segments(suffix: str = "") -> Try:
    days = "d00010101-99991231"

    def every_view(browser: Browser, target: Target) -> HttpResponse:
        keys = [f"{days}{suffix}?view={view}" for view in ("library", "favourites", "videos", "recent", "trash")]
        keys.append(f"r20240704-0-{target.asset_id.hex}{suffix}")
        answers = [browser.get(f"/api/timeline/segments/{key}") for key in keys]
        answers[0].content = b"".join(answer.content for answer in answers)
        return answers[0]

    return every_view


# Every operation of the OpenAPI document and every address of the URL table: how bob tries it.
TABLE: dict[tuple[str, str], list[Try]] = {
    ("GET", "/livez"): [_get("/livez")],
    ("GET", "/readyz"): [_get("/readyz")],
    ("GET", "/api/openapi.json"): [_get("/api/openapi.json")],
    ("GET", "/api/session"): [_get("/api/session")],
    ("POST", "/api/session"): [_send("post", "/api/session", lambda _: {"username": "alice", "password": "guess"})],
    ("DELETE", "/api/session"): [_send("delete", "/api/session")],
    ("POST", "/api/setup"): [
        _send("post", "/api/setup", lambda _: {"token": "x", "username": "eve", "password": "correct horse battery"})
    ],
    ("PATCH", "/api/me"): [_send("patch", "/api/me", lambda _: {"faces_enabled": False})],
    ("GET", "/api/timeline"): [_get(f"/api/timeline?view={view}") for view in ("library", "recent", "trash", "videos")],
    ("GET", "/api/timeline/segments/{key}"): [_segments()],
    ("GET", "/api/timeline/segments/{key}/thumbhashes"): [_segments("/thumbhashes")],
    ("GET", "/api/assets/{asset_id}"): [_get("/api/assets/{asset_id}")],
    ("PATCH", "/api/assets/{asset_id}"): [
        _send("patch", "/api/assets/{asset_id}", lambda _: {"description": "mine now", "is_favourite": False})
    ],
    ("POST", "/api/assets/actions"): [
        _send("post", "/api/assets/actions", lambda t, a=action: _ids(t) | {"action": a, "rating": 1})
        for action in ("favourite", "unfavourite", "rate", "trash", "restore", "delete_forever")
    ],
    ("POST", "/api/assets/tiles"): [_send("post", "/api/assets/tiles", _ids)],
    ("POST", "/api/assets/corrections"): [
        _send("post", "/api/assets/corrections", lambda t, more=more: _ids(t) | more)
        for more in (
            {"place": {"latitude": 1.0, "longitude": 2.0}},
            {"time": {"shift_seconds": 60}},
            {"time": {"shift_seconds": 60}, "dry_run": True},
        )
    ],
    ("GET", "/api/map/points"): [_get("/api/map/points")],
    ("GET", "/api/map/towns"): [_get("/api/map/towns?south=-90&west=-180&north=90&east=180")],
    ("GET", "/api/places"): [_get("/api/places")],
    ("GET", "/api/places/photos"): [_get("/api/places/photos?country=Secretland"), _get("/api/places/photos?country=")],
    ("GET", "/api/places/towns"): [_get("/api/places/towns?q=sec")],
    ("GET", "/api/tags"): [_get("/api/tags")],
    ("POST", "/api/tags/rename"): [_send("post", "/api/tags/rename", lambda _: {"name": "secret-tag", "to": "mine"})],
    ("POST", "/api/tags/delete"): [_send("post", "/api/tags/delete", lambda _: {"name": "secret-tag"})],
    ("POST", "/api/tags/changes"): [
        _send("post", "/api/tags/changes", lambda t, verb=verb: _ids(t) | {verb: ["secret-tag", "other"]})
        for verb in ("add", "remove")
    ],
    ("POST", "/api/assets/states"): [_send("post", "/api/assets/states", _ids)],
    ("POST", "/api/undo/{change_id}"): [_send("post", "/api/undo/{change_id}")],
    ("POST", "/api/stacks"): [_send("post", "/api/stacks", _ids)],
    ("POST", "/api/stacks/unstack"): [_send("post", "/api/stacks/unstack", _ids)],
    ("POST", "/api/stacks/take_out/{asset_id}"): [_send("post", "/api/stacks/take_out/{asset_id}")],
    ("POST", "/api/stacks/cover/{asset_id}"): [_send("post", "/api/stacks/cover/{asset_id}")],
    ("GET", "/api/duplicates"): [_get("/api/duplicates")],
    ("POST", "/api/duplicates/keep"): [
        _send("post", "/api/duplicates/keep", lambda t: {"keep": str(t.asset_id), "trash": [str(t.asset_id)]})
    ],
    ("POST", "/api/duplicates/different"): [
        _send("post", "/api/duplicates/different", lambda t: {"ids": [str(t.asset_id), str(uuid.UUID(int=1))]})
    ],
    ("POST", "/api/trash/empty"): [_send("post", "/api/trash/empty")],
    ("POST", "/api/uploads/check"): [
        _send(
            "post",
            "/api/uploads/check",
            lambda t: {"items": [{"sha256": t.sha256, "size_bytes": 1, "filename": "x.jpg"}]},
        )
    ],
    ("GET", "/api/activity"): [_get("/api/activity")],
    ("PATCH", "/api/activity"): [_send("patch", "/api/activity", lambda _: {"concurrency": 1})],
    ("POST", "/api/activity/retry"): [
        _send("post", "/api/activity/retry", _ids),
        _send("post", "/api/activity/retry", lambda _: {"code": "corrupt_image"}),
        _send("post", "/api/activity/retry"),
    ],
    ("POST", "/api/activity/leave_out"): [_send("post", "/api/activity/leave_out", _ids)],
    ("POST", "/api/activity/name_again"): [_send("post", "/api/activity/name_again", _ids)],
    ("POST", "/api/activity/pause"): [_send("post", "/api/activity/pause")],
    ("POST", "/api/activity/resume"): [_send("post", "/api/activity/resume")],
    ("GET", "/api/search"): [
        *(_get(f"/api/search?q={query}") for query in ("alice", "a+beach", "2024", "video", "", "-xyzzy")),
        _get("/api/search?q=video&like={asset_id}"),
        _get("/api/search?q=2024&sort=oldest&offset=0"),
    ],
    ("GET", "/api/search/facets"): [_get("/api/search/facets?q=2024"), _get("/api/search/facets?like={asset_id}")],
    ("GET", "/api/search/saved"): [_get("/api/search/saved")],
    ("POST", "/api/search/saved"): [
        _send("post", "/api/search/saved", lambda t: {"name": str(t.saved_id), "q": "beach"}),
        _send("post", "/api/search/saved", lambda _: {"name": "alice", "q": ""}),
    ],
    ("PATCH", "/api/search/saved/{saved_id}"): [
        _send("patch", "/api/search/saved/{saved_id}", lambda _: {"name": "x"})
    ],
    ("DELETE", "/api/search/saved/{saved_id}"): [_send("delete", "/api/search/saved/{saved_id}")],
    ("GET", "/api/search/suggestions"): [_get(f"/api/search/suggestions?q={start}") for start in ("", "sec", "a")],
    ("GET", "/api/people"): [_get("/api/people"), _get("/api/people?hidden=true")],
    ("GET", "/api/people/{person_id}"): [_get("/api/people/{person_id}")],
    ("PATCH", "/api/people/{person_id}"): [
        _send("patch", "/api/people/{person_id}", lambda t: {"name": "Mine", "cover_face_id": str(t.face_id)})
    ],
    ("DELETE", "/api/people/{person_id}"): [_send("delete", "/api/people/{person_id}")],
    ("GET", "/api/people/{person_id}/photos"): [_get("/api/people/{person_id}/photos")],
    ("GET", "/api/people/{person_id}/faces"): [
        _get("/api/people/{person_id}/faces"),
        _get("/api/people/{person_id}/faces?doubtful_first=true"),
    ],
    ("POST", "/api/people/{person_id}/split"): [
        _send("post", "/api/people/{person_id}/split", lambda t: {"face_ids": [str(t.face_id)]})
    ],
    ("POST", "/api/people/merge"): [
        _send("post", "/api/people/merge", lambda t: {"into": str(t.person_id), "ids": [str(uuid.uuid4())]})
    ],
    ("POST", "/api/people/names_from_files"): [
        _send("post", "/api/people/names_from_files", lambda _: {"names": ["alice-secret-name"]})
    ],
    ("POST", "/api/people/faces"): [
        _send("post", "/api/people/faces", lambda t, a=action: _faces(t) | {"action": a, "name": "Eve"})
        for action in ("assign", "refuse", "ignore", "notice")
    ],
    ("POST", "/api/assets/{asset_id}/faces"): [
        _send("post", "/api/assets/{asset_id}/faces", lambda _: {"box": [0.1, 0.1, 0.2, 0.2], "name": "Eve"})
    ],
    ("GET", "/api/people/questions"): [_get("/api/people/questions")],
    ("POST", "/api/people/questions/answer"): [
        _send("post", "/api/people/questions/answer", lambda t, s=same, w=who: {"is_same": s} | w(t))
        for same in (True, False)
        for who in (
            lambda t: {"person_id": str(t.person_id), "other_id": str(uuid.uuid4())},
            lambda t: {"person_id": str(t.person_id), "face_id": str(t.face_id)},
        )
    ],
    ("GET", "/api/people/data"): [_get("/api/people/data")],
    ("POST", "/api/people/erase"): [_send("post", "/api/people/erase")],
    ("GET", "/media/faces/{face_id}"): [_get("/media/faces/{face_id}")],
    ("GET", "/api/events"): [_get("/api/events"), _get("/api/events?kind=trip")],
    ("GET", "/api/events/{event_id}"): [_get("/api/events/{event_id}")],
    ("PATCH", "/api/events/{event_id}"): [
        _send("patch", "/api/events/{event_id}", lambda _: {"title": "mine now"}),
        _send("patch", "/api/events/{event_id}", lambda t: {"cover": str(t.asset_id)}),
    ],
    ("PATCH", "/api/events/{event_id}/moments/{moment_id}"): [
        _send("patch", "/api/events/{event_id}/moments/{moment_id}", lambda _: {"title": "mine now"})
    ],
    ("DELETE", "/api/events/{event_id}"): [_send("delete", "/api/events/{event_id}")],
    ("POST", "/api/events/{event_id}/split"): [
        _send("post", "/api/events/{event_id}/split", lambda t: {"asset_id": str(t.asset_id)})
    ],
    ("POST", "/api/events/merge"): [_send("post", "/api/events/merge", lambda t: {"ids": [str(t.event_id)] * 2})],
    ("POST", "/api/events/move"): [
        _send("post", "/api/events/move", lambda t: _ids(t) | {"to": str(t.event_id)}),
        _send("post", "/api/events/move", _ids),
    ],
    ("GET", "/api/memories"): [_get("/api/memories?day=2025-07-04"), _get("/api/memories")],
    ("GET", "/api/memories/hidden"): [_get("/api/memories/hidden")],
    ("POST", "/api/memories/hidden"): [
        _send("post", "/api/memories/hidden", lambda _: {"what": "date", "value": "07-04"}),
        _send("post", "/api/memories/hidden", lambda _: {"what": "person", "value": str(uuid.uuid4())}),
    ],
    ("DELETE", "/api/memories/hidden/{hidden_id}"): [_send("delete", "/api/memories/hidden/{hidden_id}")],
    ("GET", "/api/about"): [_get("/api/about")],
    ("GET", "/api/models"): [_get("/api/models")],
    ("POST", "/api/models/packs"): [_send("post", "/api/models/packs", lambda _: {"source": "owner/name"})],
    **{
        ("POST", f"/api/models/{act}"): [_send("post", f"/api/models/{act}", lambda _: {"space": "toy@1"})]
        for act in ("packs/remove", "spaces/index", "spaces/use", "spaces/drop")
    },
    ("GET", "/api/providers"): [_get("/api/providers")],
    ("GET", "/api/providers/log"): [_get("/api/providers/log")],
    ("POST", "/api/providers/allow"): [
        _send("post", "/api/providers/allow", lambda _: {**VISION, "text_sha256": "0" * 64})
    ],
    ("POST", "/api/providers/forbid"): [_send("post", "/api/providers/forbid", lambda _: VISION)],
    ("POST", "/api/providers/forget"): [
        _send("post", "/api/providers/forget", lambda _: {"provider": "google-vision"})
    ],
    ("GET", "/api/users"): [_get("/api/users")],
    ("POST", "/api/users"): [
        _send("post", "/api/users", lambda _: {"username": "eve", "password": "correct horse battery"})
    ],
    **{
        ("GET", f"/media/{{asset_id}}/{what}"): [_get(f"/media/{{asset_id}}/{what}")]
        for what in ("tile", "preview", "original", "video", "motion")
    },
}
ELSEWHERE = {
    # Streams outside Django; backend/tests/api/test_uploads.py tries it with bob's session.
    ("PUT", "/api/uploads"),
}
PUBLIC = {"/", "/<path:path>", "/api/", "/api/<path:path>", "/media/<path:path>"}
"""The web app, which holds no data, and addresses that answer "not found" to everybody."""


SPOKEN_OF_THE_ASKER = {
    "/api/me",
    "/api/session",
    "/api/activity",
    "/api/about",
    "/api/uploads/check",
    "/api/search",
    "/api/search/saved",
}
"""Answers that repeat what was asked, or hold times and free space of the moment."""


@pytest.fixture
def secret(alice: User) -> Target:
    """Alice's library, with her name for everything in it."""
    asset = make_stored_asset(
        alice, b"alice-secret bytes", filename="alice-secret.jpg", city="Secretville", country="Secretland",
        latitude=10.0, longitude=20.0, kind="video", mime="video/mp4",
        description="secret description", is_favourite=True, state="failed", thumbhash=b"alice-secret", motion_length=4,
        motion_offset=0,
    )  # fmt: skip
    AssetName.objects.create(asset=asset, filename="alice-secret-2.jpg", folder="x")
    make_tag(asset, "secret-tag")
    make_copies(asset, make_asset(alice, filename="alice-secret copy.jpg"), likeness=1)
    stack(Asset.objects.filter(pk__in=[asset.pk, make_asset(alice).pk]), alice.pk)
    User.objects.update(faces_enabled=True)
    person = make_person(alice, "alice-secret-person")
    face = make_face(asset, recognised=True, person=person, name_in_file="alice-secret-name")
    make_face(make_asset(alice), person=person)
    media.write_derived(keys.preview(bytes(asset.sha256), 1), encoded())
    make_face(asset, recognised=True)
    store_answer(asset.pk, alice.pk, "google-vision", source="google-vision@1", lines=[{"text": "alice-secret"}])
    ProviderCall.objects.create(user=alice, **VISION, host="alice-secret.example", about="photo", asset=asset)
    make_asset(alice, filename="alice-secret-trash.jpg", trashed_at=timezone.now())
    StepRun.objects.create(
        asset=asset, step="renditions", version=1, status=StepStatus.FAILED, code="corrupt_image",
        message="alice-secret",
    )  # fmt: skip
    change = Change.objects.create(
        owner=alice,
        action="favourite",
        before={"field": "is_favourite", "after": True, "values": [[False, [asset.id.hex]]]},
    )
    saved = SavedSearch.objects.create(owner=alice, name="alice-secret", text="Secretville")
    event = make_event([make_asset(alice, at=datetime(2024, 7, 4, 9, tzinfo=UTC)), asset], title="alice-secret event")
    hidden = MemoryHidden.objects.create(owner=alice, what="date", value="2021-07-04", label="alice-secret day")
    moment = Moment.objects.create(event=event, start_at=event.start_at, end_at=event.end_at, title="alice-secret part")
    return Target(
        asset.id, change.id, bytes(asset.sha256).hex(), saved.id, person.id, face.id, event.id, hidden.id, moment.id
    )  # fmt: skip


def everything_of(owner: User) -> list[Any]:
    """Rows of `owner`, for before and after."""
    return [
        list(Asset.objects.filter(owner=owner).order_by("id").values()),
        list(StepRun.objects.filter(asset__owner=owner).order_by("id").values()),
        list(Change.objects.filter(owner=owner).order_by("id").values()),
        list(SavedSearch.objects.filter(owner=owner).order_by("id").values()),
        list(Person.objects.filter(owner=owner).order_by("id").values()),
        list(Face.objects.filter(owner=owner).order_by("id").values()),
        FaceEmbedding.objects.filter(owner=owner).count(),
        list(Event.objects.filter(owner=owner).order_by("id").values()),
        list(EventAsset.objects.filter(owner=owner).order_by("asset_id").values()),
        list(Moment.objects.filter(event__owner=owner).order_by("id").values()),
        list(MemoryHidden.objects.filter(owner=owner).order_by("id").values()),
        list(ProviderAnswer.objects.filter(owner=owner).order_by("id").values()),
        list(ProviderConsent.objects.filter(user=owner).order_by("id").values()),
        User.objects.filter(pk=owner.pk).values_list("faces_enabled", "display_name").get(),
    ]


NAMES = ("asset_id", "change_id", "saved_id", "person_id", "face_id", "event_id", "moment_id", "hidden_id")


def names_a_thing(route: tuple[str, str]) -> bool:
    return any(f"{{{name}}}" in route[1] for name in NAMES)


CASES = [
    pytest.param(route, attempt, id=f"{route[0]} {route[1]} {number}")
    for route, attempts in TABLE.items()
    for number, attempt in enumerate(attempts)
]


@pytest.mark.parametrize(("route", "attempt"), CASES)
def test_bob_learns_and_changes_nothing_of_alices(
    as_bob: Browser, alice: User, secret: Target, route: tuple[str, str], attempt: Try
) -> None:
    before = everything_of(alice)
    answer = attempt(as_bob, secret)
    text = answer.content.decode(errors="replace")
    assert answer.status_code < 500
    for word in SECRETS:
        assert word not in text, word
    assert everything_of(alice) == before
    if names_a_thing(route):
        assert answer.status_code == 404
    # What is alice's and what does not exist look the same: same status, same body, same headers of weight.
    nowhere = attempt(Browser(User.objects.get(username="bob")), secret.unknown())
    assert nowhere.status_code == answer.status_code
    if route[1] not in SPOKEN_OF_THE_ASKER:
        assert nowhere.content == answer.content


@pytest.mark.parametrize(("route", "attempt"), CASES)
def test_without_a_session_nothing_is_told(
    as_nobody: Browser, alice: User, secret: Target, route: tuple[str, str], attempt: Try
) -> None:
    before = everything_of(alice)
    answer = attempt(as_nobody, secret)
    text = answer.content.decode(errors="replace")
    assert not [word for word in SECRETS if word in text]
    assert everything_of(alice) == before
    open_to_all = {"/livez", "/readyz", "/api/openapi.json", "/api/session", "/api/setup"}
    if route[1] not in open_to_all:
        assert answer.status_code == 401
        assert b'"not_signed_in"' in answer.content


@pytest.mark.parametrize(("route", "attempt"), CASES)
def test_the_owner_is_not_locked_out_by_the_same_checks(
    as_alice: Browser, secret: Target, route: tuple[str, str], attempt: Try
) -> None:
    answer = attempt(as_alice, secret)
    assert answer.status_code < 500
    if names_a_thing(route):
        assert answer.status_code in {200, 204}


def test_a_file_check_does_not_tell_that_somebody_else_has_it(as_bob: Browser, secret: Target) -> None:
    (attempt,) = TABLE["POST", "/api/uploads/check"]
    assert attempt(as_bob, secret).json()["results"][0]["status"] == "new"


def _patterns(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, address)
        else:
            yield address


def test_every_operation_of_the_document_is_in_the_table() -> None:
    operations = {
        (method.upper(), path) for path, methods in document(make_api())["paths"].items() for method in methods
    }
    assert operations - ELSEWHERE == set(TABLE) - {("GET", "/api/openapi.json")}


def test_every_address_of_the_url_table_is_in_the_table() -> None:
    known = {path for _, path in TABLE} | PUBLIC
    found = set()
    for address in _patterns(get_resolver().url_patterns):
        plain = address
        for converter in ("uuid:", "str:", ""):
            for name in (*NAMES, "key"):
                plain = plain.replace(f"<{converter}{name}>", f"{{{name}}}")
        found.add(plain)
    assert found <= known, found - known
