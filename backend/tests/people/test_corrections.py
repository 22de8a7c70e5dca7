"""What the owner says holds: through every regrouping, and until it is taken back."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from uuid import UUID

import numpy as np
import pytest
from django.db import connection
from tests.factories import build_asset, make_asset, make_face, make_person
from tests.people.likenesses import likenesses

from photonest.accounts.models import User
from photonest.assets.models import Asset, Change
from photonest.core.errors import BadInput, NotFound
from photonest.core.ids import new_id
from photonest.people import corrections
from photonest.people.corrections import PersonEdit
from photonest.people.errors import CannotSplit, PeopleOff, SamePerson
from photonest.people.models import AssignedBy, Face, FaceEmbedding, NotThisPerson, PeopleApart, Person
from photonest.people.regrouping import regroup_faces
from photonest.people.undo import KIND, take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna_allows(alice: User) -> User:
    alice.faces_enabled = True
    alice.save()
    return alice


def album(owner: User, *, people: int, faces: int, noise: float, seed: int) -> np.ndarray:
    """Faces with vectors, one a photo, in one go; return who each is, in the order of the faces' ids."""
    vectors, who = likenesses(people=people, faces=faces, noise=noise, seed=seed)
    photos = Asset.objects.bulk_create([build_asset(owner) for _ in who])
    rows = [
        Face(
            id=new_id(at_ms=number), asset=photo, owner=owner, left=0.1, top=0.1, width=0.2, height=0.2, points=[],
            score=0.9, quality=0.8, source="m@1",
        )
        for number, photo in enumerate(photos)
    ]  # fmt: skip
    Face.objects.bulk_create(rows)
    FaceEmbedding.objects.bulk_create(
        [
            FaceEmbedding(face=face, owner=owner, space="faces@1", vector=v)
            for face, v in zip(rows, vectors, strict=True)
        ]
    )
    return who


def undo(said: corrections.Said) -> int:
    return take_back(Change.objects.get(pk=said.undo_id))


def everything() -> list[object]:
    """All that an act may change. Ids of constraints are new after an undo."""
    return [
        list(Person.objects.order_by("id").values()),
        list(Face.objects.order_by("id").values()),
        sorted(NotThisPerson.objects.values_list("face_id", "person_id")),
        sorted(PeopleApart.objects.values_list("first_id", "second_id")),
    ]


class Spoken:
    """What was said so far, kept beside the database in the simplest form."""

    def __init__(self) -> None:
        self.person_of: dict[UUID, UUID] = {}
        self.never: set[tuple[UUID, UUID]] = set()
        self.names: dict[UUID, str] = {}
        self.hidden: set[UUID] = set()
        self.ignored: set[UUID] = set()

    def check(self) -> None:
        now = dict(Face.objects.values_list("id", "person_id"))
        assert {face: now[face] for face in self.person_of} == self.person_of
        assert not [pair for pair in self.never if now[pair[0]] == pair[1]]
        assert dict(Person.objects.exclude(name="").values_list("id", "name")) == self.names
        assert set(Person.objects.filter(is_hidden=True).values_list("id", flat=True)) == self.hidden
        assert set(Face.objects.filter(is_ignored=True).values_list("id", flat=True)) == self.ignored
        assert all(now[face] is None for face in self.ignored)


def correct_at_random(owner: User, spoken: Spoken, dice: random.Random) -> str:  # noqa: PLR0912  # a case an act
    """One thing an owner could say, whether it is true or not."""
    people = list(Person.objects.filter(owner=owner).order_by("id"))
    faces = list(Face.objects.filter(owner=owner).order_by("id").values_list("id", flat=True))
    person, act = (
        dice.choice(people),
        dice.choice(["name", "merge", "split", "assign", "new", "refuse", "hide", "ignore"]),
    )
    some = dice.sample(faces, dice.randint(1, 4))
    own = list(Face.objects.filter(person=person).order_by("id").values_list("id", flat=True))

    def are(ids: list[UUID], whose: UUID) -> None:
        for face in ids:
            spoken.person_of[face] = whose
            spoken.never.discard((face, whose))
            spoken.ignored.discard(face)

    match act:
        case "name":
            spoken.names[person.pk] = f"Name {dice.random()}"
            corrections.edit_person(person, PersonEdit({"name"}, name=spoken.names[person.pk]))
        case "hide":
            corrections.edit_person(person, PersonEdit({"is_hidden"}, is_hidden=True))
            spoken.hidden.add(person.pk)
        case "merge":
            other = dice.choice(people)
            if other == person:
                return "nothing"
            theirs = list(Face.objects.filter(person=other).values_list("id", flat=True))
            corrections.merge(person, [other])
            spoken.never = {(face, person.pk if whose == other.pk else whose) for face, whose in spoken.never}
            are([*own, *theirs], person.pk)
            name = spoken.names.pop(other.pk, "")
            if name:
                spoken.names.setdefault(person.pk, name)
            spoken.hidden.discard(other.pk)
        case "split":
            if len(own) < 3:
                return "nothing"
            out = dice.sample(own, dice.randint(1, len(own) - 2))
            said = corrections.split(person, out)
            are(out, said.person_id)
        case "assign" | "new":
            said = corrections.assign(owner.pk, some, person=person if act == "assign" else None, name="")
            are(some, said.person_id)
        case "refuse":
            corrections.refuse(person, own[:2] or some)
            for face in own[:2] or some:
                spoken.never.add((face, person.pk))
                if spoken.person_of.get(face) == person.pk:
                    del spoken.person_of[face]
        case "ignore":
            corrections.ignore(owner.pk, some, is_ignored=True)
            spoken.ignored.update(some)
            for face in some:
                spoken.person_of.pop(face, None)
    # Groups nobody named end with their last face.
    alive = set(Person.objects.values_list("id", flat=True))
    spoken.never = {pair for pair in spoken.never if pair[1] in alive}
    spoken.hidden &= alive
    return act


