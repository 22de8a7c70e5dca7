"""What the worker does once an hour: empty old trash, queue what is lost or outdated, remove abandoned uploads."""

from __future__ import annotations

import time

from django.utils import timezone

from photonest.assets.trash import purge_trash
from photonest.pipelines import compare, events, group_faces, reading, spaces
from photonest.pipelines.ingest import enqueue_outdated, enqueue_unfinished
from photonest.pipelines.outside.asking import enqueue_everybody
from photonest.search.services import forget_changes
from photonest.storage import media

ABANDONED_AFTER_S = 24 * 3600.0
"""An upload that takes longer than a day is dead; the slowest real one (50 GB at 1 MB/s) takes 14 hours."""


def run() -> None:
    enqueue_unfinished()
    enqueue_outdated()
    compare.ask_for_all()
    reading.enqueue_unread()
    events.ask_for_all()
    group_faces.enqueue_nightly()
    spaces.enqueue_missing()
    spaces.enqueue_drops()
    enqueue_everybody()
    purge_trash(timezone.now())
    forget_changes(timezone.now())
    media.remove_abandoned_incoming(older_than_s=ABANDONED_AFTER_S, now_s=time.time())
