"""Grouping faces into people, in the background: after photos came, and anew when enough has changed.

A photo with faces asks for one grouping that runs when nothing else is left to do. In a long import that would be
too late to see anything, so every 256th photo (told by the random end of its id) asks for one that goes first.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from photonest.accounts.models import User
from photonest.assets.models import Change
from photonest.events.lock import lock_events
from photonest.jobs import queue
from photonest.jobs.queue import Priority
from photonest.people.models import Face, FaceEmbedding, Grouping
from photonest.pipelines import people_in_events

if TYPE_CHECKING:
    from photonest.assets.models import Asset
    from photonest.people.regrouping import Regrouped
    from photonest_contracts.inference import Analysis

log = logging.getLogger(__name__)

GROWN_BY = 1.2
"""Growth of the number of faces after which everything is grouped anew at once."""
ANEW_AFTER = timedelta(hours=20)
EVERY = 256


def faces_came(asset: Asset, marked: Sequence[Face], analysis: Analysis | None) -> None:
    """Queue what follows when a photo of an owner who said yes was looked at; in the caller's transaction."""
    queue.enqueue("read_drawn_face", [face.pk for face in marked], priority=Priority.BACKFILL)
    if analysis is not None and any(face.embedding is not None for face in analysis.faces or ()):
        ask(asset.owner_id)
        if asset.pk.int % EVERY == 0:
            queue.enqueue("group_faces", [asset.owner_id], priority=Priority.ASKED)


def ask(owner_id: UUID) -> None:
    """Queue a grouping for when nothing else is left to do, unless one waits; in a transaction that holds the owner's
    row, or one that begins just now would miss what this transaction writes.
    """
    grouping, _ = Grouping.objects.get_or_create(owner_id=owner_id)
    if not grouping.is_asked:
        Grouping.objects.filter(owner_id=owner_id).update(is_asked=True)
        queue.enqueue("group_faces", [owner_id], priority=Priority.IDLE)


def corrected(owner_id: UUID, change_id: UUID) -> None:
    """The owner said something: other faces may follow it, and events may be called otherwise."""
    with transaction.atomic():
        lock_events(owner_id)
        User.objects.select_for_update(no_key=True).get(pk=owner_id)
        ask(owner_id)
        if change := Change.objects.filter(pk=change_id, owner_id=owner_id).first():
            people_in_events.follow(change)


def group(owner_id: UUID) -> Regrouped:
    """Put new faces to the people they belong to; all of them anew when there are many more than the last time."""
    from photonest.people.regrouping import Regrouped, regroup_faces  # with NumPy, which the web server starts without

    with transaction.atomic():
        if not User.objects.select_for_update(no_key=True).filter(pk=owner_id, faces_enabled=True):
            return Regrouped()
        last, _ = Grouping.objects.get_or_create(owner_id=owner_id)
        Grouping.objects.filter(owner_id=owner_id).update(is_asked=False)
    count = FaceEmbedding.objects.filter(owner_id=owner_id).count()
    is_old = last.full_at is None or timezone.now() - last.full_at > ANEW_AFTER
    is_full = is_old or count > last.face_count * GROWN_BY
    done = regroup_faces(owner_id, is_full=is_full)
    if not done.is_settled:
        ask(owner_id)
    elif is_full:
        Grouping.objects.filter(owner_id=owner_id).update(full_at=timezone.now(), face_count=done.faces)
    log.info("faces grouped: %d looked at, %d moved, %d people", done.faces, done.moved, done.people)
    return done


def enqueue_nightly() -> int:
    """Queue a grouping for everybody whose last full one is a day old; return how many."""
    grouped = Grouping.objects.filter(full_at__gt=timezone.now() - ANEW_AFTER).values("owner_id")
    owners = User.objects.filter(faces_enabled=True, is_active=True).exclude(pk__in=grouped)
    due = [owner for owner in owners.order_by("id") if FaceEmbedding.objects.filter(owner=owner).exists()]
    for owner in due:
        set_aside(owner.pk)
        ask(owner.pk)
    return len(due)


def set_aside(owner_id: UUID) -> None:
    """A worker died over it, or the queue was lost: the next photo, or the next night, asks anew."""
    Grouping.objects.filter(owner_id=owner_id).update(is_asked=False)
