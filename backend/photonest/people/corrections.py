"""What owners say about people and faces. Each act is one transaction with one undo, and outlives every regrouping."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from photonest.assets.models import Asset
from photonest.core.errors import BadInput, NotFound
from photonest.people.boxes import Box
from photonest.people.errors import CannotSplit, SamePerson
from photonest.people.models import AssignedBy, Face, NotThisPerson, PeopleApart, Person
from photonest.people.services import draw as draw_face
from photonest.people.undo import Act, acting

MAX_NAME = 200
MAX_NICKNAMES = 20
LEAST_SIDE = 0.005
EARLIEST_BIRTH = date(1850, 1, 1)


@dataclass(frozen=True)
class Said:
    """What an act came to."""

    changed: int = 0
    undo_id: UUID | None = None
    person_id: UUID | None = None


@dataclass(frozen=True)
class PersonEdit:
    """What to change; a name in `given` says which of the others count."""

    given: Collection[str] = field(default=())
    name: str = ""
    nicknames: Sequence[str] = ()
    birth_date: date | None = None
    is_self: bool = False
    is_hidden: bool = False
    cover_id: UUID | None = None


def edit_person(person: Person, edit: PersonEdit) -> Said:
    """Name, rename, hide, describe, choose a cover, or say "this is me". Raises `BadInput`, `PeopleOff`."""
    with acting(person.owner_id, "people_edit") as act:
        require_here(act, person)
        act.touch(people=[person.pk])
        changes: dict[str, object] = {}
        if "name" in edit.given:
            changes["name"] = clean_name(edit.name)
        if "nicknames" in edit.given:
            changes["nicknames"] = _clean_nicknames(edit.nicknames)
        if "birth_date" in edit.given:
            changes["birth_date"] = _checked_birth(edit.birth_date)
        if "is_hidden" in edit.given:
            changes["is_hidden"] = edit.is_hidden
        if "cover_id" in edit.given:
            if edit.cover_id and not Face.objects.filter(pk=edit.cover_id, person=person, is_ignored=False).exists():
                raise BadInput("A cover is one of the faces of this person.")
            changes["cover_id"] = edit.cover_id
        if "is_self" in edit.given:
            if edit.is_self:
                others = Person.objects.filter(owner_id=person.owner_id, is_self=True).exclude(pk=person.pk)
                act.touch(people=others.values_list("id", flat=True))
                others.update(is_self=False)
            changes["is_self"] = edit.is_self
        if changes:
            Person.objects.filter(pk=person.pk).update(**changes)
    return Said(1 if act.change else 0, act.undo_id, person.pk)


def merge(into: Person, others: Sequence[Person]) -> Said:
    """All of these are one person: `into` gets every face, and what it does not know itself. Raises `SamePerson`."""
    ids = sorted({other.pk for other in others})
    if not ids or into.pk in ids:
        raise SamePerson
    with acting(into.owner_id, "people_merge") as act:
        require_here(act, into, *others)
        faces = Face.objects.filter(person_id__in=[into.pk, *ids])
        act.touch(people=[into.pk, *ids, *_kept_apart_from([into.pk, *ids])], faces=faces.values_list("id", flat=True))
        moved = Face.objects.filter(person_id__in=ids).count()
        _join_facts(into, list(Person.objects.filter(pk__in=ids).order_by("id")))
        _join_constraints(into, ids)
        # The owner looked at both: from now on none of them is a guess, however unlike they are.
        faces.update(person=into, assigned_by=AssignedBy.USER)
        NotThisPerson.objects.filter(person=into, face__person=into).delete()
        Person.objects.filter(pk__in=ids).delete()
    return Said(moved, act.undo_id, into.pk)


def split(person: Person, face_ids: Collection[UUID], *, name: str = "") -> Said:
    """Take faces out as somebody else; the two are kept apart from now on. Raises `CannotSplit`."""
    with acting(person.owner_id, "people_split") as act:
        require_here(act, person)
        faces = Face.objects.filter(pk__in=list(face_ids), person=person)
        count = faces.count()
        if not count or count == Face.objects.filter(person=person).count():
            raise CannotSplit
        act.touch(people=[person.pk], faces=faces.values_list("id", flat=True))
        other = act.made(Person.objects.create(owner_id=person.owner_id, name=clean_name(name)))
        _drop_cover(act, faces)
        faces.update(person=other, assigned_by=AssignedBy.USER)
        keep_apart(act, person.pk, other.pk)
    return Said(count, act.undo_id, other.pk)


def assign(owner_id: UUID, face_ids: Collection[UUID], *, person: Person | None = None, name: str = "") -> Said:
    """These faces are `person`, or somebody new called `name`."""
    faces = Face.objects.filter(pk__in=list(face_ids), owner_id=owner_id)
    with acting(owner_id, "faces_assign", counted=_assets_of(faces.filter(is_ignored=True))) as act:
        count = _touch_with_people(act, faces)
        if not count:
            return Said()
        if person is None:
            person = act.made(Person.objects.create(owner_id=owner_id, name=clean_name(name)))
        else:
            require_here(act, person)
            act.touch(people=[person.pk])
        _drop_cover(act, faces.exclude(person=person))
        NotThisPerson.objects.filter(face__in=faces, person=person).delete()
        faces.update(person=person, assigned_by=AssignedBy.USER, is_ignored=False)
    return Said(count, act.undo_id, person.pk)


def refuse(person: Person, face_ids: Collection[UUID]) -> Said:
    """These faces are not `person`: those that were leave, and none of them ever comes back by itself."""
    with acting(person.owner_id, "faces_refuse") as act:
        require_here(act, person)
        faces = Face.objects.filter(pk__in=list(face_ids), owner_id=person.owner_id)
        count = _touch_with_people(act, faces)
        act.touch(people=[person.pk])
        leaving = faces.filter(person=person)
        _drop_cover(act, leaving)
        NotThisPerson.objects.bulk_create(
            [NotThisPerson(owner_id=person.owner_id, face=face, person=person) for face in faces],
            ignore_conflicts=True,
        )
        leaving.update(person=None, assigned_by=AssignedBy.NOBODY)
    return Said(count, act.undo_id, person.pk)


def ignore(owner_id: UUID, face_ids: Collection[UUID], *, is_ignored: bool) -> Said:
    """Not a face, or nobody to be seen here; or back again, then it may be grouped anew."""
    faces = Face.objects.filter(pk__in=list(face_ids), owner_id=owner_id).exclude(is_ignored=is_ignored)
    with acting(owner_id, "faces_ignore" if is_ignored else "faces_notice", counted=_assets_of(faces)) as act:
        ids = list(faces.values_list("id", flat=True))
        _touch_with_people(act, faces)
        _drop_cover(act, faces)
        Face.objects.filter(pk__in=ids).update(is_ignored=is_ignored, person=None, assigned_by=AssignedBy.NOBODY)
    return Said(len(ids), act.undo_id)


def draw(asset: Asset, box: Box, *, person: Person | None = None, name: str = "") -> tuple[Said, Face]:
    """A face that was missed: its owner drew around it and says who it is; nobody yet without a person or a name."""
    with acting(asset.owner_id, "faces_draw", counted=[asset.pk]) as act:
        require_here(act, *([] if person is None else [person]))
        if not Asset.objects.filter(pk=asset.pk).exists():
            raise NotFound
        face = act.drew(draw_face(asset, checked_box(box)))
        if person is None and clean_name(name):
            person = act.made(Person.objects.create(owner_id=asset.owner_id, name=clean_name(name)))
        if person is not None:
            act.touch(people=[person.pk])
            face.person, face.assigned_by = person, AssignedBy.USER
            face.save(update_fields=["person", "assigned_by"])
    return Said(1, act.undo_id, None if person is None else person.pk), face


def take_names_from_files(owner_id: UUID, names: Sequence[str]) -> Said:
    """The faces that the owner's files call by one of `names` are these people from now on."""
    with acting(owner_id, "people_from_files") as act:
        changed = 0
        for name in dict.fromkeys(names):
            faces = Face.objects.filter(owner_id=owner_id, name_in_file=name, is_ignored=False)
            faces = faces.exclude(assigned_by=AssignedBy.USER, person__isnull=False)
            ids = list(faces.values_list("id", flat=True))
            if not ids or not clean_name(name):
                continue
            person = _person_called(act, clean_name(name), faces)
            faces = Face.objects.filter(pk__in=ids)
            _touch_with_people(act, faces)
            _drop_cover(act, faces.exclude(person=person))
            NotThisPerson.objects.filter(face__in=ids, person=person).delete()
            changed += faces.update(person=person, assigned_by=AssignedBy.USER)
    return Said(changed, act.undo_id)


