"""The number of things ranks: photos with that many first, then nearer numbers, then those that nobody counted."""

from __future__ import annotations

import pytest
from tests.factories import make_asset, make_tag
from tests.search.conftest import Painted

from photonest.accounts.models import User
from photonest.search import index
from photonest.search.page import SearchPage
from photonest.search.query.parts import Count
from photonest.search.services import search
from photonest.search.softly import nearness
from photonest.tags.models import TagKind

pytestmark = pytest.mark.django_db
BOX = [0.1, 0.1, 0.2, 0.2]


@pytest.fixture
def kennel(alice: User, fake_ai: object) -> None:
    """Dogs by number; the surest photo shows one dog, and one dog's photo was never counted."""
    del fake_ai
    for number, score in ((1, 0.99), (2, 0.7), (3, 0.6), (5, 0.8), (9, 0.9)):
        _counted(alice, f"{number}.jpg", "dog", number, score)
    make_tag(make_asset(alice, filename="label.jpg"), "dog", score=0.95)
    make_tag(make_asset(alice, filename="unboxed.jpg"), "dog", kind=TagKind.OBJECT, source="labels@1", score=0.9)
    _counted(alice, "hardly.jpg", "dog", 3, 0.2, is_shown=False)
    _counted(alice, "cars.jpg", "car", 3, 0.9)


def _counted(owner: User, name: str, thing: str, number: int, score: float, **fields: object) -> None:
    asset = make_asset(owner, filename=name)
    make_tag(asset, thing, kind=TagKind.OBJECT, source="eyes@1", score=score, count=number, box=BOX, **fields)


def names(page: SearchPage) -> list[str]:
    return [hit.asset.filename for hit in page.hits]


@pytest.mark.usefixtures("kennel")
@pytest.mark.parametrize("text", ["three dogs", "count:dog=3", "drei Hunde", "trois chiens", "tres perros"])
def test_photos_with_that_many_come_first_and_the_others_are_less_certain(alice: User, text: str) -> None:
    page = search(alice, text)
    assert names(page)[:4] == ["3.jpg", "2.jpg", "5.jpg", "1.jpg"]
    assert set(names(page)[4:]) == {"9.jpg", "label.jpg", "unboxed.jpg", "hardly.jpg"}
    assert page.weak_from == 1
    assert page.hits[0].why[0] == "count: dog ×3"
    assert page.understood["count"] == ["about 3 dogs"]


@pytest.mark.usefixtures("kennel")
def test_what_only_labels_saw_was_not_counted(alice: User) -> None:
    page = search(alice, "a single dog")
    assert (names(page)[0], page.weak_from) == ("1.jpg", 1)


def test_the_database_and_the_memory_count_alike(alice: User, paint: Painted, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2, 3, 7):
        make_tag(
            paint(alice, "dog", *["sea"] * number),
            "dog",
            kind=TagKind.OBJECT,
            source="eyes@1",
            score=0.8,
            count=number,
            box=BOX,
        )
    of_database = search(alice, "three dogs")
    monkeypatch.setattr(index, "FROM_PHOTOS", 0)
    of_memory = search(alice, "three dogs")
    assert [(hit.asset.pk, hit.score) for hit in of_memory.hits] == [(h.asset.pk, h.score) for h in of_database.hits]
    assert of_memory.weak_from == of_database.weak_from == 1


@pytest.mark.usefixtures("kennel")
def test_many_are_as_many_or_more(alice: User) -> None:
    page = search(alice, "many dogs")
    assert set(names(page)[:2]) == {"5.jpg", "9.jpg"}
    assert (names(page)[2:4], page.weak_from) == (["3.jpg", "2.jpg"], 2)


@pytest.mark.usefixtures("kennel")
def test_where_no_photo_has_that_many_all_are_less_certain(alice: User) -> None:
    page = search(alice, "four dogs")
    assert names(page)[:2] == ["5.jpg", "3.jpg"]
    assert page.weak_from == 0


@pytest.mark.usefixtures("kennel")
def test_two_numbers_are_weighed_together(alice: User) -> None:
    both = make_asset(alice, filename="both.jpg")
    make_tag(both, "dog", kind=TagKind.OBJECT, source="eyes@1", score=0.5, count=3, box=BOX)
    make_tag(both, "car", kind=TagKind.OBJECT, source="eyes@1", score=0.5, count=3, box=BOX)
    page = search(alice, "three dogs and three cars")
    assert names(page)[0] == "both.jpg"
    assert page.weak_from == 1


@pytest.mark.usefixtures("kennel")
def test_a_number_can_be_denied(alice: User) -> None:
    assert set(names(search(alice, "tag:dog -count:dog=3"))) == {
        "1.jpg",
        "2.jpg",
        "5.jpg",
        "9.jpg",
        "label.jpg",
        "unboxed.jpg",
    }


@pytest.mark.usefixtures("kennel")
def test_a_number_can_be_one_of_several_choices(alice: User) -> None:
    page = search(alice, "count:dog=3 or tag:car")
    assert {hit.asset.filename: hit.why for hit in page.hits} == {
        "3.jpg": ("count: dog ×3",),
        "cars.jpg": ("tag: car 0.90",),
    }


@pytest.mark.usefixtures("kennel")
def test_what_is_not_there_is_not_found_with_a_number_either(alice: User, paint: Painted) -> None:
    paint(alice, "sea")
    assert search(alice, "three horses").nothing_found


def test_a_number_is_nearer_the_less_it_is_off() -> None:
    three, many = Count(thing="dog", low=3, high=3), Count(thing="dog", low=4)
    assert [round(nearness(three, n), 2) for n in (1, 2, 3, 4, 6)] == [0.33, 0.67, 1.0, 0.75, 0.5]
    assert [nearness(many, n) for n in (1, 4, 40)] == [0.25, 1.0, 1.0]
