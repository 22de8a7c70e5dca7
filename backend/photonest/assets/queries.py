"""Reads about assets that no topic file of its own holds."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from photonest.assets.models import Asset, AssetKind


@dataclass(frozen=True)
class Counts:
    photos: int
    videos: int


def counts(assets: QuerySet[Asset]) -> Counts:
    """How many photos and videos are among `assets`."""
    found = assets.aggregate(
        photos=Count("id", filter=Q(kind=AssetKind.IMAGE)), videos=Count("id", filter=Q(kind=AssetKind.VIDEO))
    )
    return Counts(found["photos"], found["videos"])


def stored_bytes(owner_id: UUID) -> int:
    """Bytes of all originals of an owner, the trash included."""
    total = Asset.objects.filter(owner_id=owner_id).aggregate(total=Sum("size_bytes"))["total"]
    return int(total or 0)
