"""No answer asks the database once a row: a large library needs as many statements as a small one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Browser
from tests.factories import build_asset, make_user

from photonest.accounts.models import User
from photonest.assets.models import Asset, AssetName, Copy, Stack, TextLine
from photonest.core.ids import new_id
from photonest.events.models import Event, EventAsset, MemoryHidden, Moment
from photonest.people.models import Face, FaceEmbedding, Person
from photonest.search import counting, suggestions, vocabulary
from photonest.search.models import AssetWords, SavedSearch
from photonest.tags.models import AssetTag, Tag

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media", "quiet_ai")]

SMALL, LARGE = 84, 252
FIRST = datetime(2020, 6, 1, 12, tzinfo=UTC)


def fill(owner: User, size: int) -> None:
    """A library of `size` photos, each with everything that can hang on one; every twelfth begins another of all."""
    photos = [
        build_asset(
            owner, at=FIRST + timedelta(days=number), city=f"City {number % 5}", country="Austria", country_code="AT",
            latitude=48.0 + number / 1000, longitude=16.0, camera_model="X9", description="a walk by the lake",
            rating=3, face_count=1,
        )
        for number in range(size)
    ]  # fmt: skip
    Asset.objects.bulk_create(photos)
    groups = [photos[start : start + 12] for start in range(0, size, 12)]
    people = Person.objects.bulk_create(Person(owner=owner, name=f"Person {n}") for n, _ in enumerate(groups))
    AssetName.objects.bulk_create(AssetName(asset=one, filename=one.filename, stem_key="") for one in photos)
    faces = [
        Face(
            id=new_id(), asset=one, owner=owner, left=0.1, top=0.1, width=0.2, height=0.2, points=[], score=0.9,
            quality=0.8, source="m@1", person=people[number // 12], assigned_by="user", name_in_file="Somebody",
        )
        for number, one in enumerate(photos)
    ]  # fmt: skip
    Face.objects.bulk_create(faces)
    FaceEmbedding.objects.bulk_create(
        FaceEmbedding(face=face, owner=owner, space="faces@1", vector=[1.0] + [0.1 * (n // 12)] * 127)
        for n, face in enumerate(faces)
    )
    tag, _ = Tag.objects.get_or_create(name="lake")
    AssetTag.objects.bulk_create(
        AssetTag(asset=one, owner=owner, tag=tag, kind="user", source="user", score=1.0, is_shown=True)
        for one in photos
    )
    TextLine.objects.bulk_create(
        TextLine(asset=one, owner=owner, order=0, text="Lake Road", box=[[0, 0]] * 4, score=0.9) for one in photos
    )
    AssetWords.objects.bulk_create(AssetWords(asset=one, owner=owner, words="'lake':1A") for one in photos)
    for number, some in enumerate(groups):
        event = Event.objects.create(
            owner=owner, auto_title=f"Trip {number}", start_at=some[0].local_at, end_at=some[-1].local_at,
            kinds={"trip": 1.0}, cover=some[0],
        )  # fmt: skip
        moment = Moment.objects.create(event=event, start_at=event.start_at, end_at=event.end_at)
        EventAsset.objects.bulk_create(
            EventAsset(asset=one, owner=owner, event=event, moment=moment, seen_at=one.local_at) for one in some
        )
        one, other = sorted((some[0].pk, some[1].pk))
        Copy.objects.create(owner=owner, one_id=one, other_id=other, likeness=0.99)
        stack = Stack.objects.create(owner=owner, kind="manual", cover=some[2])
        Asset.objects.filter(pk__in=[some[2].pk, some[3].pk]).update(stack=stack, stack_size=2)
        Asset.objects.filter(pk=some[3].pk).update(is_behind=True)
        SavedSearch.objects.create(owner=owner, name=f"Search {number}", text="lake")
        MemoryHidden.objects.create(owner=owner, what="place", value=f"City {number}|Nowhere", label="x")


PATHS = [
    "/api/timeline",
    "/api/people",
    "/api/people/questions",
    "/api/people/{person}/photos",
    "/api/people/{person}/faces",
    "/api/people/{person}/faces?doubtful_first=true",
    "/api/events",
    "/api/events/{event}",
    "/api/memories?day=2021-06-05",
    "/api/memories/hidden",
    "/api/map/points",
    "/api/places",
    "/api/duplicates",
    "/api/tags",
    "/api/search?q=lake",
    "/api/search?q=%22lake%20road%22",
    "/api/search?q=Person%200%20in%20Austria",
    "/api/search?q=tag:lake&sort=newest",
    "/api/search/facets?q=lake",
    "/api/search/suggestions?q=l",
    "/api/search/saved",
    "/api/assets/{asset}",
]


def statements(user: User, path: str) -> int:
    """How many an answer takes, once everything that is kept in memory is there."""
    ids = {
        "person": Person.objects.filter(owner=user).order_by("id").values_list("pk", flat=True)[0],
        "event": Event.objects.filter(owner=user).order_by("start_at").values_list("pk", flat=True)[0],
        "asset": Asset.objects.filter(owner=user).order_by("local_at").values_list("pk", flat=True)[0],
    }
    browser = Browser(user)
    browser.get(path.format(**ids))
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path.format(**ids))
    assert answer.status_code == 200, answer.content
    return len(asked)


@pytest.fixture
def two_libraries(db: None) -> tuple[User, User]:
    small, large = make_user("small", faces_enabled=True), make_user("large", faces_enabled=True)
    fill(small, SMALL)
    fill(large, LARGE)
    return small, large


def test_a_large_library_needs_as_many_statements_as_a_small_one(
    two_libraries: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "DEAR_S", 60.0)  # nothing is remembered because a busy machine counted slowly
    for module in (suggestions, vocabulary):
        module._shelf.drop()
    small, large = two_libraries
    counted = {path: (statements(small, path), statements(large, path)) for path in PATHS}
    assert {path: counts for path, counts in counted.items() if counts[0] != counts[1]} == {}


def test_one_search_reads_the_names_it_may_mean_once(two_libraries: tuple[User, User]) -> None:
    browser = Browser(two_libraries[0])
    with CaptureQueriesContext(connection) as asked:
        assert browser.get("/api/search?q=Person%200%20in%20Austria").json()["total"] > 0
    assert sum('"people_person"."nicknames"' in query["sql"] for query in asked) == 1
