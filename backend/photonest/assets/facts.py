"""Writes what was read from a file into its asset's columns; each group of columns is saved by its own step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from photonest.assets.models import Asset, AssetKind, AssetState

if TYPE_CHECKING:
    from photonest.assets.metadata.reading import Metadata
    from photonest.assets.pixels.decoding import DecodedPhoto
    from photonest.assets.places import Place
    from photonest.assets.video import VideoProbe
    from photonest_contracts.inference import Label, Quality

PERSON, PERSON_FROM = "person", 0.35
"""The detector's word for people, and the peak from which there is one (precision 0.90; design record, 4.3)."""

_METADATA_COLUMNS = [
    "taken_at", "local_at", "local_day", "utc_offset_minutes", "taken_source", "zone_source",
    "latitude", "longitude", "altitude_m", "city", "region", "country", "country_code",
    "camera_make", "camera_model", "lens", "f_number", "exposure_s", "iso", "focal_length_mm",
    "extra", "notes", "title", "description", "rating", "motion_offset", "motion_length",
    "duration_s", "is_browser_ready", "width_px", "height_px", "ratio",
]  # fmt: skip
TIME_COLUMNS = ("taken_at", "local_at", "local_day", "utc_offset_minutes", "taken_source", "zone_source")
PLACE_COLUMNS = (
    "latitude", "longitude", "altitude_m", "city", "region", "country", "country_code", "place_source",
)  # fmt: skip
_SAID_COLUMNS = (
    "title", "description", "is_description_own", "rating", "is_rating_own", *TIME_COLUMNS, *PLACE_COLUMNS
)  # fmt: skip
OWN = "user"
"""`taken_source` and `place_source` of what the owner set: no later reading of the file changes it."""
_DECODED_COLUMNS = [
    "width_px", "height_px", "ratio", "frame_count", "colour_rgb", "thumbhash", "dhash", "phash",
    "renditions_version", "notes",
]  # fmt: skip

_QUALITY_COLUMNS = ["face_count", "person_count", "sharpness", "exposure", "brightness", "is_monochrome", "state"]


def apply_metadata(asset: Asset, metadata: Metadata, *, place: Place | None) -> None:
    """Fill the columns; what the user has said (time, place, description, rating) is not overwritten by a reading."""
    if metadata.captured is not None and asset.taken_source != OWN:
        captured = metadata.captured
        asset.taken_at = captured.utc
        asset.local_at = captured.local.replace(tzinfo=UTC)
        asset.local_day = captured.local.date()
        asset.utc_offset_minutes = captured.offset_minutes
        asset.taken_source = captured.source
        asset.zone_source = captured.zone_source
    if asset.place_source != OWN:
        asset.latitude, asset.longitude, asset.altitude_m = metadata.latitude, metadata.longitude, metadata.altitude_m
        asset.city = place.city if place else ""
        asset.region = place.region if place else ""
        asset.country = place.country if place else ""
        asset.country_code = place.country_code if place else ""
    asset.camera_make, asset.camera_model = metadata.camera_make[:100], metadata.camera_model[:100]
    asset.lens = metadata.lens[:150]
    asset.f_number, asset.exposure_s = metadata.f_number, metadata.exposure_s
    asset.iso, asset.focal_length_mm = metadata.iso, metadata.focal_length_mm
    asset.title = asset.title or metadata.title[:500]
    if not asset.is_description_own:
        asset.description = asset.description or metadata.description
    if not asset.is_rating_own:
        asset.rating = metadata.rating if asset.rating is None else asset.rating
    asset.extra, asset.notes = metadata.extra(), list(metadata.notes)
    if metadata.motion is not None:
        asset.motion_offset, asset.motion_length = metadata.motion.offset, metadata.motion.length


def apply_film(asset: Asset, film: VideoProbe) -> None:
    asset.width_px, asset.height_px = film.width_px, film.height_px
    asset.ratio = film.width_px / film.height_px
    asset.duration_s = film.duration_s
    asset.is_browser_ready = film.is_browser_ready


def apply_decoded(asset: Asset, decoded: DecodedPhoto, *, version: int) -> None:
    red, green, blue = decoded.mean_rgb
    if asset.kind != AssetKind.VIDEO:  # the poster of a film is smaller than the film
        asset.width_px, asset.height_px = decoded.original_width_px, decoded.original_height_px
    asset.ratio = decoded.original_width_px / decoded.original_height_px
    asset.frame_count = decoded.frames
    asset.colour_rgb = red << 16 | green << 8 | blue
    asset.thumbhash = decoded.thumbhash
    asset.dhash, asset.phash = signed(decoded.dhash), signed(decoded.phash)
    asset.renditions_version = version
    asset.notes = [*asset.notes, *(note for note in decoded.warnings if note not in asset.notes)]


def apply_quality(asset: Asset, quality: Quality | None) -> None:
    """May be missing where that task is switched off."""
    if quality is not None:
        asset.sharpness, asset.exposure, asset.brightness = quality.sharpness, quality.exposure, quality.brightness
        asset.is_monochrome = quality.is_monochrome


def apply_people(asset: Asset, face_count: int | None, objects: Sequence[Label] | None) -> None:
    """Count who is seen; either may be missing where that task is switched off."""
    if face_count is not None:
        asset.face_count = face_count
    if face_count is not None or objects is not None:
        people = [thing.count for thing in objects or () if thing.name == PERSON and thing.score >= PERSON_FROM]
        asset.person_count = max([face_count or 0, *people])


def save_visible(asset: Asset, *, is_decoded: bool) -> bool:
    """Save what the first two steps found, in the caller's transaction; False when the asset is gone meanwhile.

    What its owner wrote while the file was being read stays.
    """
    said = Asset.objects.select_for_update(no_key=True).filter(id=asset.id).values(*_SAID_COLUMNS).first()
    if said is None:
        return False
    asset.title = said["title"] or asset.title
    if said["is_description_own"] or said["description"]:
        asset.description = said["description"]
    if said["is_rating_own"] or said["rating"] is not None:
        asset.rating = said["rating"]
    for source, names in (("taken_source", TIME_COLUMNS), ("place_source", PLACE_COLUMNS)):
        # An undo that came meanwhile counts as well: `asset` then still says "user".
        if OWN in (said[source], getattr(asset, source)):
            for name in names:
                setattr(asset, name, said[name])
    columns = [*_METADATA_COLUMNS, "place_source"]
    columns += [name for name in _DECODED_COLUMNS if is_decoded and name not in columns]
    asset.save(update_fields=columns)
    return True


def save_searchable(asset: Asset) -> None:
    """Save the quality and that everything is done."""
    asset.state = AssetState.READY
    asset.save(update_fields=_QUALITY_COLUMNS)


def signed(bits: int) -> int:
    """A 64-bit pattern as the signed number that PostgreSQL's bigint holds."""
    return bits - (1 << 64) if bits >= 1 << 63 else bits
