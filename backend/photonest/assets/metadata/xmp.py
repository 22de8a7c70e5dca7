"""What XMP says about a photo, embedded or in a sidecar: the fields of FEATURES.md, appendix B."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from photonest.assets.metadata.clock_readings import Reading, parse_clock
from photonest.assets.metadata.positions import Position, from_xmp_text, make_position
from photonest.assets.metadata.text_cleaning import clean_line, clean_text, is_camera_words
from photonest.assets.metadata.xmp_properties import Property, XmpRefused, parse_properties

MAX_KEYWORDS = 1_000
MAX_FACES = 500

KeywordPath = tuple[str, ...]
"""A keyword with its parents, widest first: ("Places", "Austria", "Vienna")."""

TIME_FIELDS = ("exif:DateTimeOriginal", "xmp:CreateDate", "exif:DateTimeDigitized", "photoshop:DateCreated")
"""exiftool's DateTimeOriginal, CreateDate (which it also finds under exif), and Photoshop's, in that order."""


@dataclass(frozen=True, slots=True)
class Region:
    """A marked face. Centre and size are shares (0…1) of width and height."""

    x: float
    y: float
    width: float
    height: float
    name: str = ""


@dataclass(slots=True)
class XmpFacts:
    """XMP in plain terms. Empty text and None mean: not told."""

    title: str = ""
    description: str = ""
    rating: int | None = None
    times: tuple[tuple[str, Reading], ...] = ()
    """(field, reading) in the order in which they count."""
    gps_time: Reading | None = None
    position: Position | None = None
    paths: tuple[KeywordPath, ...] = ()
    """Hierarchical keywords."""
    subjects: tuple[str, ...] = ()
    """Flat keywords."""
    faces: tuple[Region, ...] = ()
    """Relative to the picture of `applied_width_px` x `applied_height_px`, before orientation."""
    applied_width_px: int | None = None
    applied_height_px: int | None = None
    orientation: int | None = None
    projection: str = ""
    digital_source_type: str = ""
    camera_make: str = ""
    camera_model: str = ""
    lens: str = ""
    software: str = ""
    is_motion_photo: bool = False
    motion_offset_from_end: int | None = None
    """Bytes from the end of the file to the start of the video part."""
    motion_length: int | None = None
    motion_presentation_us: int | None = None
    burst_identifier: str = ""
    is_burst_cover: bool = False
    notes: list[str] = field(default_factory=list)


def read_xmp(packets: Iterable[bytes]) -> XmpFacts:
    """The XMP of a file (main packet first, then extended ones) or of a sidecar. Never raises: see `notes`."""
    properties: dict[str, Property] = {}
    facts = XmpFacts()
    for packet in packets:
        try:
            found = parse_properties(packet)
        except XmpRefused as error:
            facts.notes.append(str(error))
            continue
        for name, value in found.items():
            properties.setdefault(name, value)
    if properties:
        _words(facts, properties)
        _times(facts, properties)
        _place(facts, properties)
        _keywords(facts, properties)
        _faces(facts, properties)
        _origin(facts, properties)
        _motion(facts, properties)
    return facts


def _text(value: Property | None) -> str:
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), "")
    return value if isinstance(value, str) else ""


def _texts(value: Property | None) -> list[str]:
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return [value] if isinstance(value, str) and value else []


def _number(value: Property | None) -> float | None:
    """A number or a rational ("1483/10"); None for anything else, NaN and infinity."""
    top, _, bottom = _text(value).strip()[:40].partition("/")
    try:
        number = float(top) / (float(bottom) if bottom else 1.0)
    except (ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) else None


def _whole(value: Property | None) -> int | None:
    number = _number(value)
    return int(number) if number is not None and abs(number) < 2**53 else None


def _members(value: Property | None) -> dict[str, Property]:
    return value if isinstance(value, dict) else {}


def _words(facts: XmpFacts, properties: dict[str, Property]) -> None:
    facts.title = clean_line(_text(properties.get("dc:title")), 500)
    for name in ("dc:description", "tiff:ImageDescription"):
        text = clean_text(_text(properties.get(name)))
        if text and not is_camera_words(text):
            facts.description = text
            break
    rating = _number(properties.get("xmp:Rating"))
    if rating is not None:
        if -1 <= rating <= 5:
            facts.rating = round(rating)
        else:
            facts.notes.append("The rating was not between -1 and 5 and was not used.")
    elif "MicrosoftPhoto:Rating" in properties:
        percent = _number(properties["MicrosoftPhoto:Rating"])
        if percent is not None and 0 <= percent <= 100:  # Windows: 1, 25, 50, 75, 99
            facts.rating = 0 if percent == 0 else min(5, 1 + int(percent + 12) // 25)


def _times(facts: XmpFacts, properties: dict[str, Property]) -> None:
    times: list[tuple[str, Reading]] = []
    for name in TIME_FIELDS:
        text = _text(properties.get(name)).strip()
        if not text:
            continue
        reading = parse_clock(text)
        if reading is None:
            facts.notes.append(f"XMP {name} is no date (“{clean_line(text, 30)}”) and was not used.")
        else:
            times.append((f"XMP {name}", reading))
    facts.times = tuple(times)
    facts.gps_time = parse_clock(_text(properties.get("exif:GPSTimeStamp")))


def _place(facts: XmpFacts, properties: dict[str, Property]) -> None:
    latitude, longitude = _text(properties.get("exif:GPSLatitude")), _text(properties.get("exif:GPSLongitude"))
    if not latitude and not longitude:
        return
    altitude = _number(properties.get("exif:GPSAltitude"))
    if altitude is not None and _text(properties.get("exif:GPSAltitudeRef")).strip() == "1":
        altitude = -abs(altitude)
    facts.position = make_position(from_xmp_text(latitude), from_xmp_text(longitude), altitude)
    if facts.position is None:
        facts.notes.append("The GPS position in XMP was not usable.")


def _keywords(facts: XmpFacts, properties: dict[str, Property]) -> None:
    for name, separator in (
        ("digiKam:TagsList", "/"),
        ("lr:HierarchicalSubject", "|"),
        ("MicrosoftPhoto:LastKeywordXMP", "/"),
    ):
        paths = [
            tuple(part for part in (clean_line(part) for part in text[:2_000].split(separator)) if part)
            for text in _texts(properties.get(name))[:MAX_KEYWORDS]
        ]
        facts.paths = tuple(dict.fromkeys(path for path in paths if path))
        if facts.paths:
            break
    subjects = (clean_line(text) for text in _texts(properties.get("dc:subject"))[:MAX_KEYWORDS])
    facts.subjects = tuple(dict.fromkeys(word for word in subjects if word))


def _faces(facts: XmpFacts, properties: dict[str, Property]) -> None:
    regions = _members(properties.get("mwg-rs:Regions"))
    dimensions = _members(regions.get("mwg-rs:AppliedToDimensions"))
    width, height = _whole(dimensions.get("stDim:w")), _whole(dimensions.get("stDim:h"))
    facts.applied_width_px = width if width and width > 0 else None
    facts.applied_height_px = height if height and height > 0 else None
    listed = regions.get("mwg-rs:RegionList")
    found: list[Region] = []
    for entry in listed[:MAX_FACES] if isinstance(listed, list) else []:
        region = _members(entry)
        if _text(region.get("mwg-rs:Type")).strip().lower() not in ("face", ""):
            continue
        area = _members(region.get("mwg-rs:Area"))
        numbers = [_number(area.get(f"stArea:{side}")) for side in "xywh"]
        if None in numbers:
            continue
        x, y, w, h = (number or 0.0 for number in numbers)
        if _text(area.get("stArea:unit")).strip().lower() == "pixel" and width and height:
            x, y, w, h = x / width, y / height, w / width, h / height
        _keep(found, Region(x, y, w, h, clean_line(_text(region.get("mwg-rs:Name")))))
    facts.faces = tuple(found) or _microsoft_faces(properties)


def _microsoft_faces(properties: dict[str, Property]) -> tuple[Region, ...]:
    """Windows Photo Gallery's people tags: `left, top, width, height` as shares."""
    listed = _members(properties.get("MP:RegionInfo")).get("MPRI:Regions")
    found: list[Region] = []
    for entry in listed[:MAX_FACES] if isinstance(listed, list) else []:
        region = _members(entry)
        numbers = [_number(part) for part in _text(region.get("MPReg:Rectangle")).split(",")[:5]]
        if len(numbers) != 4 or None in numbers:
            continue
        left, top, w, h = (number or 0.0 for number in numbers)
        name = clean_line(_text(region.get("MPReg:PersonDisplayName")))
        _keep(found, Region(left + w / 2, top + h / 2, w, h, name))
    return tuple(found)


