"""Several photos that stand as one in results: members of a stack behind its cover, and near duplicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.factories import make_asset, make_copies, make_tag

from photonest.accounts.models import User
from photonest.assets.models import Asset, Stack, StackKind, TextLine
from photonest.search import index
from photonest.search.services import index_words, search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_ai")]


@pytest.fixture
def stacked(alice: User) -> Callable[..., tuple[Asset, Asset]]:
    """A cover and the photo behind it, both with their words; `fields` are those of the one behind."""

    def make(**fields: Any) -> tuple[Asset, Asset]:
        stack = Stack.objects.create(owner=alice, kind=StackKind.BURST)
        cover = make_asset(alice, filename="cover.jpg", stack=stack, stack_size=2)
        behind = make_asset(alice, filename="IMG_2.jpg", stack=stack, is_behind=True, **fields)
        for asset in (cover, behind):
            index_words(asset)
        return cover, behind

    return make


def own(asset: Asset, name: str) -> None:
    make_tag(asset, name, kind="user", source="user", score=1.0, is_shown=True)
    index_words(asset)


def found(viewer: User, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(hit.asset.filename, hit.why) for hit in search(viewer, text).hits]


@pytest.mark.parametrize("text", ['tag:"Holiday"', '"holiday"', "holiday"])
def test_a_tag_behind_the_cover_brings_the_stack_up(
    alice: User, stacked: Callable[..., tuple[Asset, Asset]], text: str
) -> None:
    make_asset(alice, filename="other.jpg")
    _, behind = stacked()
    own(behind, "Holiday")
    ((name, why),) = found(alice, text)
    assert name == "cover.jpg"
    assert why[0].startswith("behind: IMG_2.jpg, ")
    assert "Holiday" in why[0]


def test_text_and_names_behind_the_cover_count_too(alice: User, stacked: Callable[..., tuple[Asset, Asset]]) -> None:
    _, behind = stacked()
    box = [[0.1, 0.1], [0.5, 0.1], [0.5, 0.2], [0.1, 0.2]]
    TextLine.objects.create(asset=behind, owner=alice, order=0, text="Platform 14", box=box, score=0.9)
    index_words(behind)
    assert found(alice, '"platform 14"') == [("cover.jpg", ('behind: IMG_2.jpg, text: "Platform 14"',))]
    assert [name for name, _ in found(alice, "file:IMG_2")] == ["cover.jpg"]


def test_in_memory_it_is_the_same(
    alice: User, stacked: Callable[..., tuple[Asset, Asset]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "FROM_PHOTOS", -1)
    _, behind = stacked()
    own(behind, "Holiday")
    assert [name for name, _ in found(alice, "holiday")] == ["cover.jpg"]


def test_what_the_cover_says_itself_needs_no_other_reason(
    alice: User, stacked: Callable[..., tuple[Asset, Asset]]
) -> None:
    for asset in stacked():
        own(asset, "Holiday")
    ((_, why),) = found(alice, 'tag:"Holiday"')
    assert not any(reason.startswith("behind") for reason in why)


def test_a_stack_has_a_tag_or_has_it_not(alice: User, stacked: Callable[..., tuple[Asset, Asset]]) -> None:
    make_asset(alice, filename="other.jpg")
    _, behind = stacked()
    own(behind, "Holiday")
    assert [name for name, _ in found(alice, '-tag:"Holiday"')] == ["other.jpg"]


def test_what_lies_in_the_trash_says_nothing(alice: User, stacked: Callable[..., tuple[Asset, Asset]]) -> None:
    from django.utils import timezone

    _, behind = stacked()
    own(behind, "Holiday")
    Asset.objects.filter(pk=behind.pk).update(trashed_at=timezone.now())
    assert found(alice, 'tag:"Holiday"') == []
    assert found(alice, "holiday") == []


def test_other_parts_hold_for_the_cover_alone(alice: User, stacked: Callable[..., tuple[Asset, Asset]]) -> None:
    stacked(city="Lisbon", country="Portugal", is_favourite=True)
    assert found(alice, "is:favourite") == []


def test_near_duplicates_say_of_which_set_they_are(alice: User) -> None:
    one, other, third, alone = (make_asset(alice, filename=f"sea {number}.jpg") for number in range(4))
    for first, second in ((one, other), (other, third)):
        make_copies(first, second, likeness=0.99)
    for asset in (one, other, third, alone):
        index_words(asset)
    sets = {hit.asset.filename: hit.copy_set for hit in search(alice, "sea").hits}
    assert sets["sea 3.jpg"] is None
    assert sets["sea 0.jpg"] == sets["sea 1.jpg"] == sets["sea 2.jpg"] == min(one.pk, other.pk, third.pk)
    # On pages of one hit each it is the same set.
    pages = [search(alice, "sea", limit=1, offset=offset).hits[0] for offset in range(4)]
    assert {hit.asset.filename: hit.copy_set for hit in pages} == sets


def test_what_was_said_to_be_different_is_no_copy(alice: User) -> None:
    one, other = (make_asset(alice, filename=f"sea {number}.jpg") for number in range(2))
    make_copies(one, other, likeness=0.99, is_dismissed=True)
    for asset in (one, other):
        index_words(asset)
    assert [hit.copy_set for hit in search(alice, "sea").hits] == [None, None]
