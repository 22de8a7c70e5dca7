"""Vectors of the words of photos by a provider: a space of its own, filled and switched like a pack's."""

from __future__ import annotations

import hashlib

from django.db import transaction

from photonest.accounts.models import User
from photonest.ai.client import ai_client
from photonest.ai.errors import AIRefused
from photonest.assets.models import Asset
from photonest.assets.text_lines import lines_of
from photonest.core.errors import Unavailable
from photonest.jobs.models import StepRun
from photonest.jobs.services import record_done
from photonest.pipelines.outside.due import WORDS, due, give_up, wait
from photonest.providers.errors import ProviderTrouble
from photonest.providers.queries import consent_for, words_of
from photonest.providers.services import leaving, may_keep, room_today
from photonest.search import spaces
from photonest.search.models import EmbeddingSpace, SpaceKind
from photonest.tags.models import AssetTag
from photonest_contracts.inference import Vector
from photonest_contracts.providers import ProviderCard, WordsRequest

AT_ONCE = 32
MAX_CHARACTERS = 2_000


def embed_words(user: User, card: ProviderCard) -> bool:
    """One batch; whether more is to be done now. Raises `ProviderTrouble`, `DailyCapReached`, `ConsentMissing`."""
    space = space_of(card)
    room = room_today(user.pk, card, consent_for(user.pk, card))
    assets = list(due(user, WORDS)[: max(1, min(AT_ONCE, room))])
    texts: list[tuple[Asset, str]] = []
    for asset in assets:
        text = text_of(asset)
        if text:
            texts.append((asset, text))
        else:
            record_done(asset.pk, {WORDS.step: WORDS.version})
    if texts:
        _embed(user, card, space, texts)
    elif not assets:
        settle(user, card, space)
    return bool(assets)


def space_of(card: ProviderCard) -> EmbeddingSpace:
    """The space of this provider and model. Raises `SpaceInUse` when the name was another's."""
    dim = int(card.source.rpartition("@")[2])
    mark = hashlib.sha256(f"{card.host} {card.model}".encode()).hexdigest()
    return spaces.begin(card.source, dim=dim, kind=SpaceKind.WORDS, fingerprint=mark)


def text_of(asset: Asset) -> str:
    """What the consent names: title, description, shown tags (keywords are tags), text in the picture, landmarks."""
    tags = AssetTag.objects.filter(asset=asset, is_shown=True).order_by("-score", "tag__name")
    parts = [asset.title, asset.description]
    parts += list(dict.fromkeys(tags.values_list("tag__name", flat=True)[:30]))
    parts += [line.text for line in lines_of(asset)]
    parts += list(words_of(asset.pk))
    return ". ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))[:MAX_CHARACTERS]


def _embed(user: User, card: ProviderCard, space: EmbeddingSpace, texts: list[tuple[Asset, str]]) -> None:
    ids = [asset.pk for asset, _ in texts]
    try:
        with leaving(user.pk, card, about="photo", assets=ids) as leave:
            leave.sent_bytes = sum(len(text.encode()) for _, text in texts)
            answer = ai_client().embed_words(WordsRequest(texts=tuple(text for _, text in texts)))
            leave.sent_bytes = answer.sent_bytes
    except ProviderTrouble as problem:
        wait(ids, WORDS, problem)
        raise
    except AIRefused as problem:
        if len(texts) == 1:
            give_up(ids[0], WORDS, problem)
            return
        for one in texts:
            _embed(user, card, space, [one])
        return
    for (asset, _), vector in zip(texts, answer.vectors, strict=True):
        _store(asset, card, space, vector)


def _store(asset: Asset, card: ProviderCard, space: EmbeddingSpace, vector: Vector) -> None:
    if (vector.space, vector.dim) != (space.name, space.dim):
        give_up(asset.pk, WORDS, AIRefused(f"The vectors that came are not of the space {space.name}."))
        return
    with transaction.atomic():
        if may_keep(asset.owner_id, card):
            spaces.store_vector(asset, space, vector)
            record_done(asset.pk, {WORDS.step: WORDS.version})


def settle(user: User, card: ProviderCard, space: EmbeddingSpace) -> None:
    """All words are in: measure the space with the fixed texts, and call it ready."""
    from photonest.search.understanding import embed_outside  # with the query language, loaded when it is needed

    try:
        spaces.settle(space, lambda texts: embed_outside(user, texts, about="fixed texts", timeout_s=30.0, card=card))
    except (Unavailable, AIRefused):
        return  # the next job tries again


def words_changed(asset: Asset) -> bool:
    """The words of a photo changed: its vector is due again. Whether it had one."""
    gone, _ = StepRun.objects.filter(asset=asset, step=WORDS.step).delete()
    return bool(gone)