def _keep(found: list[Region], region: Region) -> None:
    """Keeps a region that lies in the picture; rounding at the edge is forgiven."""
    inside = -0.01 <= region.x <= 1.01 and -0.01 <= region.y <= 1.01
    if inside and 0 < region.width <= 1.01 and 0 < region.height <= 1.01:
        found.append(region)


def _origin(facts: XmpFacts, properties: dict[str, Property]) -> None:
    facts.projection = clean_line(_text(properties.get("GPano:ProjectionType")), 40).lower()
    facts.digital_source_type = clean_line(_text(properties.get("Iptc4xmpExt:DigitalSourceType")))
    facts.camera_make = clean_line(_text(properties.get("tiff:Make")), 100)
    facts.camera_model = clean_line(_text(properties.get("tiff:Model")), 100)
    facts.lens = clean_line(_text(properties.get("exifEX:LensModel")) or _text(properties.get("aux:Lens")), 150)
    facts.software = clean_line(_text(properties.get("xmp:CreatorTool")))
    orientation = _whole(properties.get("tiff:Orientation"))
    facts.orientation = orientation if orientation is not None and 1 <= orientation <= 8 else None
    facts.burst_identifier = clean_line(_text(properties.get("GCamera:BurstID")), 64)
    facts.is_burst_cover = _text(properties.get("GCamera:BurstPrimary")).strip() == "1"


def _motion(facts: XmpFacts, properties: dict[str, Property]) -> None:
    """Google's motion photo format 1.0 (Container directory) and the older MicroVideo."""
    facts.is_motion_photo = any(
        _text(properties.get(name)).strip() == "1" for name in ("GCamera:MotionPhoto", "GCamera:MicroVideo")
    )
    stamp = _whole(properties.get("GCamera:MotionPhotoPresentationTimestampUs"))
    if stamp is None:
        stamp = _whole(properties.get("GCamera:MicroVideoPresentationTimestampUs"))
    facts.motion_presentation_us = stamp if stamp is not None and stamp >= 0 else None
    behind = 0
    directory = properties.get("Container:Directory")
    for entry in reversed(directory[:50] if isinstance(directory, list) else []):
        item = _members(_members(entry).get("Container:Item")) or _members(entry)
        length, padding = _whole(item.get("Item:Length")) or 0, _whole(item.get("Item:Padding")) or 0
        if _text(item.get("Item:Semantic")).strip() == "MotionPhoto" and length > 0:
            facts.motion_offset_from_end, facts.motion_length = behind + length + padding, length
            return
        behind += length + padding
    offset = _whole(properties.get("GCamera:MicroVideoOffset"))
    if offset is not None and offset > 0:
        facts.motion_offset_from_end = facts.motion_length = offset
