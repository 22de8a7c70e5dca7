"""Single faces: who they are, who they are not, which are missed or none; questions; and erasing all of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from photonest import access
from photonest.api.authentication import viewer
from photonest.api.people import FaceIds, Name, PersonOut, SaidOut, face_url, person_out, said
from photonest.core.errors import BadInput
from photonest.people import corrections, overview
from photonest.people.erasing import face_data
from photonest.pipelines import drawn_faces, faces_choice

if TYPE_CHECKING:
    from photonest.people.suggestions import Suggestion

router = Router(tags=["people"])

QUESTIONS = 60
SAMPLES = 4

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class FaceAction(StrEnum):
    ASSIGN = "assign"
    """They are `person_id`, or somebody new called `name`."""
    REFUSE = "refuse"
    """They are not `person_id`."""
    IGNORE = "ignore"
    NOTICE = "notice"
    """Undo of ignore, at any later time."""


class FacesIn(Schema):
    action: FaceAction
    face_ids: FaceIds
    person_id: UUID | None = None
    name: Name = ""


class DrawnIn(Schema):
    box: tuple[Share, Share, Share, Share]
    """Left, top, width, height, as shares of the upright picture."""
    person_id: UUID | None = None
    name: Name = ""


class DrawnOut(Schema):
    face_id: UUID
    undo: UUID | None
    person: UUID | None


class QuestionFace(Schema):
    id: UUID
    asset_id: UUID
    url: str


class Question(Schema):
    kind: Literal["people", "face"]
    person: PersonOut
    """The one asked about."""
    person_faces: list[str]
    """Addresses of the clearest faces."""
    other: PersonOut | None
    other_faces: list[str]
    face: QuestionFace | None
    distance: float
    """Lower is likelier."""


class Questions(Schema):
    questions: list[Question]
    """Likeliest first."""
    total: int


class AnswerIn(Schema):
    person_id: UUID
    other_id: UUID | None = None
    face_id: UUID | None = None
    is_same: bool


class FaceDataOut(Schema):
    vectors: int
    people: int
    names_in_files: int
    expressions: int
    said: int
    boxes: int


class Erased(Schema):
    left: FaceDataOut
    """What a scan found after erasing: zero everywhere."""


@router.post("/people/faces", response=SaidOut)
def act_on_faces(request: HttpRequest, payload: FacesIn) -> SaidOut:
    """Say who faces are or are not, or that they are none; up to 5,000 at once, one undo. Foreign ids are left out."""
    user = viewer(request)
    person = access.require_person(user, payload.person_id) if payload.person_id else None
    match payload.action:
        case FaceAction.ASSIGN:
            if person is None and not payload.name.strip():
                raise BadInput("Say who it is: a person, or a name for somebody new.")
            return said(user, corrections.assign(user.pk, payload.face_ids, person=person, name=payload.name))
        case FaceAction.REFUSE:
            if person is None:
                raise BadInput("Say who these faces are not.")
            return said(user, corrections.refuse(person, payload.face_ids))
        case FaceAction.IGNORE | FaceAction.NOTICE:
            is_ignored = payload.action is FaceAction.IGNORE
            return said(user, corrections.ignore(user.pk, payload.face_ids, is_ignored=is_ignored))


@router.post("/assets/{asset_id}/faces", response=DrawnOut)
def draw_face(request: HttpRequest, asset_id: UUID, payload: DrawnIn) -> DrawnOut:
    """A face that was missed, with the person it is. 409 people_off while recognition is off."""
    user = viewer(request)
    asset = access.require_asset(user, asset_id)
    person = access.require_person(user, payload.person_id) if payload.person_id else None
    done, face = drawn_faces.draw(asset, payload.box, person=person, name=payload.name)
    out = said(user, done)
    return DrawnOut(face_id=face.pk, undo=out.undo, person=out.person)


@router.get("/people/questions", response=Questions)
def list_questions(request: HttpRequest) -> Questions:
    """ "Is this the same person?", likeliest first, at most 60 at once."""
    from photonest.people.suggestions import suggestions  # with NumPy, which the web server starts without

    user = viewer(request)
    found = suggestions(user.pk) if user.faces_enabled else []
    asked = found[:QUESTIONS]
    people = {one.person_id for one in asked} | {one.other_id for one in asked if one.other_id}
    cards = {card.person.pk: person_out(card) for card in overview.cards(access.own_people(user).filter(pk__in=people))}
    faces = overview.samples(sorted(people), at_most=SAMPLES)
    lone = access.own_faces(user).filter(pk__in=[one.face_id for one in asked if one.face_id])
    asset_of = dict(lone.values_list("id", "asset_id"))
    return Questions(
        total=len(found), questions=[_question(one, cards, faces, asset_of) for one in asked if one.person_id in cards]
    )


@router.post("/people/questions/answer", response=SaidOut)
def answer_question(request: HttpRequest, payload: AnswerIn) -> SaidOut:
    """Yes or no; both are kept for ever and can be undone for a day."""
    user = viewer(request)
    person = access.require_person(user, payload.person_id)
    if payload.face_id is not None:
        face = access.require_face(user, payload.face_id)
        if payload.is_same:
            return said(user, corrections.assign(user.pk, [face.pk], person=person))
        return said(user, corrections.refuse(person, [face.pk]))
    if payload.other_id is None:
        raise BadInput("Say which face or which other person this is about.")
    other = access.require_person(user, payload.other_id)
    return said(
        user, corrections.merge(person, [other]) if payload.is_same else corrections.not_the_same(person, other)
    )


@router.get("/people/data", response=FaceDataOut)
def count_face_data(request: HttpRequest) -> FaceDataOut:
    """How much face data of mine there is, by kind."""
    return FaceDataOut(**vars(face_data(viewer(request).pk)))


@router.post("/people/erase", response=Erased)
def erase_face_data(request: HttpRequest, response: HttpResponse) -> Erased:
    """Switch recognition off and erase all my face data, boxes too. Cannot be undone."""
    user = viewer(request)
    faces_choice.erase_everything(user)
    # Pictures of faces that this browser may still hold.
    response["Clear-Site-Data"] = '"cache"'
    return Erased(left=FaceDataOut(**vars(face_data(user.pk))))


def _question(
    one: Suggestion, cards: dict[UUID, PersonOut], faces: dict[UUID, list[UUID]], asset_of: dict[UUID, UUID]
) -> Question:
    def pictures(person: UUID | None) -> list[str]:
        return [face_url(face) for face in faces.get(person, [])] if person else []

    return Question(
        kind="face" if one.face_id else "people",
        person=cards[one.person_id],
        person_faces=pictures(one.person_id),
        other=cards.get(one.other_id) if one.other_id else None,
        other_faces=pictures(one.other_id),
        face=QuestionFace(id=one.face_id, asset_id=asset_of[one.face_id], url=face_url(one.face_id))
        if one.face_id
        else None,
        distance=round(one.distance, 4),
    )