def _person_called(act: Act, name: str, faces: QuerySet[Face]) -> Person:
    """Somebody with this name; else the group without a name that holds most of `faces`; else somebody new."""
    person = Person.objects.filter(owner=act.owner, name__iexact=name).order_by("id").first()
    if person is not None:
        act.touch(people=[person.pk])
        return person
    groups = Person.objects.filter(owner=act.owner, name="", is_hidden=False, faces__in=faces)
    group = groups.annotate(number=Count("faces")).order_by("-number", "id").first()
    if group is None:
        return act.made(Person.objects.create(owner=act.owner, name=name))
    act.touch(people=[group.pk])
    Person.objects.filter(pk=group.pk).update(name=name)
    return group


def forget(person: Person) -> Said:
    """Drop a person: the name and all that was said go, the faces are nobody's again and may be grouped anew."""
    with acting(person.owner_id, "people_forget") as act:
        require_here(act, person)
        faces = Face.objects.filter(person=person)
        act.touch(people=[person.pk], faces=faces.values_list("id", flat=True))
        count = faces.update(person=None, assigned_by=AssignedBy.NOBODY)
        person.delete()
    return Said(count, act.undo_id)


def not_the_same(one: Person, other: Person) -> Said:
    """Two people, not one: never merged by itself and never asked again. Raises `SamePerson`."""
    if one.pk == other.pk:
        raise SamePerson
    with acting(one.owner_id, "people_apart") as act:
        require_here(act, one, other)
        act.touch(people=[one.pk, other.pk])
        keep_apart(act, one.pk, other.pk)
    return Said(1 if act.change else 0, act.undo_id, one.pk)


