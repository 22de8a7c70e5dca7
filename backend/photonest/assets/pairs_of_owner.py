"""Finds what belongs to an asset among its owner's files: its sidecar, the other half of a live photo."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from photonest.assets.metadata.sidecars import files_of_sidecar, sidecar_for
from photonest.assets.models import Asset, AssetKind, AssetName, Sidecar
from photonest.assets.pairs import PairPart, is_live_pair, pair_key

_CLOCK_SOURCES = {"exif", "xmp", "video"}
"""Where a time is a camera's own; file names and file times prove nothing about a pair."""


def sidecar_content(asset: Asset) -> bytes | None:
    """The XMP that lies beside the asset under any of its names, tied to it from now on."""
    for folder, filename in asset.names.values_list("folder", "filename"):
        stem = filename.rpartition(".")[0] or filename
        beside = Sidecar.objects.filter(owner_id=asset.owner_id, folder=folder, filename__istartswith=stem)
        by_name = {sidecar.filename: sidecar for sidecar in beside.only("id", "filename", "asset_id")}
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
    stem = filename[: -len(".xmp")]
    first_part = stem.partition(".")[0]
    names = dict[str, set[UUID]]()
    in_folder = AssetName.objects.filter(asset__owner_id=owner_id, folder=folder, filename__istartswith=first_part)
    for name, asset_id in in_folder.values_list("filename", "asset_id"):
        names.setdefault(name, set()).add(asset_id)
    sidecars = Sidecar.objects.filter(owner_id=owner_id, folder=folder, filename__istartswith=first_part)
    siblings = [*names, *sidecars.values_list("filename", flat=True)]
    return sorted(asset_id for name in files_of_sidecar(filename, siblings) for asset_id in names[name])


def pair_live_photo(asset: Asset) -> None:
    """Tie a picture and its short film together, whichever came first; in the caller's transaction."""
    if asset.motion_of_id is not None:
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
    """Assets of the other kind that share a folder and the beginning of a name, not tied to anything yet."""
    near = Q()
    for folder, filename in asset.names.values_list("folder", "filename"):
        stem = pair_key("", filename).lstrip("/")
        if stem:
            near |= Q(names__folder=folder, names__filename__istartswith=stem)
    if not near:
        return []
    untied = Asset.objects.filter(
        near, owner_id=asset.owner_id, kind=kind, motion_of__isnull=True, motion_part__isnull=True
    )
    return untied.exclude(id=asset.id).distinct()[:50]


def _parts(asset: Asset) -> Iterable[PairPart]:
    for folder, filename in asset.names.values_list("folder", "filename"):
        yield PairPart(
            folder=folder,
            filename=filename,
            format=asset.format,
            taken_at=asset.taken_at if asset.taken_source in _CLOCK_SOURCES else None,
            duration_s=asset.duration_s,
            content_identifier=str(asset.extra.get("content_identifier", "")),
        )
