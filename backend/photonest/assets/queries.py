"""Reads about assets that no topic file of its own holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from photonest.assets.id_lists import id_in
from photonest.assets.models import Asset, AssetKind, Copy

_GENERATED = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia")
"""Ends of digital source types (IPTC) of what no camera saw."""


def is_generated() -> Q:
    """The file says that a machine made the picture: it never happened."""
    source = "extra__digital_source_type"
    made = Q()
    for ending in _GENERATED:
        made |= Q(**{f"{source}__endswith": ending})
    return Q(**{f"{source}__isnull": False}) & made


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


def members_of_stack(asset: Asset) -> QuerySet[Asset]:
    """The photos on the same stack, `asset` among them, in the order they were taken; none when it is on no stack."""
    if asset.stack_id is None:
        return Asset.objects.none()
    members = Asset.objects.filter(stack_id=asset.stack_id, trashed_at__isnull=True, motion_of__isnull=True)
    return members.order_by("local_at", "filename", "id")


def copy_sets(owner_id: UUID, asset_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Photo -> key of the set of copies it belongs to, the same for all of them; photos of no set are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE near(root, id) AS (SELECT v.id, v.id FROM unnest(%(ids)s::uuid[]) AS v(id) UNION"
            " SELECT n.root, CASE WHEN c.one_id = n.id THEN c.other_id ELSE c.one_id END FROM near n"
            " JOIN assets_copy c ON (c.one_id = n.id OR c.other_id = n.id)"
            " AND c.owner_id = %(owner)s AND NOT c.is_dismissed)"
            " SELECT root, min(id::text)::uuid FROM near GROUP BY root HAVING count(*) > 1",
            {"ids": list(asset_ids), "owner": owner_id},
        )
        return dict(cursor.fetchall())


def copies_of(asset_id: UUID) -> set[UUID]:
    """Other photos that show the very same picture, by pixels: what "more like this" and search leave out."""
    pairs = Copy.objects.filter(Q(one_id=asset_id) | Q(other_id=asset_id), is_dismissed=False)
    return {other if one == asset_id else one for one, other in pairs.values_list("one_id", "other_id")}


def without_copies(ranked: Sequence[UUID]) -> list[UUID]:
    """`ranked` with only the first of each set of copies and of each stack, in the same order."""
    pairs = Copy.objects.filter(one_id__in=ranked, other_id__in=ranked, is_dismissed=False)
    same: dict[UUID, set[UUID]] = {}
    for one, other in pairs.values_list("one_id", "other_id"):
        same.setdefault(one, set()).add(other)
        same.setdefault(other, set()).add(one)
    stacks = dict(Asset.objects.filter(id_in(ranked), stack__isnull=False).values_list("id", "stack_id"))
    kept: list[UUID] = []
    seen: set[UUID] = set()
    for asset_id in ranked:
        if asset_id in seen or stacks.get(asset_id) in seen:
            continue
        kept.append(asset_id)
        seen |= same.get(asset_id, set()) | {asset_id}
        if asset_id in stacks:
            seen.add(stacks[asset_id])
    return kept
