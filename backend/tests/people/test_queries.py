"""Sets of people, asked exactly: all of, any of, none of, only."""

from __future__ import annotations

import itertools

import pytest
from tests.factories import make_asset, make_face, make_person

from photonest.accounts.models import User
from photonest.people.queries import PersonSet, asset_ids_with, people_of

pytestmark = pytest.mark.django_db

NAMES = ("anna", "tom", "stranger", "ignored")


@pytest.fixture
def library(alice: User, bob: User) -> dict[str, object]:
    """One photo for every mixture of anna, tom, a face nobody knows and an ignored face; bob has the same names."""
    anna, tom = make_person(alice, "Anna"), make_person(alice, "Tom")
    photos = {}
    for mixture in itertools.product((False, True), repeat=4):
        shown = frozenset(name for name, is_there in zip(NAMES, mixture, strict=True) if is_there)
        photo = make_asset(alice)
        for name in shown:
            make_face(photo, person={"anna": anna, "tom": tom}.get(name), is_ignored=name == "ignored")
        photos[photo.id] = shown
    make_face(make_asset(bob), person=make_person(bob, "Anna"))
    return {"anna": anna, "tom": tom, "photos": photos}


def found(alice: User, library: dict, **wanted: object) -> set[frozenset[str]]:
    ids = asset_ids_with(PersonSet(**wanted), owner_id=alice.id)
    answers = [library["photos"][asset_id] for asset_id in ids]
    assert len(answers) == len(set(answers)), "no photo twice"
    return set(answers)


def test_every_set_means_exactly_what_it_says(alice: User, library: dict) -> None:
    anna, tom, photos = library["anna"].id, library["tom"].id, set(library["photos"].values())
    assert found(alice, library, all_of=[anna, tom]) == {p for p in photos if {"anna", "tom"} <= p}
    assert found(alice, library, any_of=[anna, tom]) == {p for p in photos if {"anna", "tom"} & p}
    assert found(alice, library, all_of=[anna], none_of=[tom]) == {p for p in photos if "anna" in p and "tom" not in p}
    assert found(alice, library, none_of=[anna, tom]) == {p for p in photos if not {"anna", "tom"} & p}
    assert found(alice, library) == photos


def test_only_lets_in_nobody_else_and_an_ignored_face_is_nobody(alice: User, library: dict) -> None:
    anna, tom, photos = library["anna"].id, library["tom"].id, set(library["photos"].values())
    assert found(alice, library, all_of=[anna], is_only=True) == {p for p in photos if p - {"ignored"} == {"anna"}}
    assert found(alice, library, all_of=[anna, tom], is_only=True) == {
        p for p in photos if p - {"ignored"} == {"anna", "tom"}
    }
    assert found(alice, library, any_of=[anna, tom], is_only=True) == {
        p for p in photos if p - {"ignored"} and not p - {"ignored", "anna", "tom"}
    }


def test_somebody_elses_person_shows_nothing(alice: User, bob: User, library: dict) -> None:
    his = people_of(bob.id).get()
    assert found(alice, library, all_of=[his.id]) == set()
    assert found(alice, library, any_of=[his.id]) == set()


def test_hidden_people_and_groups_without_a_name_are_left_out_when_asked(alice: User) -> None:
    named = make_person(alice, "Anna")
    unnamed, hidden = make_person(alice), make_person(alice, "Eve", is_hidden=True)
    assert set(people_of(alice.id)) == {named, unnamed}
    assert set(people_of(alice.id, with_hidden=True)) == {named, unnamed, hidden}
    assert set(people_of(alice.id, only_named=True)) == {named}