def keep_apart(act: Act, one: UUID, other: UUID) -> None:
    first, second = sorted((one, other))
    PeopleApart.objects.get_or_create(owner=act.owner, first_id=first, second_id=second)


def require_here(act: Act, *people: Person) -> None:
    """Raises `NotFound` for somebody who is gone: merged in another window, or a group that was made anew meanwhile."""
    ids = {person.pk for person in people}
    if Person.objects.filter(owner=act.owner, pk__in=ids).count() != len(ids):
        raise NotFound


def checked_box(box: Box) -> Box:
    """Raises `BadInput` for a box that lies outside the picture or is too small to be a face."""
    left, top, width, height = box
    is_inside = left >= 0 and top >= 0 and left + width <= 1.000001 and top + height <= 1.000001
    if not is_inside or width < LEAST_SIDE or height < LEAST_SIDE:
        raise BadInput("A box lies inside the picture and is at least half a hundredth of it wide and high.")
    return box


def clean_name(name: str) -> str:
    """One line without control characters. Raises `BadInput` for one that is too long."""
    text = unicodedata.normalize("NFC", name)
    text = " ".join("".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in text).split())
    if len(text) > MAX_NAME:
        raise BadInput(f"A name has at most {MAX_NAME} characters.")
    return text


def _clean_nicknames(names: Sequence[str]) -> list[str]:
    cleaned = list(dict.fromkeys(name for name in map(clean_name, names) if name))
    if len(cleaned) > MAX_NICKNAMES:
        raise BadInput(f"A person has at most {MAX_NICKNAMES} nicknames.")
    return cleaned


def _checked_birth(birth: date | None) -> date | None:
    if birth is not None and not EARLIEST_BIRTH <= birth <= date.today():  # noqa: DTZ011  # a day, not a moment
        raise BadInput(f"A birth date lies between {EARLIEST_BIRTH.year} and today.")
    return birth


def _assets_of(faces: QuerySet[Face]) -> list[UUID]:
    return sorted(set(faces.values_list("asset_id", flat=True)))


def _touch_with_people(act: Act, faces: QuerySet[Face]) -> int:
    """Remember faces and the people they leave; return how many faces."""
    rows: list[tuple[UUID, UUID | None]] = list(faces.values_list("id", "person_id"))
    act.touch(people={person for _, person in rows if person is not None}, faces={face for face, _ in rows})
    return len(rows)


def _drop_cover(act: Act, faces: QuerySet[Face]) -> None:
    """A face that leaves is nobody's cover any more."""
    covered = Person.objects.filter(owner=act.owner, cover__in=faces)
    act.touch(people=covered.values_list("id", flat=True))
    covered.update(cover=None)


def _kept_apart_from(ids: Sequence[UUID]) -> set[UUID]:
    rows = PeopleApart.objects.filter(Q(first_id__in=ids) | Q(second_id__in=ids)).values_list("first_id", "second_id")
    return {person for pair in rows for person in pair}


def _join_facts(into: Person, others: Sequence[Person]) -> None:
    """What `into` does not know of itself, it takes from the others; other names become nicknames."""
    into.refresh_from_db()
    names = [*into.nicknames]
    for other in others:
        if not into.name:
            into.name = other.name
        elif other.name:
            names.append(other.name)
        names += other.nicknames
        into.birth_date = into.birth_date or other.birth_date
        into.cover_id = into.cover_id or other.cover_id
    is_self = into.is_self or any(other.is_self for other in others)
    Person.objects.filter(pk__in=[other.pk for other in others]).update(is_self=False)
    into.is_self = is_self
    into.nicknames = list(dict.fromkeys(name for name in names if name and name != into.name))[:MAX_NICKNAMES]
    into.save(update_fields=["name", "nicknames", "birth_date", "cover", "is_self"])


def _join_constraints(into: Person, ids: Sequence[UUID]) -> None:
    """Who was kept apart from one of them is kept apart from the merged person, and faces refused stay refused."""
    one_person = {into.pk, *ids}
    for person in _kept_apart_from(ids) - one_person:
        first, second = sorted((into.pk, person))
        PeopleApart.objects.get_or_create(owner_id=into.owner_id, first_id=first, second_id=second)
    PeopleApart.objects.filter(first_id__in=one_person, second_id__in=one_person).delete()
    refused = NotThisPerson.objects.filter(person_id__in=ids).values_list("face_id", flat=True)
    NotThisPerson.objects.bulk_create(
        [NotThisPerson(owner_id=into.owner_id, face_id=face, person=into) for face in refused], ignore_conflicts=True
    )
