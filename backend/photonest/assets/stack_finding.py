"""Reads the photos that new ones may belong together with, and hands them to the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

from django.db import connection

from photonest.assets.burst_names import burst_name
from photonest.assets.metadata.capture_time import CAMERA_CLOCKS
from photonest.assets.models import Asset, AssetKind
from photonest.assets.stack_rules import BURST_GAP, LONGEST_BURST, SAME_SHOT, Group, Shot, groups


def found_among(owner_id: UUID, new: Collection[UUID]) -> list[Group]:
    """Groups in which at least one of `new` is, out of all photos of the owner."""
    shots = list(_shots(owner_id, new))
    around = _around(owner_id, shots)
    known = {shot.id for shot in shots}
    shots += _shots(owner_id, around - known)
    return [group for group in groups(shots) if not known.isdisjoint(group.members)]


def _shots(owner_id: UUID, ids: Collection[UUID]) -> Iterable[Shot]:
    rows = Asset.objects.filter(
        owner_id=owner_id, pk__in=list(ids), kind=AssetKind.IMAGE, motion_of__isnull=True, trashed_at__isnull=True,
        is_stack_decided=False,
    ).prefetch_related("names").only(
        "format", "local_at", "taken_source", "camera_make", "camera_model", "dhash", "phash", "extra", "sharpness"
    )  # fmt: skip
    for asset in rows:
        yield Shot(
            id=asset.pk,
            names=tuple((name.folder, name.filename) for name in asset.names.all()),
            format=asset.format,
            at=asset.local_at if asset.taken_source in CAMERA_CLOCKS else None,
            camera=f"{asset.camera_make} {asset.camera_model}".strip(),
            dhash=asset.dhash,
            phash=asset.phash,
            burst_identifier=str(asset.extra.get("burst_identifier") or ""),
            is_burst_cover=bool(asset.extra.get("is_burst_cover")),
            sharpness=asset.sharpness or 0.0,
        )


def _around(owner_id: UUID, shots: Iterable[Shot]) -> set[UUID]:
    """Photos with a name or a moment near enough to one of `shots`."""
    spans = []
    for shot in shots:
        in_burst = bool(shot.burst_identifier) or any(burst_name(name) for _, name in shot.names)
        spans.append((shot.id, max(BURST_GAP, SAME_SHOT, LONGEST_BURST if in_burst else timedelta(0))))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.id FROM unnest(%s::uuid[], %s::interval[]) AS n(id, span) JOIN assets_asset a ON a.id = n.id"
            " JOIN assets_asset b ON b.owner_id = %s AND b.local_at BETWEEN a.local_at - n.span AND a.local_at + n.span"
            " AND b.trashed_at IS NULL AND b.motion_of_id IS NULL"  # as the index of the timeline is made
            " UNION SELECT b.asset_id FROM unnest(%s::uuid[]) AS n(id) JOIN assets_assetname a ON a.asset_id = n.id"
            " JOIN assets_assetname b ON b.stem_key = a.stem_key AND b.folder = a.folder"
            " JOIN assets_asset o ON o.id = b.asset_id AND o.owner_id = %s WHERE a.stem_key <> ''",
            [[one for one, _ in spans], [span for _, span in spans], owner_id, [one for one, _ in spans], owner_id],
        )
        return {row[0] for row in cursor.fetchall()}
