"""What follows when a user says yes or no to face recognition or to expressions: record, erase, look again."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from photonest.accounts import services as accounts
from photonest.accounts.models import User
from photonest.core.errors import Conflict
from photonest.events.lock import lock_events
from photonest.jobs import queue
from photonest.jobs.models import StepRun, StepStatus
from photonest.jobs.queue import Priority
from photonest.people.erasing import erase_boxes, erase_recognition
from photonest.people.models import Face
from photonest.pipelines import people_in_events
from photonest.tags.services import erase_moods

TEXT_VERSION = "2026-11"
"""Version of the sentences the user agreed to (web: the faces question); raise it when their meaning changes."""


class FacesOff(Conflict):
    """Looks are read from recognised faces. Allow face recognition first."""

    code = "faces_off"


def set_faces(user: User, *, is_enabled: bool, text_version: str = TEXT_VERSION) -> None:
    """Record the choice. A no erases vectors, people, names and what was said about them, and expressions, in the same
    transaction; a yes makes the faces of all photos due again.
    """
    with transaction.atomic():
        if not is_enabled:
            lock_events(user.pk)  # before the row: finding events locks in this order, too
        # Whoever writes faces takes the same row lock (people.services.store_faces), so nothing slips in behind.
        was_enabled = User.objects.select_for_update(no_key=True).get(pk=user.pk).faces_enabled
        accounts.record_face_choice(user, is_enabled=is_enabled, text_version=text_version)
        if not is_enabled:
            _erase_expressions(user)
            erase_recognition(user.pk)
            people_in_events.forget(user.pk)
            accounts.record_expression_choice(user, is_enabled=False)
        elif not was_enabled:
            look_again(user)


def erase_everything(user: User, *, text_version: str = TEXT_VERSION) -> None:
    """All face data in one action: a no, and the boxes too. What remains is how many faces a photo shows."""
    with transaction.atomic():
        set_faces(user, is_enabled=False, text_version=text_version)
        erase_boxes(user.pk)


def set_expressions(user: User, *, is_enabled: bool) -> None:
    """Record whether looks may be read from faces; a no erases what was read. Raises `FacesOff`."""
    with transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if is_enabled and not locked.faces_enabled:
            raise FacesOff
        accounts.record_expression_choice(user, is_enabled=is_enabled)
        if not is_enabled:
            _erase_expressions(user)
        elif not locked.expressions_enabled:
            look_again(user)


def look_again(user: User, among: Collection[UUID] | None = None) -> int:
    """Make the analysis of photos of `user` due, of all or some, and queue them behind all else; return how many."""
    with transaction.atomic():
        runs = StepRun.objects.filter(asset__owner=user, step="analysis", status=StepStatus.DONE)
        runs = runs if among is None else runs.filter(asset_id__in=among)
        assets = sorted(runs.values_list("asset_id", flat=True))
        runs.delete()
        return queue.enqueue("ingest", assets, priority=Priority.BACKFILL)


def _erase_expressions(user: User) -> None:
    """What was read in faces, and the moods that rest on it: those photos are judged anew by everything else."""
    faces = Face.objects.filter(owner=user, expression__isnull=False)
    assets = set(faces.values_list("asset_id", flat=True))
    faces.update(expression=None)
    erase_moods(user.pk, assets)
    look_again(user, assets)
