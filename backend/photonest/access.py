"""Who may see or do what, all of it. Every queryset that leaves through the API starts here.

Deny by default: what belongs to somebody else does not exist for the asker (404, never 403).
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from photonest.accounts.models import User
from photonest.assets.id_lists import id_in
from photonest.assets.models import Asset
from photonest.core.errors import NotAllowed, NotFound
from photonest.events.models import Event
from photonest.events.queries import events_of
from photonest.people.models import Face, Person

_REACHABLE = {"trashed_at__isnull": True, "motion_of__isnull": True}
_VISIBLE = {**_REACHABLE, "is_behind": False}
"""Said at once and not one upon the other: each `filter` of Django's costs as much as finding a photo."""

_ANYBODY = UUID(int=0)


def owned_assets(viewer: User) -> QuerySet[Asset]:
    """Everything the viewer keeps, in the trash or not, the hidden video parts of live photos included."""
    return Asset.objects.filter(owner_id=viewer.pk)


def reachable_assets(viewer: User) -> QuerySet[Asset]:
    """Whatever may be opened on its own: not in the trash, no video part of a live photo; all members of stacks."""
    return Asset.objects.filter(owner_id=viewer.pk, **_REACHABLE)


def visible_assets(viewer: User) -> QuerySet[Asset]:
    """What lists, search and counts may show: of the reachable ones each stack once, by its cover."""
    return Asset.objects.filter(owner_id=viewer.pk, **_VISIBLE)


def assets_behind(viewer: User) -> QuerySet[Asset]:
    """The members of stacks that `visible_assets` leaves to their covers."""
    return reachable_assets(viewer).filter(is_behind=True)


def visible_ids(viewer: User) -> tuple[str, list[Any]]:
    """`visible_assets` as a statement that names the ids, with its parameters, for use inside other statements.

    Written out once for everybody: putting it together anew took longer than looking fifty photos up.
    """
    statement, parameters = _visible_ids()
    return statement, [viewer.pk if value == _ANYBODY else value for value in parameters]


@cache
def _visible_ids() -> tuple[str, tuple[Any, ...]]:
    return visible_assets(User(pk=_ANYBODY)).order_by().values("id").query.sql_with_params()


def hidden_assets(viewer: User) -> QuerySet[Asset]:
    """What the viewer keeps and `visible_assets` leaves out, all of it and nothing else."""
    behind = Q(trashed_at__isnull=False) | Q(motion_of__isnull=False) | Q(is_behind=True)
    return owned_assets(viewer).filter(behind)


def trashed_assets(viewer: User) -> QuerySet[Asset]:
    """What lies in the viewer's trash; a live photo is one thing there, too."""
    return owned_assets(viewer).filter(trashed_at__isnull=False, motion_of__isnull=True)


def require_asset(viewer: User, asset_id: UUID) -> Asset:
    """The viewer's own asset, in the trash or not. Raises `NotFound` for foreign and unknown ids alike."""
    asset = owned_assets(viewer).filter(pk=asset_id).first()
    if asset is None:
        raise NotFound
    return asset


def owned_among(viewer: User, asset_ids: Collection[UUID]) -> QuerySet[Asset]:
    """Those of `asset_ids` that are the viewer's; foreign and unknown ones are left out without a word."""
    return owned_assets(viewer).filter(id_in(asset_ids))


def own_people(viewer: User) -> QuerySet[Person]:
    """The viewer's people, hidden and unnamed ones too; nobody while recognition is off."""
    return Person.objects.filter(owner_id=viewer.pk) if viewer.faces_enabled else Person.objects.none()


def require_person(viewer: User, person_id: UUID) -> Person:
    """One of the viewer's people. Raises `NotFound` for foreign and unknown ids alike."""
    person = own_people(viewer).filter(pk=person_id).first()
    if person is None:
        raise NotFound
    return person


def require_people(viewer: User, person_ids: Collection[UUID]) -> list[Person]:
    """Several of the viewer's people. Raises `NotFound` when one of them is foreign or unknown."""
    people = list(own_people(viewer).filter(pk__in=set(person_ids)))
    if len(people) != len(set(person_ids)):
        raise NotFound
    return people


def own_faces(viewer: User) -> QuerySet[Face]:
    """Every face in what the viewer keeps, the trash included."""
    return Face.objects.filter(owner_id=viewer.pk)


def require_face(viewer: User, face_id: UUID) -> Face:
    """A face in one of the viewer's photos. Raises `NotFound` for foreign and unknown ids alike."""
    face = own_faces(viewer).filter(pk=face_id).first()
    if face is None:
        raise NotFound
    return face


def own_events(viewer: User) -> QuerySet[Event]:
    """The viewer's events, newest first, those they dismissed left out."""
    return events_of(viewer.pk)


def require_event(viewer: User, event_id: UUID) -> Event:
    """One of the viewer's events. Raises `NotFound` for foreign and unknown ids alike."""
    event = own_events(viewer).filter(pk=event_id).first()
    if event is None:
        raise NotFound
    return event


def may_administer(viewer: User) -> bool:
    return viewer.is_active and viewer.is_admin


def require_admin(viewer: User) -> None:
    """Raises `NotAllowed`."""
    if not may_administer(viewer):
        raise NotAllowed("Only an administrator may do this.")
