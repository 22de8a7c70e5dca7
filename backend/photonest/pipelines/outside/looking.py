"""Google Vision looks at previews: 16 at a time, small copies without metadata; its words lie beside our own tags."""

from __future__ import annotations

import base64

from django.db import transaction

from photonest.accounts.models import User
from photonest.ai.client import ai_client
from photonest.ai.errors import AIRefused
from photonest.assets.models import Asset
from photonest.assets.pixels.outgoing import bare_copy
from photonest.core.errors import PhotoNestError
from photonest.core.failpoints import failpoint
from photonest.jobs.services import record_done
from photonest.pipelines.outside.due import LOOK, due, give_up, wait
from photonest.providers.errors import ProviderTrouble
from photonest.providers.queries import consent_for
from photonest.providers.services import leaving, may_keep, room_today, store_answer
from photonest.search.services import index_words
from photonest.storage import keys, media
from photonest.tags.models import TagKind
from photonest.tags.outside import store_outside_tags
from photonest_contracts.providers import MAX_PICTURES, LookRequest, ProviderCard, Seen, SeenThing


class PictureRefused(AIRefused):
    """The provider outside could not look at this picture. What PhotoNest sees by itself stands."""

    code = "picture_refused"


def look(user: User, card: ProviderCard) -> bool:
    """One batch; whether more is to be done now. Raises `ProviderTrouble`, `DailyCapReached`, `ConsentMissing`."""
    consent = consent_for(user.pk, card)
    room = room_today(user.pk, card, consent)
    assets = list(due(user, LOOK)[: max(1, min(MAX_PICTURES, room))])
    pictures: list[tuple[Asset, bytes]] = []
    for asset in assets:
        try:
            pictures.append((asset, outgoing(asset)))
        except PhotoNestError as problem:
            give_up(asset.pk, LOOK, problem)
    if pictures:
        _look_at(user, card, pictures)
    return bool(assets)


def outgoing(asset: Asset) -> bytes:
    """The copy of a photo that may leave. Raises `FileMissing`, `CorruptImage`."""
    with media.open_read(keys.preview(bytes(asset.sha256), asset.renditions_version)) as file:
        return bare_copy(file.read())


def _look_at(user: User, card: ProviderCard, pictures: list[tuple[Asset, bytes]]) -> None:
    ids = [asset.pk for asset, _ in pictures]
    try:
        with leaving(user.pk, card, about="photo", assets=ids) as leave:
            leave.sent_bytes = sum(len(picture) for _, picture in pictures)
            answer = ai_client().look(
                LookRequest(pictures=tuple(base64.b64encode(picture).decode("ascii") for _, picture in pictures))
            )
            leave.sent_bytes = answer.sent_bytes
    except ProviderTrouble as problem:
        wait(ids, LOOK, problem)
        raise
    except AIRefused as problem:
        if len(pictures) == 1:
            give_up(ids[0], LOOK, PictureRefused(problem.message))
            return
        for one in pictures:  # one of them spoils the batch: which, only asking one by one tells
            _look_at(user, card, [one])
        return
    failpoint("outside_answer")
    for (asset, _), seen in zip(pictures, answer.seen, strict=True):
        _store(asset, card, seen, source=answer.source)


def _store(asset: Asset, card: ProviderCard, seen: Seen, *, source: str) -> None:
    if seen.problem:
        give_up(asset.pk, LOOK, PictureRefused(f"Google Vision could not look at this picture: {seen.problem}"))
        return
    with transaction.atomic():
        locked = Asset.objects.select_for_update(no_key=True).filter(pk=asset.pk).first()
        if locked is None:
            return  # deleted for good meanwhile
        if not may_keep(asset.owner_id, card):
            return
        marks = [SeenThing(name=mark.name.lower(), score=mark.score) for mark in seen.landmarks]
        found = [(TagKind.LABEL, thing) for thing in (*seen.labels, *marks)]
        store_outside_tags(locked, source, [*found, *((TagKind.OBJECT, thing) for thing in seen.objects)])
        store_answer(
            asset.pk,
            asset.owner_id,
            LOOK.provider,
            source=source,
            lines=[line.model_dump(mode="json") for line in seen.lines],
            landmarks=[mark.model_dump(mode="json") for mark in seen.landmarks],
            safe_search=seen.safe_search,
            face_count=seen.face_count,
        )
        index_words(locked)
        record_done(asset.pk, {LOOK.step: LOOK.version})
