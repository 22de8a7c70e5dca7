"""Tags that a provider outside gave; they live beside those of our own models and are replaced by nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from photonest.tags.models import AssetTag, TagKind
from photonest.tags.services import OUTSIDE_PREFIX, rejected_tags, tag_ids

if TYPE_CHECKING:
    from photonest.assets.models import Asset
    from photonest_contracts.providers import SeenThing

SHOWN_FROM = {TagKind.LABEL: 0.75, TagKind.OBJECT: 0.6}
"""Scores of Google Vision are not ours; below these, labels become guesses about the guess."""


def store_outside_tags(
    asset: Asset, source: str, found: Iterable[tuple[TagKind, SeenThing]], *, prefix: str = OUTSIDE_PREFIX
) -> None:
    """Replace what sources of this prefix said of the asset, in the caller's transaction; each name once."""
    best: dict[str, tuple[TagKind, SeenThing]] = {}
    for kind, thing in found:
        if thing.name and (thing.name not in best or best[thing.name][1].score < thing.score):
            best[thing.name] = (kind, thing)
    AssetTag.objects.filter(asset=asset, source__startswith=prefix).delete()
    ids, rejected = tag_ids(sorted(best)), rejected_tags(asset.pk)
    AssetTag.objects.bulk_create(
        AssetTag(
            asset=asset,
            owner_id=asset.owner_id,
            tag_id=ids[name],
            kind=kind,
            source=source,
            score=thing.score,
            is_shown=thing.score >= SHOWN_FROM[kind],
            box=thing.box,
        )
        for name, (kind, thing) in best.items()
        if ids[name] not in rejected  # its owner said: not this
    )


def erase_outside_tags(owner_id: UUID, *, prefix: str = OUTSIDE_PREFIX) -> None:
    """Take away what sources of this prefix said of all photos of an owner."""
    AssetTag.objects.filter(owner_id=owner_id, source__startswith=prefix).delete()