def test_500_random_corrections_are_all_kept_by_a_full_regrouping(anna_allows: User) -> None:
    album(anna_allows, people=30, faces=400, noise=0.75, seed=11)
    regroup_faces(anna_allows.pk, is_full=True)
    assert Person.objects.count() > 20
    dice, spoken, done = random.Random(5), Spoken(), []
    while len(done) < 500:
        act = correct_at_random(anna_allows, spoken, dice)
        if act == "nothing":
            continue
        done.append(act)
        if len(done) % 100 == 0:
            spoken.check()
            assert regroup_faces(anna_allows.pk, is_full=len(done) % 200 == 0).is_settled
            spoken.check()
    regroup_faces(anna_allows.pk, is_full=True)
    regroup_faces(anna_allows.pk, is_full=False)
    spoken.check()
    assert len(set(done)) == 8
    assert len(spoken.person_of) > 150


def test_each_act_can_be_taken_back_to_the_last_row(anna_allows: User) -> None:
    album(anna_allows, people=8, faces=90, noise=0.6, seed=2)
    regroup_faces(anna_allows.pk, is_full=True)
    first, second, third = Person.objects.order_by("id")[:3]
    mine = list(first.faces.order_by("id").values_list("id", flat=True))
    corrections.edit_person(
        first, PersonEdit({"name", "is_self", "cover_id"}, name="Anna", is_self=True, cover_id=mine[0])
    )
    corrections.not_the_same(second, third)
    corrections.refuse(second, mine[-1:])
    acts: list[Callable[[], corrections.Said]] = [
        lambda: corrections.edit_person(second, PersonEdit({"is_self", "name"}, is_self=True, name="Tom")),
        lambda: corrections.edit_person(first, PersonEdit({"birth_date", "nicknames"}, birth_date=date(1990, 2, 3))),
        lambda: corrections.merge(second, [first]),
        lambda: corrections.merge(first, [second, third]),
        lambda: corrections.split(first, mine[:2], name="Twin"),
        lambda: corrections.assign(anna_allows.pk, mine[:3], person=second),
        lambda: corrections.assign(anna_allows.pk, mine, name="Somebody"),
        lambda: corrections.refuse(first, mine[:3]),
        lambda: corrections.ignore(anna_allows.pk, mine[:3], is_ignored=True),
        lambda: corrections.not_the_same(first, second),
        lambda: corrections.forget(first),
    ]
    for act in acts:
        before = everything()
        said = act()
        assert everything() != before
        undo(said)
        assert everything() == before


def test_what_was_changed_again_since_keeps_its_newer_value(anna_allows: User) -> None:
    face, other = (make_face(make_asset(anna_allows), recognised=True) for _ in range(2))
    said = corrections.assign(anna_allows.pk, [face.pk, other.pk], name="Anna")
    newer = corrections.assign(anna_allows.pk, [face.pk], name="Tom")
    undo(said)
    assert Face.objects.get(pk=face.pk).person_id == newer.person_id
    assert Face.objects.get(pk=other.pk).person is None


def test_a_merge_brings_names_dates_and_constraints_together(anna_allows: User) -> None:
    into, other = make_person(anna_allows), make_person(
        anna_allows, "Anna", nicknames=["Annie"], birth_date=date(1990, 2, 3), is_self=True
    )  # fmt: skip
    third, face = make_person(anna_allows, "Tom"), make_face(make_asset(anna_allows), recognised=True)
    make_face(make_asset(anna_allows), person=into)
    corrections.not_the_same(other, third)
    corrections.refuse(other, [face.pk])
    corrections.merge(into, [other])
    into.refresh_from_db()
    assert (into.name, into.nicknames, into.birth_date, into.is_self) == ("Anna", ["Annie"], date(1990, 2, 3), True)
    assert {(p.first_id, p.second_id) for p in PeopleApart.objects.all()} == {tuple(sorted((into.pk, third.pk)))}
    assert NotThisPerson.objects.get().person == into


