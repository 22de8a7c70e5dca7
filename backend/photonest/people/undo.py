"""Taking back what was done to people and faces: the rows an act touched, as they were before and after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from photonest.accounts.models import User
from photonest.assets.models import Asset, Change
from photonest.core.errors import NotFound
from photonest.people.errors import PeopleOff
from photonest.people.models import Face, NotThisPerson, PeopleApart, Person

KIND = "people"
"""Key under which a `Change` holds what this module wrote."""

_FIELDS = ("created_at", "name", "nicknames", "birth_date", "is_self", "is_hidden", "cover_id")

State = dict[str, Any]


class Act:
    """One act under way. `touch` names rows before they change, `made` those that the act makes."""

    def __init__(self, owner: User) -> None:
        self.owner = owner
        self.people: set[UUID] = set()
        self.faces: set[UUID] = set()
        self.change: Change | None = None
        self._before: State = _empty()

    def touch(self, *, people: Iterable[UUID] = (), faces: Iterable[UUID] = ()) -> None:
        new_people, new_faces = set(people) - self.people, set(faces) - self.faces
        self.people |= new_people
        self.faces |= new_faces
        _add(self._before, _state(self.owner, new_people, new_faces))

    def made(self, person: Person) -> Person:
        """`person` exists because of this act: undo removes it, unless somebody else got in meanwhile."""
        self.people.add(person.pk)
        return person

    def drew(self, face: Face) -> Face:
        """`face` exists because of this act: undo removes it."""
        self.faces.add(face.pk)
        return face

    def finish(self, action: str) -> None:
        after = _state(self.owner, self.people, self.faces)
        if after != self._before:
            self.change = Change.objects.create(
                owner=self.owner, action=action, before={KIND: {"before": self._before, "after": after}}
            )

    @property
    def undo_id(self) -> UUID | None:
        return self.change.pk if self.change else None


@contextmanager
def acting(owner_id: UUID, action: str, *, counted: Sequence[UUID] = ()) -> Iterator[Act]:
    """A transaction that can be taken back as a whole. Raises `PeopleOff` unless recognition is on.

    The owner's row is locked: acts, grouping and a "no" of the same owner come one after another.
    `counted`: assets whose number of faces changes.
    """
    with transaction.atomic():
        _lock_assets(counted)
        owner = User.objects.select_for_update(no_key=True).get(pk=owner_id)
        if not owner.faces_enabled:
            raise PeopleOff
        act = Act(owner)
        yield act
        remove_empty_groups(act)
        count_faces(counted)
        act.finish(action)


def count_faces(asset_ids: Sequence[UUID]) -> None:
    """Bring the number of faces of these assets up to date; ignored ones do not count."""
    counted = (
        Face.objects.filter(asset_id=OuterRef("pk"), is_ignored=False)
        .order_by()
        .values("asset_id")
        .annotate(number=Count("*"))
        .values("number")
    )
    Asset.objects.filter(pk__in=asset_ids).update(face_count=Coalesce(Subquery(counted), 0))


def _lock_assets(asset_ids: Sequence[UUID]) -> None:
    """Before the owner's row, in the order of ids: as the walk of a photo takes them, so nobody waits in a circle."""
    list(
        Asset.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=asset_ids)
        .order_by("id")
        .values_list("id")
    )


def remove_empty_groups(act: Act) -> None:
    """Groups without a name from which the last face went are gone."""
    empty = Person.objects.filter(pk__in=act.people, name="", faces__isnull=True, is_self=False)
    act.touch(people=empty.values_list("id", flat=True))
    empty.delete()


def take_back(change: Change) -> int:
    """Undo a people change that the caller locked; return how many people and faces changed.

    What was changed again since keeps its newer value. Raises `NotFound` when recognition is off.
    """
    before, after = change.before[KIND]["before"], change.before[KIND]["after"]
    ids = [UUID(hex=key) for key in {**before["faces"], **after["faces"]}]
    counted = sorted(set(Face.objects.filter(pk__in=ids).values_list("asset_id", flat=True)))
    _lock_assets(counted)
    owner = User.objects.select_for_update(no_key=True).get(pk=change.owner_id)
    if not owner.faces_enabled:
        raise NotFound
    people = {UUID(hex=key) for key in {**before["people"], **after["people"]}}
    faces = {UUID(hex=key) for key in {**before["faces"], **after["faces"]}}
    now = _state(owner, people, faces)
    changed = 0
    for key, fields in before["people"].items():
        if key not in now["people"]:
            Person.objects.create(pk=UUID(hex=key), owner=owner, **_rich(fields) | {"cover_id": None, "is_self": False})
            changed += 1
    changed += _faces_back(before, after, now)
    for key in after["people"].keys() - before["people"].keys():
        made = Person.objects.filter(pk=UUID(hex=key), owner=owner, faces__isnull=True)
        changed += made.delete()[1].get("people.Person", 0)
    changed += _people_back(owner, before, after, now)
    _constraints_back(owner, before, after)
    count_faces(counted)
    return changed


