"""A search has one set of photos: in memory or not, whatever order or page is asked for, after every write."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.factories import make_asset, make_tag
from tests.search.conftest import Painted

from photonest.accounts.models import User
from photonest.assets.models import Asset
from photonest.search import columns, index, listing, nearest, pressure
from photonest.search.finding import find_query
from photonest.search.page import SearchPage
from photonest.search.query.parts import Interval, Is, Meaning, Part, Query, When
from photonest.search.services import index_words, search
from photonest.tags.models import AssetTag

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every library counts as large, every filter as wide, and a page is judged two photos at a time."""
    monkeypatch.setattr(index, "FROM_PHOTOS", 0)
    monkeypatch.setattr(columns, "FROM_PHOTOS", 0)
    monkeypatch.setattr(nearest, "FEW", 0)
    monkeypatch.setattr(nearest, "COLD", 0)
    monkeypatch.setattr(listing, "CHUNK", 2)


def ask(viewer: User, *parts: Part, **more: int | str) -> SearchPage:
    return find_query(viewer, Query.of(parts), **more)  # type: ignore[arg-type]


def ids(page: SearchPage) -> list[UUID]:
    return [hit.asset.pk for hit in page.hits]


@pytest.fixture
def library(alice: User, paint: Painted) -> list[Asset]:
    """Thirty photos over thirty days, each more or less of sea; every third a favourite."""
    rng = random.Random(4)
    made = []
    for day in range(30):
        bands = ["sea"] * rng.randint(0, 3) + rng.sample(["forest", "night", "car"], rng.randint(1, 2))
        at = datetime(2024, 6, 1, 12, tzinfo=UTC) + timedelta(days=day)
        made.append(paint(alice, *bands, at=at, is_favourite=day % 3 == 0))
    return made


SEA = Meaning(text="sea")
FAVOURITE = Is(flag="favourite")
HALF = When(any=(Interval(datetime(2024, 6, 1), datetime(2024, 6, 16)),))  # noqa: DTZ001


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("parts", [(SEA,), (SEA, FAVOURITE), (SEA, HALF, FAVOURITE)], ids=["all", "third", "sixth"])
def test_memory_and_database_list_the_same_in_the_same_order(
    alice: User, monkeypatch: pytest.MonkeyPatch, parts: tuple[Part, ...]
) -> None:
    of_database = ask(alice, *parts)
    assert of_database.hits
    for name, value in (("FEW", 0), ("COLD", 0)):
        monkeypatch.setattr(nearest, name, value)
    monkeypatch.setattr(index, "FROM_PHOTOS", 0)
    monkeypatch.setattr(columns, "FROM_PHOTOS", 0)
    of_memory = ask(alice, *parts)
    assert len(index.shelf) == 1
    assert ids(of_memory) == ids(of_database)
    assert (of_memory.total, of_memory.weak_from) == (of_database.total, of_database.weak_from)
    assert [hit.score for hit in of_memory.hits] == [hit.score for hit in of_database.hits]


@pytest.mark.usefixtures("library", "in_memory")
@pytest.mark.parametrize("parts", [(SEA,), (SEA, FAVOURITE), (HALF,)], ids=["ranked", "filtered", "hard only"])
def test_pages_fit_together_and_another_order_shows_the_same_photos(alice: User, parts: tuple[Part, ...]) -> None:
    whole = ask(alice, *parts)
    assert whole.total == len(whole.hits) > 5
    for sort in ("relevance", "newest", "oldest", "random", "quality"):
        pages = [ask(alice, *parts, sort=sort, offset=offset, limit=3) for offset in range(0, whole.total + 3, 3)]
        together = [one for page in pages for one in ids(page)]
        assert sorted(together) == sorted(ids(whole))
        assert {page.total for page in pages} == {whole.total}
    newest = [hit.asset.local_at for hit in ask(alice, *parts, sort="newest").hits]
    assert newest == sorted(newest, reverse=True)


@pytest.mark.usefixtures("library")
def test_what_only_demands_lists_everything_by_date(alice: User) -> None:
    page = ask(alice, FAVOURITE)
    assert page.total == 10
    assert [hit.asset.local_at.day for hit in page.hits] == [28, 25, 22, 19, 16, 13, 10, 7, 4, 1]
    assert {hit.why for hit in page.hits} == {("is: favourite",)}
    assert page.weak_from == 10


