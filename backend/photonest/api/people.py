"""People: who was recognised, what they are called, and every correction of it."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from photonest import access
from photonest.accounts.models import User
from photonest.api.authentication import viewer
from photonest.assets.timeline import colour, kind_letter
from photonest.people import corrections, overview
from photonest.people.corrections import MAX_NAME, MAX_NICKNAMES, PersonEdit, Said
from photonest.people.models import Face, Person
from photonest.people.overview import PersonCard
from photonest.people.queries import PersonSet, asset_ids_with
from photonest.pipelines import group_faces

router = Router(tags=["people"])

MAX_FACES = 5_000
PAGE = 500

Name = Annotated[str, Field(max_length=4 * MAX_NAME)]
FaceIds = Annotated[list[UUID], Field(min_length=1, max_length=MAX_FACES)]


class PersonOut(Schema):
    id: UUID
    name: str
    """Empty: a group that nobody named yet."""
    nicknames: list[str]
    birth_date: date | None
    is_self: bool
    is_hidden: bool
    faces: int
    photos: int
    cover: str | None
    """Address of the face that stands for this person."""
    name_in_files: str
    """What most of the files that mark these faces call them; empty when none does."""


class NameInFilesOut(Schema):
    name: str
    faces: int


class PeopleOut(Schema):
    is_enabled: bool
    people: list[PersonOut]
    """Named ones first, then groups without a name; those with most photos first."""
    hidden: int
    questions: int
    """How many suggestions wait for an answer."""
    names_in_files: list[NameInFilesOut]


class PersonPhoto(Schema):
    id: UUID
    filename: str
    ratio: float
    colour: str
    kind: Annotated[str, Field(pattern="^[ivma]$")]
    thumbhash: str | None
    local_at: str


class PersonPhotos(Schema):
    photos: list[PersonPhoto]
    total: int


class FaceOfPerson(Schema):
    id: UUID
    asset_id: UUID
    is_sure: bool
    """The owner said so; false: a guess."""
    url: str


class FacesOfPerson(Schema):
    faces: list[FaceOfPerson]
    total: int


class PersonChange(Schema):
    name: Name | None = None
    nicknames: Annotated[list[Name], Field(max_length=MAX_NICKNAMES)] | None = None
    birth_date: date | None = None
    is_self: bool | None = None
    is_hidden: bool | None = None
    cover_face_id: UUID | None = None


class SaidOut(Schema):
    changed: int
    undo: UUID | None
    person: UUID | None


class PersonChanged(Schema):
    person: PersonOut
    undo: UUID | None
    same_name: list[UUID]
    """Others that are called the same: perhaps the same person."""


class MergeIn(Schema):
    into: UUID
    ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]


class SplitIn(Schema):
    face_ids: FaceIds
    name: Name = ""


class NamesIn(Schema):
    names: Annotated[list[Name], Field(min_length=1, max_length=500)]


def face_url(face_id: UUID) -> str:
    return f"/media/faces/{face_id}"


def person_out(card: PersonCard) -> PersonOut:
    person = card.person
    return PersonOut(
        id=person.pk,
        name=person.name,
        nicknames=list(person.nicknames),
        birth_date=person.birth_date,
        is_self=person.is_self,
        is_hidden=person.is_hidden,
        faces=card.faces,
        photos=card.photos,
        cover=face_url(card.cover_id) if card.cover_id else None,
        name_in_files=card.name_in_files,
    )


def said(user: User, done: Said) -> SaidOut:
    """The answer to an act. What was said may bring other faces along: grouping is asked for."""
    if done.undo_id is not None:
        group_faces.corrected(user.pk, done.undo_id)
    return SaidOut(changed=done.changed, undo=done.undo_id, person=done.person_id)


@router.get("", response=PeopleOut)
def list_people(request: HttpRequest, hidden: bool = False) -> PeopleOut:
    """My people and the groups that have no name yet; nobody while recognition is off."""
    from photonest.people.suggestions import suggestions  # with NumPy, which the web server starts without

    user = viewer(request)
    people = access.own_people(user)
    shown = people if hidden else people.filter(is_hidden=False)
    return PeopleOut(
        is_enabled=user.faces_enabled,
        people=[person_out(card) for card in overview.cards(shown)],
        hidden=people.filter(is_hidden=True).count(),
        questions=len(suggestions(user.pk)) if user.faces_enabled else 0,
        names_in_files=[
            NameInFilesOut(name=one.name, faces=one.faces)
            for one in (overview.names_in_files(user.pk) if user.faces_enabled else [])
        ],
    )


@router.post("/merge", response=SaidOut)
def merge_people(request: HttpRequest, payload: MergeIn) -> SaidOut:
    """All of these are the person `into`. 400 same_person, 404 when one is unknown."""
    user = viewer(request)
    into = access.require_person(user, payload.into)
    return said(user, corrections.merge(into, access.require_people(user, payload.ids)))


@router.post("/names_from_files", response=SaidOut)
def take_names_from_files(request: HttpRequest, payload: NamesIn) -> SaidOut:
    """The faces that my files call by one of these names are these people from now on."""
    user = viewer(request)
    return said(user, corrections.take_names_from_files(user.pk, payload.names))


@router.get("/{person_id}", response=PersonOut)
def show_person(request: HttpRequest, person_id: UUID) -> PersonOut:
    """One person or group with its numbers."""
    return _card(access.require_person(viewer(request), person_id))


@router.patch("/{person_id}", response=PersonChanged)
def change_person(request: HttpRequest, person_id: UUID, payload: PersonChange) -> PersonChanged:
    """Change what is given: name, nicknames, birth date, "this is me", hidden, the face that stands for them."""
    user = viewer(request)
    person = access.require_person(user, person_id)
    given = {"cover_id" if name == "cover_face_id" else name for name in payload.model_fields_set}
    edit = PersonEdit(
        given=given,
        name=payload.name or "",
        nicknames=payload.nicknames or [],
        birth_date=payload.birth_date,
        is_self=bool(payload.is_self),
        is_hidden=bool(payload.is_hidden),
        cover_id=payload.cover_face_id,
    )
    done = said(user, corrections.edit_person(person, edit))
    person = access.require_person(user, person_id)
    twins = access.own_people(user).filter(name__iexact=person.name).exclude(pk=person.pk).exclude(name="")
    return PersonChanged(
        person=_card(person), undo=done.undo, same_name=sorted(twins.values_list("id", flat=True)) if given else []
    )


@router.delete("/{person_id}", response=SaidOut)
def forget_person(request: HttpRequest, person_id: UUID) -> SaidOut:
    """Drop the person: name and all that was said go, the photos stay, the faces may be grouped anew."""
    user = viewer(request)
    return said(user, corrections.forget(access.require_person(user, person_id)))


@router.get("/{person_id}/photos", response=PersonPhotos)
def photos_of_person(
    request: HttpRequest, person_id: UUID, skip: Annotated[int, Query(ge=0, le=10_000_000)] = 0
) -> PersonPhotos:
    """Photos that show this person, newest first, at most 500 at once."""
    user = viewer(request)
    person = access.require_person(user, person_id)
    shown = asset_ids_with(PersonSet(any_of=[person.pk]), owner_id=user.pk)
    assets = access.visible_assets(user).filter(pk__in=shown)
    rows = assets.order_by("-local_at", "-id")[skip : skip + PAGE]
    return PersonPhotos(
        total=assets.count(),
        photos=[
            PersonPhoto(
                id=asset.pk,
                filename=asset.filename,
                ratio=round(asset.ratio, 3),
                colour=colour(asset.colour_rgb),
                kind=kind_letter(asset.kind, asset.frame_count, has_motion=bool(asset.motion_length)),
                thumbhash=b64encode(bytes(asset.thumbhash)).decode("ascii") if asset.thumbhash is not None else None,
                local_at=asset.local_at.replace(tzinfo=None).isoformat(timespec="seconds"),
            )
            for asset in rows
        ],
    )


@router.get("/{person_id}/faces", response=FacesOfPerson)
def faces_of_person(
    request: HttpRequest,
    person_id: UUID,
    doubtful_first: bool = False,
    skip: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> FacesOfPerson:
    """Faces of this person, newest photo first or those least like the others first, at most 500 at once."""
    person = access.require_person(viewer(request), person_id)
    faces, total = overview.faces_of(person, is_doubt_first=doubtful_first, skip=skip, limit=PAGE)
    return FacesOfPerson(total=total, faces=[face_of_person(face) for face in faces])


@router.post("/{person_id}/split", response=SaidOut)
def split_person(request: HttpRequest, person_id: UUID, payload: SplitIn) -> SaidOut:
    """These faces are somebody else; the two are kept apart from now on. 400 cannot_split."""
    user = viewer(request)
    person = access.require_person(user, person_id)
    return said(user, corrections.split(person, payload.face_ids, name=payload.name))


def face_of_person(face: Face) -> FaceOfPerson:
    return FaceOfPerson(id=face.pk, asset_id=face.asset_id, is_sure=face.assigned_by == "user", url=face_url(face.pk))


def _card(person: Person) -> PersonOut:
    (card,) = overview.cards(Person.objects.filter(pk=person.pk))
    return person_out(card)