def test_nothing_is_said_about_people_while_recognition_is_off(alice: User) -> None:
    person = make_person(alice, "Anna")
    face = make_face(make_asset(alice), recognised=True)
    for act in (
        lambda: corrections.edit_person(person, PersonEdit({"name"}, name="Eve")),
        lambda: corrections.assign(alice.pk, [face.pk], name="Eve"),
        lambda: corrections.ignore(alice.pk, [face.pk], is_ignored=True),
    ):
        with pytest.raises(PeopleOff):
            act()
    assert regroup_faces(alice.pk, is_full=True).faces == 0
    assert list(Person.objects.values_list("name", flat=True)) == ["Anna"]


def test_an_undo_after_a_no_brings_no_name_back(anna_allows: User) -> None:
    face = make_face(make_asset(anna_allows), recognised=True)
    said = corrections.assign(anna_allows.pk, [face.pk], name="Anna")
    back = corrections.forget(Person.objects.get(pk=said.person_id))
    User.objects.update(faces_enabled=False)
    from photonest.core.errors import NotFound

    with pytest.raises(NotFound):
        undo(back)
    assert not Person.objects.exists()
    assert Change.objects.get(pk=back.undo_id).before[KIND]


def test_wishes_that_make_no_sense_are_refused_in_words(anna_allows: User) -> None:
    person = make_person(anna_allows, "Anna")
    face = make_face(make_asset(anna_allows), person=person)
    with pytest.raises(SamePerson):
        corrections.merge(person, [person])
    with pytest.raises(CannotSplit):
        corrections.split(person, [face.pk])
    with pytest.raises(BadInput):
        corrections.edit_person(person, PersonEdit({"name"}, name="x" * 201))
    with pytest.raises(BadInput):
        corrections.edit_person(person, PersonEdit({"birth_date"}, birth_date=date(2999, 1, 1)))
    with pytest.raises(BadInput):
        corrections.edit_person(person, PersonEdit({"cover_id"}, cover_id=make_face(make_asset(anna_allows)).pk))
    assert corrections.clean_name("  Anna\u0000\n Maria\t") == "Anna Maria"


def test_a_group_without_a_name_ends_with_its_last_face_and_a_named_person_stays(anna_allows: User) -> None:
    group, named = make_person(anna_allows), make_person(anna_allows, "Anna")
    faces = [make_face(make_asset(anna_allows), person=person) for person in (group, named)]
    corrections.ignore(anna_allows.pk, [face.pk for face in faces], is_ignored=True)
    assert list(Person.objects.all()) == [named]


def test_only_the_owners_own_faces_are_moved(anna_allows: User, bob: User) -> None:
    his = make_face(make_asset(bob), recognised=True)
    assert corrections.assign(anna_allows.pk, [his.pk], name="Eve") == corrections.Said()
    corrections.refuse(make_person(anna_allows, "Anna"), [his.pk])
    corrections.ignore(anna_allows.pk, [his.pk], is_ignored=True)
    his.refresh_from_db()
    assert (his.person, his.is_ignored, his.assigned_by) == (None, False, AssignedBy.NOBODY)
    assert not NotThisPerson.objects.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda gone, _, __: corrections.edit_person(gone, PersonEdit(given=["name"], name="x")),
        lambda gone, other, _: corrections.merge(other, [gone]),
        lambda gone, other, _: corrections.merge(gone, [other]),
        lambda gone, _, face: corrections.split(gone, [face.pk]),
        lambda gone, _, face: corrections.assign(face.owner_id, [face.pk], person=gone),
        lambda gone, _, face: corrections.refuse(gone, [face.pk]),
        lambda gone, _, face: corrections.draw(face.asset, (0.5, 0.5, 0.2, 0.2), person=gone),
        lambda gone, _, __: corrections.forget(gone),
        lambda gone, other, _: corrections.not_the_same(other, gone),
    ],
)
def test_who_was_merged_away_or_grouped_anew_meanwhile_is_unknown(
    anna_allows: User, act: Callable[[Person, Person, Face], object]
) -> None:
    gone, other = make_person(anna_allows), make_person(anna_allows, "Tom")
    face = make_face(make_asset(anna_allows), person=other)
    Person.objects.filter(pk=gone.pk).delete()  # after the request had read it
    with pytest.raises(NotFound):
        act(gone, other, face)
    connection.check_constraints()
    face.refresh_from_db()
    assert (face.person, Person.objects.count(), Face.objects.count(), Change.objects.count()) == (other, 1, 1, 0)
