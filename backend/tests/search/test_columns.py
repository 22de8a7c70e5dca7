"""Columns in memory say what the table says: after every write, by whomever and however, and of nobody else's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Cast, ExtractHour
from django.db.models.lookups import LessThan
from django.utils import timezone
from tests.factories import make_asset, make_user

from photonest import access
from photonest.accounts.models import User
from photonest.assets.models import Asset
from photonest.search import columns, facets, pressure
from photonest.search.columns import NAMES, OwnerColumns
from photonest.search.constraints import Asker
from photonest.search.constraints.in_memory import NotInMemory, compiled
from photonest.search.finding import find_query
from photonest.search.models import AssetChange
from photonest.search.positions import as_uuids
from photonest.search.query.parts import Interval, Is, Place, PlaceName, Query, When
from photonest.search.scope import in_memory
from photonest.search.services import forget_changes
from photonest.search.sorting import order

pytestmark = pytest.mark.django_db

ROME = Place(any=(PlaceName("city", "Rome"),))
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
FAVOURITE = Is(flag="favourite")


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    columns.shelf.drop()
    yield
    columns.shelf.drop()


def in_rome(viewer: User) -> list[str]:
    ids = as_uuids(in_memory([ROME], Asker(viewer)).ids)
    return sorted(Asset.objects.filter(pk__in=ids).values_list("filename", flat=True))


def test_every_write_is_seen_by_the_next_search(alice: User, bob: User) -> None:
    first = make_asset(alice, filename="first", city="Rome")
    make_asset(bob, filename="bob's", city="Rome")
    assert in_rome(alice) == ["first"]
    second = make_asset(alice, filename="second")
    assert in_rome(alice) == ["first"]
    Asset.objects.filter(pk=second.pk).update(city="Rome")
    assert in_rome(alice) == ["first", "second"]
    for change, back in (
        ({"trashed_at": LONG_AGO}, {"trashed_at": None}),
        ({"is_behind": True}, {"is_behind": False}),
        ({"motion_of": second}, {"motion_of": None}),
        ({"city": "Lisbon"}, {"city": "Rome"}),
    ):
        Asset.objects.filter(pk=first.pk).update(**change)
        assert in_rome(alice) == ["second"]
        Asset.objects.filter(pk=first.pk).update(**back)
        assert in_rome(alice) == ["first", "second"]
    first.delete()
    assert in_rome(alice) == ["second"]
    assert in_rome(bob) == ["bob's"]


def test_random_writes_leave_the_same_table_as_reading_it_anew(alice: User) -> None:
    rng = random.Random(3)
    kept = OwnerColumns(alice)
    kept.refresh()
    kept.read(NAMES)
    made: list[UUID] = []
    for _ in range(12):
        for _ in range(rng.randint(0, 3)):
            fields = {"city": rng.choice(["", "Rome", "Kyōto"]), "rating": rng.choice([None, 1, 5])}
            made.append(make_asset(alice, extra=rng.choice([{}, {"digital_source_type": "x"}]), **fields).pk)
        chosen = Asset.objects.filter(pk__in=rng.sample(made, min(len(made), 2)))
        change: dict[str, object] = rng.choice(
            [
                {"iso": 7, "lens": f"{rng.random()}"},
                {"is_monochrome": True, "latitude": 1.5},
                {"trashed_at": LONG_AGO},
                {},
            ]
        )
        chosen.update(**change) if change else chosen.delete()
        kept.refresh()
        anew = OwnerColumns(alice)
        anew.refresh()
        assert rows_of(kept) == rows_of(anew)


def rows_of(mine: OwnerColumns) -> dict[UUID, list[object]]:
    table = mine.read(NAMES)
    words = {name: {number: word for word, number in column.codes.items()} for name, column in table.columns.items()}

    def plain(name: str, value: object) -> object:
        if name in columns.WORDS:
            return words[name][int(value)]  # type: ignore[call-overload]
        return "?" if value != value else value  # noqa: PLR0124  # not a number

    return {
        asset_id: [plain(name, table.columns[name].values[row]) for name in sorted(NAMES)]
        for row, asset_id in enumerate(as_uuids(table.ids))
    }


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_is_seen_although_later_writes_were_seen_before() -> None:
    alice = make_user("alice")
    early, late = (make_asset(alice, filename=name) for name in ("early", "late"))
    assert in_rome(alice) == []
    with psycopg.connect(**_address(), autocommit=False) as other:
        other.execute("UPDATE assets_asset SET city = 'Rome' WHERE id = %s", [early.pk])
        Asset.objects.filter(pk=late.pk).update(city="Rome")
        assert in_rome(alice) == ["late"]
        make_asset(alice)
        assert in_rome(alice) == ["late"]
        other.commit()
        assert in_rome(alice) == ["early", "late"]
        other.execute("UPDATE assets_asset SET city = '' WHERE id = %s", [early.pk])
        other.rollback()
        assert in_rome(alice) == ["early", "late"]


def _address() -> dict[str, str]:
    told = connection.get_connection_params()
    return {name: str(told[name]) for name in ("dbname", "user", "host", "port") if told.get(name)}


def test_changes_are_written_once_a_photo_and_those_of_deleted_photos_are_forgotten(alice: User) -> None:
    kept, gone = make_asset(alice), make_asset(alice)
    kept.save()
    gone_id = gone.pk
    gone.delete()
    assert set(AssetChange.objects.values_list("asset_id", flat=True)) == {kept.pk, gone_id}
    assert forget_changes(timezone.now()) == 0
    assert forget_changes(timezone.now() + timedelta(days=2)) == 1
    assert list(AssetChange.objects.values_list("asset_id", flat=True)) == [kept.pk]


def test_numbers_of_a_restored_database_are_not_taken_for_new_changes(alice: User) -> None:
    make_asset(alice, filename="first", city="Rome")
    AssetChange.objects.update(xid=2**60)
    assert in_rome(alice) == ["first"]
    kept = OwnerColumns(alice)
    kept.refresh()
    table = kept.table
    kept.refresh()
    assert kept.table is table


def test_what_was_not_looked_at_for_half_a_day_is_read_anew(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = make_asset(alice, filename="gone", city="Rome")
    assert in_rome(alice) == ["gone"]
    gone.delete()
    AssetChange.objects.all().delete()
    monkeypatch.setattr(columns, "KEPT_S", 0.0)
    assert len(in_memory([ROME], Asker(alice)).ids) == 0


def test_pages_by_time_are_those_of_the_database(alice: User) -> None:
    start = datetime(2024, 6, 1, tzinfo=UTC)
    for number in range(20):
        make_asset(alice, at=start + timedelta(days=number // 3), is_favourite=number % 5 > 0)
    photos = access.visible_assets(alice).filter(is_favourite=True)
    found = in_memory([FAVOURITE], Asker(alice))
    for sort, is_newest_first in (("newest", True), ("oldest", False)):
        expected = list(order(photos, sort).values_list("pk", flat=True))
        pages = [found.by_time(offset, 5, is_newest_first=is_newest_first) for offset in range(0, 25, 5)]
        assert [one for page in pages for one in page] == expected


def test_a_search_of_facts_in_memory_answers_as_the_database_does(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        make_asset(
            alice,
            city=["", "Rome"][number % 2],
            is_favourite=number % 3 == 0,
            at=datetime(2024, 1, 1 + number, tzinfo=UTC),
        )
    days = When(any=(Interval(datetime(2024, 1, 2), datetime(2024, 1, 11)),))  # noqa: DTZ001
    for parts in ([ROME], [FAVOURITE, days], [ROME, FAVOURITE, days]):
        told = []
        for size in (100, 0):
            monkeypatch.setattr(columns, "FROM_PHOTOS", size)
            pages = [
                find_query(alice, Query.of(parts), sort=sort, limit=3) for sort in ("", "oldest", "added", "random")
            ]
            told.append([(page.total, [hit.asset.pk for hit in page.hits]) for page in pages])
        assert told[0] == told[1]
        assert columns.shelf.holds(alice.pk)


def test_facets_of_a_filter_in_memory_are_those_of_the_database(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        make_asset(alice, city="Rome" if number % 2 else "Oslo", country="", camera_model=f"M{number // 3}")
    told = []
    for size in (100, 0):
        monkeypatch.setattr(columns, "FROM_PHOTOS", size)
        told.append(facets.facets(alice, "place:Rome"))
    assert told[0] == told[1]
    assert any(one.group == "cameras" for one in told[0])


def test_with_little_memory_left_the_database_answers(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_asset(alice, city="Rome")
    monkeypatch.setattr(columns, "FROM_PHOTOS", 0)
    monkeypatch.setattr(pressure, "free_bytes", lambda: 0)
    assert find_query(alice, Query.of([ROME])).total == 1
    assert not columns.shelf.holds(alice.pk)


STRANGE = [
    Q(title=""), Q(stack__kind="burst"), Q(city__icontains="o"), Q(rating=F("iso")), Q(iso__gt="3"), Q(iso=None),
    Q(local_at__gt=3.0), Q(is_favourite=1), Q(rating__in=Asset.objects.values("rating")), Q(pk="x"),
    Q(extra__software="x"), Q(models.Exists(Asset.objects.all())), Q(rating=1) ^ Q(rating=2),
    Q(LessThan(Cast("iso", models.IntegerField()), 1)),
    Q(LessThan(ExtractHour("local_at", tzinfo=ZoneInfo("Asia/Tokyo")), 1)),
]  # fmt: skip


@pytest.mark.parametrize("condition", STRANGE, ids=range(len(STRANGE)))
def test_what_is_not_known_here_is_left_to_the_database(condition: Q) -> None:
    with pytest.raises(NotInMemory):
        compiled(condition)
