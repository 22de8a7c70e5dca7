"""Automatic captions for photos that nobody described. They stand beside the description and never replace one."""

from __future__ import annotations

import base64

from django.db import transaction

from photonest.accounts.models import User
from photonest.ai.client import ai_client
from photonest.ai.errors import AIRefused
from photonest.assets.models import Asset
from photonest.core.errors import PhotoNestError
from photonest.jobs.services import record_done
from photonest.pipelines.outside.due import CAPTION, due, give_up, wait
from photonest.pipelines.outside.looking import outgoing
from photonest.providers.errors import ProviderTrouble
from photonest.providers.services import leaving, may_keep, store_answer
from photonest.search.services import index_words
from photonest.tags.models import AssetTag
from photonest_contracts.providers import CaptionRequest, ProviderCard

AT_ONCE = 4
MAX_WORDS = 15


def write_captions(user: User, card: ProviderCard) -> bool:
    """A few photos; whether more are to be done now. Raises `ProviderTrouble`, `DailyCapReached`, `ConsentMissing`."""
    assets = list(due(user, CAPTION)[:AT_ONCE])
    for asset in assets:
        _write_one(user, card, asset)
    return bool(assets)


def words_for(asset: Asset) -> list[str]:
    """What may be said of the photo: its shown tags, surest first, and its city. No text that stands in the picture:
    whoever wrote it would speak to the model.
    """
    shown = AssetTag.objects.filter(asset=asset, is_shown=True).order_by("-score", "tag__name")
    names = list(dict.fromkeys(shown.values_list("tag__name", flat=True)[: 2 * MAX_WORDS]))[:MAX_WORDS]
    return [*names, *([asset.city] if asset.city else [])]


def _write_one(user: User, card: ProviderCard, asset: Asset) -> None:
    words = words_for(asset)
    try:
        picture = base64.b64encode(outgoing(asset)).decode("ascii") if card.sends_pictures else None
    except PhotoNestError as problem:
        give_up(asset.pk, CAPTION, problem)
        return
    if not words and picture is None:
        record_done(asset.pk, {CAPTION.step: CAPTION.version})  # nothing to say, nothing sent
        return
    request = CaptionRequest(words=tuple(word[:200] for word in words), picture=picture)
    try:
        with leaving(user.pk, card, about="photo", assets=[asset.pk]) as leave:
            leave.sent_bytes = len(request.model_dump_json())
            answer = ai_client().caption(request)
            leave.sent_bytes = answer.sent_bytes
    except ProviderTrouble as problem:
        wait([asset.pk], CAPTION, problem)
        raise
    except AIRefused as problem:
        give_up(asset.pk, CAPTION, problem)
        return
    with transaction.atomic():
        locked = Asset.objects.select_for_update(no_key=True).filter(pk=asset.pk).first()
        if locked is None or not may_keep(user.pk, card):
            return
        if not locked.description and answer.caption:  # somebody may have written one while the model thought
            store_answer(asset.pk, asset.owner_id, CAPTION.provider, source=answer.source, caption=answer.caption)
            index_words(locked)
        record_done(asset.pk, {CAPTION.step: CAPTION.version})