@pytest.mark.usefixtures("in_memory")
def test_every_write_and_delete_is_seen_at_once(alice: User, paint: Painted) -> None:
    rng = random.Random(8)
    alive: dict[UUID, Asset] = {}
    trashed: dict[UUID, Asset] = {}
    for step in range(60):
        act = rng.choice(["add", "add", "add", "trash", "restore", "delete", "untag", "repaint"])
        if act == "add" or not alive:
            made = paint(alice, "sea", filename=f"{step}.png")
            alive[made.pk] = made
        elif act == "trash":
            one = alive.pop(rng.choice(sorted(alive)))
            Asset.objects.filter(pk=one.pk).update(trashed_at=datetime(2026, 1, 1, tzinfo=UTC))
            trashed[one.pk] = one
        elif act == "restore" and trashed:
            one = trashed.pop(rng.choice(sorted(trashed)))
            Asset.objects.filter(pk=one.pk).update(trashed_at=None)
            alive[one.pk] = one
        elif act == "delete" and trashed:
            Asset.objects.filter(pk=trashed.pop(rng.choice(sorted(trashed))).pk).delete()
        elif act == "untag":
            one = alive.pop(rng.choice(sorted(alive)))
            AssetTag.objects.filter(asset=one).delete()
            one.embeddings.all().delete()
        elif act == "repaint":
            one = alive.pop(rng.choice(sorted(alive)))
            Asset.objects.filter(pk=one.pk).delete()
        for parts in ((SEA,), (SEA, HALF)):
            page = ask(alice, *parts, limit=1000)
            wanted = set(alive) if parts == (SEA,) else set()
            assert set(ids(page)) == wanted, (step, act)
            assert page.total >= len(wanted)
        assert set(ids(ask(alice, SEA, sort="newest", limit=1000))) == set(alive), (step, act)


@pytest.mark.usefixtures("in_memory")
def test_photos_without_a_vector_are_found_by_their_tags_and_words_too(alice: User, paint: Painted) -> None:
    paint(alice, "sea", filename="seen.png")
    tagged, named, other = (make_asset(alice, filename=name) for name in ("x.png", "sea.png", "y.png"))
    make_tag(tagged, "sea", score=1.0)
    for asset in (tagged, named, other):
        index_words(asset)
    assert {hit.asset.filename for hit in search(alice, "sea").hits} == {"seen.png", "x.png", "sea.png"}
    AssetTag.objects.filter(asset=tagged).delete()
    assert {hit.asset.filename for hit in search(alice, "sea").hits} == {"seen.png", "sea.png"}
    make_tag(other, "sea", score=1.0)  # after the tags were read into memory
    assert {hit.asset.filename for hit in search(alice, "sea").hits} == {"seen.png", "sea.png", "y.png"}


@pytest.mark.usefixtures("library", "in_memory")
def test_without_memory_the_database_compares(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ids(ask(alice, SEA))
    index.shelf.drop()
    monkeypatch.setattr(pressure, "free_bytes", lambda: 100_000_000)
    assert ids(ask(alice, SEA)) == before
    assert len(index.shelf) == 0


@pytest.mark.usefixtures("library")
def test_nothing_found_says_which_part_is_too_much(alice: User) -> None:
    never = When(any=(Interval(datetime(1999, 1, 1), datetime(2000, 1, 1)),), chip="1999")  # noqa: DTZ001
    page = ask(alice, SEA, never, FAVOURITE)
    assert page.nothing_found
    assert page.hits == ()
    (one,) = page.without
    assert (one.chip, one.count) == ("1999", ask(alice, SEA, FAVOURITE).total)


def test_memory_is_scarce_in_a_full_container(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressure, "_of_machine", lambda: 8_000_000_000)
    monkeypatch.setattr(pressure, "_of_container", lambda: 300_000_000)
    assert not pressure.is_scarce()
    assert pressure.is_scarce(100_000_000)
    monkeypatch.setattr(pressure, "_of_container", lambda: None)
    monkeypatch.setattr(pressure, "_of_machine", lambda: None)
    assert not pressure.is_scarce(10**12)