def _faces_back(before: State, after: State, now: State) -> int:
    alive = {key.hex for key in Person.objects.filter(pk__in=_uuids(before)).values_list("id", flat=True)}
    changed = 0
    for key, old in before["faces"].items():
        if old == after["faces"].get(key) or now["faces"].get(key) != after["faces"].get(key):
            continue
        person, assigned_by, is_ignored = old
        if person is not None and person not in alive:
            person, assigned_by = None, ""
        Face.objects.filter(pk=UUID(hex=key)).update(
            person_id=person and UUID(hex=person), assigned_by=assigned_by, is_ignored=is_ignored
        )
        changed += 1
    for key in after["faces"].keys() - before["faces"].keys():
        changed += Face.objects.filter(pk=UUID(hex=key)).delete()[0] and 1
    return changed


def _people_back(owner: User, before: State, after: State, now: State) -> int:
    changed = 0
    # Whoever stops being "me" goes first: only one may be.
    for key, old in sorted(before["people"].items(), key=lambda item: bool(item[1]["is_self"])):
        present = now["people"].get(key)
        last = after["people"].get(key, {})
        fields = {
            name: value
            for name, value in old.items()
            if present is None or (value != last.get(name) and present[name] == last.get(name))
        }
        if fields.get("is_self") and Person.objects.filter(owner=owner, is_self=True).exclude(pk=UUID(hex=key)):
            del fields["is_self"]
        if fields.get("cover_id") and not Face.objects.filter(pk=UUID(hex=fields["cover_id"])).exists():
            fields["cover_id"] = None
        if fields:
            rows = Person.objects.filter(pk=UUID(hex=key), owner=owner).update(**_rich(fields))
            changed += rows if present else 0  # made anew above, it is counted already
    return changed


def _constraints_back(owner: User, before: State, after: State) -> None:
    for face, person in _less(after["refused"], before["refused"]):
        NotThisPerson.objects.filter(owner=owner, face_id=face, person_id=person).delete()
    for first, second in _less(after["apart"], before["apart"]):
        PeopleApart.objects.filter(owner=owner, first_id=first, second_id=second).delete()
    for face, person in _less(before["refused"], after["refused"]):
        if Face.objects.filter(pk=face).exists() and Person.objects.filter(pk=person).exists():
            NotThisPerson.objects.get_or_create(owner=owner, face_id=face, person_id=person)
    for first, second in _less(before["apart"], after["apart"]):
        if Person.objects.filter(pk__in=[first, second]).count() == 2:
            PeopleApart.objects.get_or_create(owner=owner, first_id=first, second_id=second)


# --- states: plain values that JSON can hold -----------------------------------------------------


def _empty() -> State:
    return {"people": {}, "faces": {}, "refused": [], "apart": []}


def _add(state: State, more: State) -> None:
    state["people"] |= more["people"]
    state["faces"] |= more["faces"]
    for name in ("refused", "apart"):
        state[name] = sorted({*map(tuple, state[name]), *map(tuple, more[name])})
        state[name] = [list(pair) for pair in state[name]]


def _state(owner: User, people: set[UUID], faces: set[UUID]) -> State:
    state = _empty()
    for row in Person.objects.filter(owner=owner, pk__in=people).values("id", *_FIELDS):
        key = row.pop("id").hex
        state["people"][key] = {name: _plain(value) for name, value in row.items()}
    rows = Face.objects.filter(owner=owner, pk__in=faces).values_list("id", "person_id", "assigned_by", "is_ignored")
    state["faces"] = {face.hex: [_plain(person), by, ignored] for face, person, by, ignored in rows}
    refused = NotThisPerson.objects.filter(Q(face_id__in=faces) | Q(person_id__in=people), owner=owner)
    state["refused"] = sorted([face.hex, person.hex] for face, person in refused.values_list("face_id", "person_id"))
    apart = PeopleApart.objects.filter(Q(first_id__in=people) | Q(second_id__in=people), owner=owner)
    state["apart"] = sorted([first.hex, second.hex] for first, second in apart.values_list("first_id", "second_id"))
    return state


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def _rich(fields: dict[str, Any]) -> dict[str, Any]:
    rich = dict(fields)
    if rich.get("created_at"):
        rich["created_at"] = datetime.fromisoformat(rich["created_at"])
    if rich.get("birth_date"):
        rich["birth_date"] = date.fromisoformat(rich["birth_date"])
    if rich.get("cover_id"):
        rich["cover_id"] = UUID(hex=rich["cover_id"])
    return rich


def _uuids(state: State) -> list[UUID]:
    return [UUID(hex=person) for person, _, _ in state["faces"].values() if person is not None]


def _less(pairs: list[list[str]], other: list[list[str]]) -> list[tuple[UUID, UUID]]:
    """Those of `pairs` that are not in `other`."""
    left = {tuple(pair) for pair in pairs} - {tuple(pair) for pair in other}
    return [(UUID(hex=first), UUID(hex=second)) for first, second in sorted(left)]
