"""Finds what belongs to an asset among its owner's files: its sidecar, the other half of a live photo."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from photonest.assets.filenames import stem_key
from photonest.assets.metadata.capture_time import CAMERA_CLOCKS
from photonest.assets.metadata.sidecars import files_of_sidecar, sidecar_for
from photonest.assets.models import Asset, AssetKind, AssetName, Sidecar
from photonest.assets.pairs import PHOTO_FORMATS, VIDEO_FORMATS, PairPart, is_live_pair

_CLOCK_SOURCES = CAMERA_CLOCKS | {"video"}
"""Where a time is a camera's own; file names and file times prove nothing about a pair."""


def sidecar_content(asset: Asset) -> bytes | None:
    """The XMP that lies beside the asset under any of its names, tied to it from now on."""
    names = [(name.folder, name.filename) for name in asset.names.all()]
    keys = {stem_key(filename) for _, filename in names}
    beside = list(
        Sidecar.objects.filter(owner_id=asset.owner_id, stem_key__in=keys).only("id", "folder", "filename", "asset_id")
    )
    for folder, filename in names:
        by_name = {sidecar.filename: sidecar for sidecar in beside if sidecar.folder == folder}
        chosen = sidecar_for(filename, by_name)
        if chosen is None:
            continue
        sidecar = by_name[chosen]
        if sidecar.asset_id != asset.id:
            Sidecar.objects.filter(id=sidecar.id).update(asset=asset)
        return bytes(Sidecar.objects.values_list("content", flat=True).get(id=sidecar.id))
    return None


def assets_of_sidecar(owner_id: UUID, *, folder: str, filename: str) -> list[UUID]:
    """Assets of the owner that a sidecar of this name describes."""
    key = stem_key(filename)
    names = dict[str, set[UUID]]()
    beside = AssetName.objects.filter(asset__owner_id=owner_id, folder=folder, stem_key=key)
    for name, asset_id in beside.values_list("filename", "asset_id"):
        names.setdefault(name, set()).add(asset_id)
    sidecars = Sidecar.objects.filter(owner_id=owner_id, folder=folder, stem_key=key)
    siblings = [*names, *sidecars.values_list("filename", flat=True)]
    return sorted(asset_id for name in files_of_sidecar(filename, siblings) for asset_id in names[name])


def pair_live_photo(asset: Asset) -> None:
    """Tie a picture and its short film together, whichever came first; in the caller's transaction."""
    if asset.motion_of_id is not None or asset.format not in PHOTO_FORMATS | VIDEO_FORMATS:
        return
    other_kind = AssetKind.VIDEO if asset.kind == AssetKind.IMAGE else AssetKind.IMAGE
    own = list(_parts(asset))
    for candidate in _candidates(asset, other_kind):
        for one in own:
            for other in _parts(candidate):
                photo, film = (one, other) if asset.kind == AssetKind.IMAGE else (other, one)
                if is_live_pair(photo, film):
                    picture, video = (asset, candidate) if asset.kind == AssetKind.IMAGE else (candidate, asset)
                    video.motion_of = picture
                    Asset.objects.filter(id=video.id).update(motion_of=picture)
                    return


def _candidates(asset: Asset, kind: AssetKind) -> Iterable[Asset]:
    """Assets of the other kind that share a folder and the stem of a name, not tied to anything yet."""
    names = asset.names.all()
    folders = {name.folder for name in names}
    keys = {key for name in names if (key := stem_key(name.filename))}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT a.id FROM assets_assetname n JOIN assets_asset a ON a.id = n.asset_id"
            " WHERE n.stem_key = ANY(%s) AND n.folder = ANY(%s) AND a.owner_id = %s AND a.kind = %s AND a.id <> %s"
            " AND a.motion_of_id IS NULL AND NOT EXISTS (SELECT 1 FROM assets_asset f WHERE f.motion_of_id = a.id)"
            " LIMIT 50",
            [list(keys), list(folders), asset.owner_id, str(kind), asset.pk],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return Asset.objects.filter(id__in=ids).prefetch_related("names") if ids else ()


def _parts(asset: Asset) -> Iterable[PairPart]:
    for name in asset.names.all():
        yield PairPart(
            folder=name.folder,
            filename=name.filename,
            format=asset.format,
            taken_at=asset.taken_at if asset.taken_source in _CLOCK_SOURCES else None,
            duration_s=asset.duration_s,
            content_identifier=str(asset.extra.get("content_identifier", "")),
        )
