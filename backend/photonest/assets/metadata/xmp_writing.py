"""Writes our few fields into an XMP sidecar and keeps everything that others wrote there; never touches a photo.

Properties: FEATURES.md, appendix B. The output depends on the input alone: no clock, no random id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from photonest.assets.errors import SidecarNotWritable
from photonest.assets.metadata.clock_readings import offset_text
from photonest.assets.metadata.positions import to_xmp_text
from photonest.assets.metadata.text_cleaning import LONG, clean_line, clean_text
from photonest.assets.metadata.xmp import Region
from photonest.assets.metadata.xmp_tree import Structure, XmpTree


class Unset(Enum):
    """Marks a field that is to stay as it is."""

    KEEP = 0


KEEP = Unset.KEEP


@dataclass(frozen=True, slots=True)
class MarkedFaces:
    """Faces as MWG regions of the *stored* picture, whose size is named so that readers know what the shares mean."""

    faces: Sequence[Region]
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class XmpChanges:
    """What to write; `KEEP` leaves a property as it is, None (or () for keywords) removes it."""

    rating: int | Unset | None = KEEP
    title: str | Unset | None = KEEP
    description: str | Unset | None = KEEP
    keywords: Sequence[tuple[str, ...]] | Unset | None = KEEP
    """Paths, widest part first."""
    taken_at: datetime | Unset | None = KEEP
    """Local time; aware if the zone is known."""
    position: tuple[float, float] | Unset | None = KEEP
    """Latitude and longitude in degrees."""
    faces: MarkedFaces | Unset | None = KEEP


def merge_xmp(existing: bytes | None, changes: XmpChanges) -> bytes:
    """The sidecar with the changes made; foreign properties stay as they are.

    Raises `SidecarNotWritable` if `existing` is no XMP that can be read (replacing it would lose what it holds),
    or if a rating is not between -1 and 5.
    """
    tree = XmpTree(existing)
    if not isinstance(changes.rating, Unset):
        _put_rating(tree, changes.rating)
    if not isinstance(changes.title, Unset):
        tree.put_default_language("dc", "title", clean_line(changes.title or "", 500))
    if not isinstance(changes.description, Unset):
        text = clean_text(changes.description or "", LONG)
        tree.put_default_language("dc", "description", text)
        tree.put_default_language("tiff", "ImageDescription", text)
    if not isinstance(changes.keywords, Unset):
        _put_keywords(tree, changes.keywords or ())
    if not isinstance(changes.taken_at, Unset):
        _put_time(tree, changes.taken_at)
    if not isinstance(changes.position, Unset):
        _put_position(tree, changes.position)
    if not isinstance(changes.faces, Unset):
        _put_faces(tree, changes.faces)
    return tree.packet()


def _put_rating(tree: XmpTree, rating: int | None) -> None:
    if rating is not None and not -1 <= rating <= 5:
        raise SidecarNotWritable("A rating lies between -1 and 5.")
    tree.put_text("xmp", "Rating", None if rating is None else str(rating))


def _put_keywords(tree: XmpTree, keywords: Sequence[tuple[str, ...]]) -> None:
    cleaned = (tuple(part for part in map(clean_line, path) if part) for path in keywords)
    paths = list(dict.fromkeys(path for path in cleaned if path))
    # A slash or bar inside a name would split it when it is read again: look-alikes take their place.
    slashed = ["/".join(part.replace("/", "\u2215") for part in path) for path in paths]
    barred = ["|".join(part.replace("|", "\u00a6") for part in path) for path in paths]
    tree.put_list("digiKam", "TagsList", "Seq", slashed)
    tree.put_list("lr", "HierarchicalSubject", "Bag", barred)
    tree.put_list("dc", "subject", "Bag", list(dict.fromkeys(path[-1] for path in paths)))


def _put_time(tree: XmpTree, taken_at: datetime | None) -> None:
    text = None
    if taken_at is not None:
        text = taken_at.replace(tzinfo=None).isoformat(timespec="milliseconds" if taken_at.microsecond else "seconds")
        offset = taken_at.utcoffset()
        if offset is not None:
            text += offset_text(round(offset.total_seconds() / 60))
    tree.put_text("exif", "DateTimeOriginal", text)
    tree.put_text("photoshop", "DateCreated", text)


def _put_faces(tree: XmpTree, marked: MarkedFaces | None) -> None:
    """All regions of the picture are ours now; Windows' own copy of them would contradict and goes."""
    tree.remove("MP", "RegionInfo")
    if marked is None or not marked.faces:
        tree.remove("mwg-rs", "Regions")
        return
    entries: list[Structure] = [
        {
            ("mwg-rs", "Name"): clean_line(face.name, 200),
            ("mwg-rs", "Type"): "Face",
            ("mwg-rs", "Area"): {
                ("stArea", "x"): f"{face.x:.6f}",
                ("stArea", "y"): f"{face.y:.6f}",
                ("stArea", "w"): f"{face.width:.6f}",
                ("stArea", "h"): f"{face.height:.6f}",
                ("stArea", "unit"): "normalized",
            },
        }
        for face in marked.faces
    ]
    for entry in entries:
        if not entry["mwg-rs", "Name"]:
            del entry["mwg-rs", "Name"]
    size: Structure = {
        ("stDim", "w"): str(marked.width_px),
        ("stDim", "h"): str(marked.height_px),
        ("stDim", "unit"): "pixel",
    }
    tree.put_structure(
        "mwg-rs", "Regions", {("mwg-rs", "AppliedToDimensions"): size, ("mwg-rs", "RegionList"): entries}
    )


def _put_position(tree: XmpTree, position: tuple[float, float] | None) -> None:
    latitude, longitude = position if position is not None else (None, None)
    tree.put_text("exif", "GPSLatitude", None if latitude is None else to_xmp_text(latitude, "N", "S"))
    tree.put_text("exif", "GPSLongitude", None if longitude is None else to_xmp_text(longitude, "E", "W"))
    # An old height would belong to the old place.
    tree.put_text("exif", "GPSAltitude", None)
    tree.put_text("exif", "GPSAltitudeRef", None)
