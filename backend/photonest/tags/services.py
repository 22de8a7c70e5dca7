"""Writes of tags that a model gave."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from photonest.ai.client import ai_client
from photonest.assets.models import AssetKind
from photonest.tags import kinds
from photonest.tags.models import LOOK_KINDS, AssetTag, RejectedTag, Tag, TagKind
from photonest_contracts.inference import Look, LookKind

OUTSIDE_PREFIX = "google-vision@"
"""Sources that begin so are a provider's, not our own models' (tags/outside.py)."""

if TYPE_CHECKING:
    from photonest.assets.models import Asset
    from photonest_contracts.inference import Analysis, Label

KINDS_KEPT_FROM = 0.10
"""Below, a kind of picture is not written down."""


def store_tags(asset: Asset, analysis: Analysis) -> None:
    """Replace the machine's tags of an asset by those of `analysis`, in the caller's transaction.

    A user's own tags stay, and those of a kind that was not asked for. What is shown is decided by each model's
    honest threshold (`VocabularyTag.shown_from`).
    """
    answers = {TagKind.LABEL: analysis.labels, TagKind.OBJECT: analysis.objects}
    found: list[tuple[TagKind, Label | Look]] = [(kind, one) for kind, some in answers.items() for one in some or ()]
    found += [(TagKind(look.kind.value), look) for look in analysis.looks or () if look.kind != LookKind.KIND]
    if analysis.looks is not None:
        found += [(TagKind.KIND, look) for look in _kinds(asset, analysis.looks)]
    asked = [kind for kind, labels in answers.items() if labels is not None]
    asked += LOOK_KINDS if analysis.looks is not None else ()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM tags_assettag WHERE asset_id = %s AND kind = ANY(%s) AND NOT starts_with(source, %s)",
            [asset.pk, [str(kind) for kind in asked], OUTSIDE_PREFIX],
        )
    unknown = _insert(asset, found)
    if unknown:
        tag_ids(sorted(unknown))
        _insert(asset, [(kind, label) for kind, label in found if label.name in unknown])


def _insert(asset: Asset, found: Sequence[tuple[TagKind, Label | Look]]) -> set[str]:
    """Write what was found, without what the owner rejected; return the names that are no tags yet, not written.

    One statement: as objects of Django the twenty rows of a photo took longer than everything else it writes.
    """
    box_of = [getattr(label, "box", None) for _, label in found]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH said AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::float8[], %s::boolean[],"
            " %s::text[], %s::smallint[]) AS v(name, kind, source, score, is_shown, box, count)),"
            " written AS (INSERT INTO tags_assettag"
            " (asset_id, owner_id, tag_id, kind, source, score, is_shown, box, count)"
            " SELECT %s, %s, t.id, s.kind, s.source, s.score, s.is_shown, s.box::jsonb, s.count"
            " FROM said s JOIN tags_tag t ON t.name = s.name"
            " WHERE NOT EXISTS (SELECT 1 FROM tags_rejectedtag r WHERE r.asset_id = %s AND r.tag_id = t.id))"
            " SELECT s.name FROM said s WHERE NOT EXISTS (SELECT 1 FROM tags_tag t WHERE t.name = s.name)",
            [
                [label.name for _, label in found],
                [str(kind) for kind, _ in found],
                [label.source for _, label in found],
                [label.score for _, label in found],
                [label.score >= shown_from(label) for _, label in found],
                [None if box is None else json.dumps(box) for box in box_of],
                [min(getattr(label, "count", 1), 32_767) for _, label in found],
                asset.pk, asset.owner_id, asset.pk,
            ],
        )  # fmt: skip
        return {row[0] for row in cursor.fetchall()}


def erase_moods(owner_id: UUID, asset_ids: Collection[UUID]) -> None:
    """Take the moods that our own models gave these photos away."""
    ours = AssetTag.objects.exclude(source__startswith=OUTSIDE_PREFIX)
    ours.filter(owner_id=owner_id, asset_id__in=asset_ids, kind=TagKind.MOOD).delete()


def _kinds(asset: Asset, looks: Sequence[Look]) -> list[Look]:
    """What kind of picture it is, by pixels and by what the file says."""
    facts = kinds.FileFacts(
        filename=asset.filename,
        format=asset.format,
        width_px=asset.width_px,
        height_px=asset.height_px,
        camera=f"{asset.camera_make} {asset.camera_model}".strip(),
        lens=asset.lens,
        software=str(asset.extra.get("software", "")),
        projection=str(asset.extra.get("projection", "")).lower(),
        is_video=asset.kind == AssetKind.VIDEO,
    )
    seen = {look.name: look.score for look in looks if look.kind == LookKind.KIND}
    found = kinds.kinds_of(facts, seen)
    return [
        Look(kind=LookKind.KIND, name=name, score=round(score, 4), source=kinds.SOURCE)
        for name, score in found.items()
        if score >= KINDS_KEPT_FROM
    ]


def rejected_tags(asset_id: UUID) -> set[int]:
    """Tags that the owner took off this asset: whoever writes tags leaves them out."""
    return set(RejectedTag.objects.filter(asset_id=asset_id).values_list("tag_id", flat=True))


def shown_from(label: Label | Look) -> float:
    """Lowest score at which a person should see this tag; 1.01 (never) for a word the vocabulary does not have."""
    if label.source == kinds.SOURCE:
        return kinds.shown_from(label.name)
    return _thresholds().get((label.name, label.source), 1.01)


@lru_cache(maxsize=1)
def _thresholds() -> dict[tuple[str, str], float]:
    return {
        (tag.name, source): tag.shown_from_by_source.get(source, tag.shown_from)
        for tag in ai_client().vocabulary().tags
        for source in tag.sources
    }


def tag_ids(names: Sequence[str]) -> dict[str, int]:
    """Name -> id; tags that nobody carried so far are made."""
    known = dict(Tag.objects.filter(name__in=names).values_list("name", "id"))
    missing = [name for name in names if name not in known]
    if missing:
        with transaction.atomic():
            Tag.objects.bulk_create([Tag(name=name) for name in missing], ignore_conflicts=True)
        known |= dict(Tag.objects.filter(name__in=missing).values_list("name", "id"))
    return known
