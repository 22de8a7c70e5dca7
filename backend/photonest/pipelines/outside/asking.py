"""The job that asks providers: one for each user who said yes, a batch at a time, behind everything else."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from photonest.accounts.models import User
from photonest.assets.models import Asset
from photonest.jobs import queue
from photonest.jobs.queue import Priority
from photonest.pipelines.outside import captions, looking, words
from photonest.pipelines.outside.due import CAPTION, LOOK, WALKS, WORDS, Walk
from photonest.providers.errors import ConsentMissing, DailyCapReached, ProviderTrouble
from photonest.providers.models import ProviderConsent
from photonest.providers.queries import allowed_card, has_said_yes, pause_of
from photonest_contracts.providers import ProviderCard

KIND = "ask_providers"
_DO: dict[str, Callable[[User, ProviderCard], bool]] = {
    LOOK.step: looking.look,
    CAPTION.step: captions.write_captions,
    WORDS.step: words.embed_words,
}


def ask(user_id: uuid.UUID) -> None:
    """One batch of each task the user allows; the job queues itself again while there is more to do now."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    with _alone(user_id) as is_alone:
        if not is_alone:
            return  # another worker is at it and goes on by itself
        is_more = [_ask_one(user, walk) for walk in WALKS]
    if any(is_more):
        queue.enqueue(KIND, [user_id], priority=Priority.BACKFILL)


def _ask_one(user: User, walk: Walk) -> bool:
    card = allowed_card(user.pk, walk.provider, walk.task)
    if card is None or pause_of(walk.provider):
        return False
    try:
        return _DO[walk.step](user, card)
    except (ProviderTrouble, DailyCapReached, ConsentMissing):
        return False  # said on the page; the housekeeping comes back to it


@contextmanager
def _alone(user_id: uuid.UUID) -> Iterator[bool]:
    """One worker a user: two would send the same photo twice. The lock ends with the connection, so also by kill -9."""
    key = user_id.int & 0x7FFF_FFFF_FFFF_FFFF
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def enqueue_user(user_id: uuid.UUID) -> None:
    """There may be something to ask for this user."""
    if not queue.has_waiting(KIND, user_id):
        queue.enqueue(KIND, [user_id], priority=Priority.BACKFILL)


def enqueue_for(asset: Asset, *, is_analysed: bool) -> None:
    """A photo was walked: its owner's providers may be asked about it. One cheap look where nobody is."""
    if has_said_yes(asset.owner_id):
        if is_analysed:
            words.words_changed(asset)
        enqueue_user(asset.owner_id)


def text_came(asset: Asset) -> None:
    """Text was read in a photo after it was walked: the vector of its words is due again."""
    if has_said_yes(asset.owner_id) and words.words_changed(asset):
        enqueue_user(asset.owner_id)


def enqueue_everybody() -> None:
    """After a pause, a new day or a lost queue: whoever said yes is looked after again."""
    for user_id in ProviderConsent.objects.order_by("user_id").values_list("user_id", flat=True).distinct():
        if has_said_yes(user_id):
            enqueue_user(user_id)


def wanted_steps(user: User) -> dict[str, int]:
    """The steps of the tasks the user allows, for the activity page."""
    return {walk.step: walk.version for walk in WALKS if allowed_card(user.pk, walk.provider, walk.task)}


def set_aside(user_id: uuid.UUID) -> None:
    """A worker died several times over this: the next trigger tries again, and nothing of our own is touched."""
