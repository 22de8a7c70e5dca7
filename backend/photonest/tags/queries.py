"""Reads of the user's own tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from photonest.assets.models import Asset
from photonest.tags.models import AssetTag, TagKind
from photonest.tags.tag_paths import parts_of

OWN_TAGS = Prefetch(
    "tags", AssetTag.objects.filter(kind=TagKind.USER).select_related("tag").order_by("tag__name"), to_attr="own_tags"
)
"""For `prefetch_related`, before `own_names` is asked of many assets."""


@dataclass(frozen=True)
class TagCount:
    name: str
    count: int


def own_names(asset: Asset) -> list[str]:
    """Paths of the asset's own tags, by name."""
    held = getattr(asset, "own_tags", None)
    if held is None:
        held = AssetTag.objects.filter(asset=asset, kind=TagKind.USER).select_related("tag").order_by("tag__name")
    return list(dict.fromkeys(row.tag.name for row in held))


def own_words(asset: Asset) -> Iterator[str]:
    """The same as texts to be found by: ``Places Lisbon``."""
    for name in own_names(asset):
        yield " ".join(parts_of(name))


def counted(assets: QuerySet[Asset], owner_id: UUID) -> list[TagCount]:
    """The own tags that `assets` of this owner carry, by name, with how many photos carry each."""
    rows = (
        AssetTag.objects.filter(owner_id=owner_id, kind=TagKind.USER, asset__in=assets.order_by())
        .order_by("tag__name")
        .values_list("tag__name")
        .annotate(count=Count("asset_id", distinct=True))
    )
    return [TagCount(name, count) for name, count in rows]
