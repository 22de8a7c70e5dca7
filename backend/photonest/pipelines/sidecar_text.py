"""What a user said of a photo, written as XMP into a sidecar for other programs; the original is never touched."""

from __future__ import annotations

from datetime import timedelta, timezone

from photonest.assets.facts import OWN
from photonest.assets.metadata.xmp_writing import KEEP, XmpChanges, merge_xmp
from photonest.assets.models import Asset
from photonest.assets.pairs_of_owner import sidecar_content
from photonest.tags.queries import own_names
from photonest.tags.tag_paths import SLASH_INSIDE, parts_of


def xmp_for(asset: Asset) -> bytes:
    """The asset's sidecar with rating, title, description, own tags, and the time and place if the user set them.

    What other programs wrote into the sidecar stays. Raises `SidecarNotWritable`.
    """
    return merge_xmp(sidecar_content(asset), changes_of(asset))


def changes_of(asset: Asset) -> XmpChanges:
    """What is to be written: time and place only where they differ from what the file says, that is, were set here."""
    local = asset.local_at.replace(tzinfo=None)
    if asset.utc_offset_minutes is not None:
        local = local.replace(tzinfo=timezone(timedelta(minutes=asset.utc_offset_minutes)))
    position = (asset.latitude, asset.longitude)
    return XmpChanges(
        rating=KEEP if asset.rating is None else asset.rating,
        title=asset.title or KEEP,
        description=asset.description or KEEP,
        keywords=[tuple(part.replace(SLASH_INSIDE, "/") for part in parts_of(name)) for name in own_names(asset)],
        taken_at=local if asset.taken_source == OWN else KEEP,
        position=KEEP
        if asset.place_source != OWN
        else None
        if position[0] is None or position[1] is None
        else (position[0], position[1]),
    )
