"""What EXIF says about a photo: camera, exposure, place, clock readings, words; damaged parts become notes."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from photonest.assets.metadata.blocks import MAX_IPTC_BYTES, MAX_XMP_BYTES, Blocks
from photonest.assets.metadata.bounded_reader import BoundedReader, Window
from photonest.assets.metadata.clock_readings import parse_clock, parse_offset
from photonest.assets.metadata.positions import Position, from_degrees, make_position
from photonest.assets.metadata.text_cleaning import clean_line, clean_text, is_camera_words
from photonest.assets.metadata.tiff_tags import (
    Tiff,
    Value,
    as_float,
    as_int,
    as_text,
    number_of,
    open_tiff,
    read_directory,
    value_window,
)

# IFD0
DESCRIPTION, MAKE, MODEL, ORIENTATION, SOFTWARE, MODIFY_DATE = 0x010E, 0x010F, 0x0110, 0x0112, 0x0131, 0x0132
XMP, RATING, RATING_PERCENT, IPTC, EXIF_IFD, GPS_IFD = 0x02BC, 0x4746, 0x4749, 0x83BB, 0x8769, 0x8825
XP_TITLE, XP_COMMENT, XP_KEYWORDS, XP_SUBJECT = 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F
PANASONIC_ISO = 0x0017  # RW2 keeps it in its own IFD0
# Exif IFD
EXPOSURE, F_NUMBER, ISO, TIME_ZONE_OFFSET, RECOMMENDED_INDEX = 0x829A, 0x829D, 0x8827, 0x882A, 0x8832
SHUTTER_SPEED, APERTURE = 0x9201, 0x9202
ORIGINAL, DIGITIZED, OFFSET, OFFSET_ORIGINAL, OFFSET_DIGITIZED = 0x9003, 0x9004, 0x9010, 0x9011, 0x9012
FLASH, FOCAL_LENGTH, MAKER_NOTE, USER_COMMENT = 0x9209, 0x920A, 0x927C, 0x9286
SUBSEC, SUBSEC_ORIGINAL, SUBSEC_DIGITIZED = 0x9290, 0x9291, 0x9292
LENS_SPECIFICATION, LENS_MODEL = 0xA432, 0xA434

_IFD0 = frozenset(
    {DESCRIPTION, MAKE, MODEL, ORIENTATION, SOFTWARE, MODIFY_DATE, RATING, RATING_PERCENT}
    | {EXIF_IFD, GPS_IFD, XP_TITLE, XP_COMMENT, XP_KEYWORDS, XP_SUBJECT}
    # DNG, TIFF-EP and some scanners keep exposure and date in IFD0
    | {EXPOSURE, F_NUMBER, ISO, FOCAL_LENGTH, ORIGINAL, PANASONIC_ISO}
)
_EXIF = frozenset(
    {EXPOSURE, F_NUMBER, ISO, TIME_ZONE_OFFSET, RECOMMENDED_INDEX, ORIGINAL, DIGITIZED, OFFSET, OFFSET_ORIGINAL}
    | {OFFSET_DIGITIZED, FLASH, FOCAL_LENGTH, MAKER_NOTE, USER_COMMENT, SUBSEC, SUBSEC_ORIGINAL, SUBSEC_DIGITIZED}
    | {SHUTTER_SPEED, APERTURE, LENS_SPECIFICATION, LENS_MODEL}
)
_GPS = frozenset({1, 2, 3, 4, 5, 6, 7, 29})


@dataclass(frozen=True, slots=True)
class Clock:
    """One reading of the camera's clock; `offset_minutes` is None where no tag tells the zone."""

    field: str
    wall: datetime
    offset_minutes: int | None = None


@dataclass(slots=True)
class ExifFacts:
    """EXIF in plain terms. Empty text and None mean: not told."""

    camera_make: str = ""
    camera_model: str = ""
    lens: str = ""
    f_number: float | None = None
    exposure_s: float | None = None
    iso: int | None = None
    focal_length_mm: float | None = None
    flash_fired: bool | None = None
    orientation: int | None = None
    position: Position | None = None
    original: Clock | None = None
    digitized: Clock | None = None
    modified: Clock | None = None
    gps_time: datetime | None = None
    """UTC, from the satellites."""
    title: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    rating: int | None = None
    software: str = ""
    content_identifier: str = ""
    """Apple: the same in the picture and the video of a Live Photo."""
    burst_identifier: str = ""
    xmp: bytes = b""
    """TIFF files keep XMP and IPTC in tags."""
    iptc: bytes = b""
    notes: list[str] = field(default_factory=list)


def read_exif(blocks: Blocks) -> ExifFacts:
    """The EXIF of a file. Never raises for its content, except `ReadBudgetSpent`."""
    facts = ExifFacts()
    if blocks.exif is None:
        return facts
    tiff = open_tiff(blocks.exif)
    if tiff is None:
        facts.notes.append("The EXIF block is damaged and was not read.")
        return facts
    main = read_directory(tiff, tiff.first, _IFD0)
    sub, sub_tiff = _sub_directory(tiff, main, EXIF_IFD, _EXIF, blocks.exif_sub)
    gps, _ = _sub_directory(tiff, main, GPS_IFD, _GPS, blocks.exif_gps)
    exposure = {**{tag: main[tag] for tag in (EXPOSURE, F_NUMBER, ISO, FOCAL_LENGTH, ORIGINAL) if tag in main}, **sub}
    _camera(facts, main, exposure)
    _clocks(facts, main, exposure)
    _place(facts, gps)
    _words(facts, main, sub)
    if sub_tiff is not None:
        _apple(facts, sub.get(MAKER_NOTE))
    if blocks.exif.start == 0 and blocks.exif.length == blocks.exif.reader.size:  # a TIFF file, not a block in another
        _embedded_in_tiff(facts, tiff)
    return facts


def _sub_directory(
    tiff: Tiff, main: dict[int, Value], pointer: int, wanted: frozenset[int], split: Window | None
) -> tuple[dict[int, Value], Tiff | None]:
    if split is not None:
        other = open_tiff(split)
        return (read_directory(other, other.first, wanted), other) if other is not None else ({}, None)
    offset = as_int(main.get(pointer))
    if not offset or offset == tiff.first:
        return {}, None
    return read_directory(tiff, offset, wanted), tiff


def _positive(value: float | None, highest: float) -> float | None:
    return value if value is not None and 0 < value <= highest else None


def _camera(facts: ExifFacts, main: dict[int, Value], sub: dict[int, Value]) -> None:
    facts.camera_make = clean_line(as_text(main.get(MAKE)), 100)
    facts.camera_model = clean_line(as_text(main.get(MODEL)), 100)
    facts.software = clean_line(as_text(main.get(SOFTWARE)))
    orientation = as_int(main.get(ORIENTATION))
    facts.orientation = orientation if orientation is not None and 1 <= orientation <= 8 else None
    # Upper ends: pinhole cameras, 100 hours of star trails, telescopes.
    facts.f_number = _positive(as_float(sub.get(F_NUMBER)), 1_000)
    facts.exposure_s = _positive(as_float(sub.get(EXPOSURE)), 360_000)
    # Some old cameras write the APEX values only: f = 2^(Av/2), t = 2^-Tv (EXIF 2.32, annex C).
    aperture, speed = as_float(sub.get(APERTURE)), as_float(sub.get(SHUTTER_SPEED))
    if facts.f_number is None and aperture is not None and 0 < aperture < 20:
        facts.f_number = round(2 ** (aperture / 2), 1)
    if facts.exposure_s is None and speed is not None and -18 < speed < 18:
        facts.exposure_s = float(f"{2**-speed:.3g}")
    facts.focal_length_mm = _positive(as_float(sub.get(FOCAL_LENGTH)), 100_000)
    iso = as_int(sub.get(ISO)) or as_int(main.get(PANASONIC_ISO))
    if iso == 65_535:  # "look elsewhere", EXIF 2.3
        iso = as_int(sub.get(RECOMMENDED_INDEX)) or iso
    facts.iso = iso if iso is not None and 0 < iso <= 10_000_000 else None
    flash = as_int(sub.get(FLASH))
    facts.flash_fired = bool(flash & 1) if flash is not None else None
    facts.lens = clean_line(as_text(sub.get(LENS_MODEL)), 150) or _lens_from_numbers(sub.get(LENS_SPECIFICATION))


def _lens_from_numbers(value: Value | None) -> str:
    """`24-105mm f/4` from shortest and longest focal length and their largest apertures."""
    if not isinstance(value, tuple) or len(value) != 4:
        return ""
    shortest, longest, wide, tele = (number_of(part) for part in value)
    if not shortest or not longest or not (0 < shortest <= longest <= 10_000):
        return ""
    zoom = f"{shortest:g}mm" if shortest == longest else f"{shortest:g}-{longest:g}mm"
    if not wide or not 0 < wide < 100:
        return zoom
    return f"{zoom} f/{wide:g}" if not tele or tele == wide else f"{zoom} f/{wide:g}-{tele:g}"


def _clocks(facts: ExifFacts, main: dict[int, Value], sub: dict[int, Value]) -> None:
    modified = _clock(facts, "EXIF ModifyDate", main.get(MODIFY_DATE), sub.get(SUBSEC), sub.get(OFFSET))
    digitized = _clock(
        facts, "EXIF CreateDate", sub.get(DIGITIZED), sub.get(SUBSEC_DIGITIZED), sub.get(OFFSET_DIGITIZED)
    )
    original = _clock(
        facts, "EXIF DateTimeOriginal", sub.get(ORIGINAL), sub.get(SUBSEC_ORIGINAL), sub.get(OFFSET_ORIGINAL)
    )
    if original is not None and original.offset_minutes is None:
        # Writers that know one offset only: it holds for the original if both clocks read the same.
        for other in (digitized, modified):
            if other is not None and other.offset_minutes is not None and _same_second(other.wall, original.wall):
                original = Clock(original.field, original.wall, other.offset_minutes)
                break
    if original is not None and original.offset_minutes is None:
        hours = as_int(sub.get(TIME_ZONE_OFFSET))
        if hours is not None and TIME_ZONE_OFFSET in sub and -12 <= hours <= 14:
            original = Clock(original.field, original.wall, hours * 60)
    facts.original, facts.digitized, facts.modified = original, digitized, modified


def _same_second(one: datetime, other: datetime) -> bool:
    return abs(one - other) < timedelta(seconds=1)


def _clock(facts: ExifFacts, name: str, date: Value | None, subsec: Value | None, offset: Value | None) -> Clock | None:
    text = as_text(date).strip()
    if not text.strip(" :0-/T"):
        if text.strip(" :"):
            facts.notes.append(f"{name} is empty (“{clean_line(text, 30)}”) and was not used.")
        return None
    reading = parse_clock(text)
    if reading is None:
        facts.notes.append(f"{name} is no date (“{clean_line(text, 30)}”) and was not used.")
        return None
    digits = as_text(subsec).strip()
    wall = reading.wall
    if wall.microsecond == 0 and digits.isascii() and digits.isdigit():
        wall = wall.replace(microsecond=int(digits[:6].ljust(6, "0")))
    offset_minutes = parse_offset(as_text(offset))
    return Clock(name, wall, reading.offset_minutes if offset_minutes is None else offset_minutes)


def _place(facts: ExifFacts, gps: dict[int, Value]) -> None:
    latitude, longitude = _coordinate(gps.get(2), gps.get(1)), _coordinate(gps.get(4), gps.get(3))
    altitude = as_float(gps.get(6))
    if altitude is not None and (as_int(gps.get(5)) or 0) & 1:
        altitude = -abs(altitude)
    facts.position = make_position(latitude, longitude, altitude)
    if facts.position is None and (2 in gps or 4 in gps):
        facts.notes.append("The GPS position was not usable.")
    date, clock = as_text(gps.get(29)), gps.get(7)
    if date and isinstance(clock, tuple) and len(clock) == 3:
        parts = [number_of(part) for part in clock]
        reading = parse_clock(f"{date.strip()} 00:00:00")
        if reading is not None and all(part is not None and 0 <= part < 61 for part in parts):
            hours, minutes, seconds = (part or 0.0 for part in parts)
            if hours < 24:
                wall = reading.wall + timedelta(hours=hours, minutes=minutes, seconds=seconds)
                facts.gps_time = wall.replace(tzinfo=UTC)


def _coordinate(value: Value | None, reference: Value | None) -> float | None:
    if not isinstance(value, tuple):
        return None
    return from_degrees([number_of(part) for part in value[:3]], as_text(reference))


def _words(facts: ExifFacts, main: dict[int, Value], sub: dict[int, Value]) -> None:
    description = clean_text(as_text(main.get(DESCRIPTION)))
    if is_camera_words(description):
        description = ""
    facts.description = description or _windows_text(main.get(XP_COMMENT)) or _user_comment(sub.get(USER_COMMENT))
    facts.title = clean_line(_windows_text(main.get(XP_TITLE)), 500)
    keywords = _windows_text(main.get(XP_KEYWORDS)).replace("\n", " ").split(";")
    facts.keywords = tuple(word for word in (clean_line(part) for part in keywords[:500]) if word)
    rating = as_int(main.get(RATING))
    facts.rating = rating if rating is not None and 0 <= rating <= 5 else None


def _windows_text(value: Value | None) -> str:
    """Windows writes XPTitle and its kin as UTF-16, little endian, as bytes."""
    if not isinstance(value, bytes):
        return ""
    return clean_text(value[: len(value) & ~1].decode("utf-16-le", "replace").split("\0", 1)[0])


def _user_comment(value: Value | None) -> str:
    if not isinstance(value, bytes) or len(value) <= 8:
        return ""
    code, body = value[:8], value[8:]
    if code == b"UNICODE\0":
        # Byte order is not told; the half with more zeros tells it for Latin text.
        big = body[::2].count(0) > body[1::2].count(0)
        text = body[: len(body) & ~1].decode("utf-16-be" if big else "utf-16-le", "replace").split("\0", 1)[0]
    elif code in (b"ASCII\0\0\0", b"\0" * 8):
        text = body.split(b"\0", 1)[0].decode("utf-8", "replace")
    else:
        return ""
    text = clean_text(text)
    # Phones put binary or debug data here; what is not mostly letters is not a description.
    letters = sum(character.isalpha() or character.isspace() for character in text)
    return text if letters * 2 > len(text) and "�" not in text else ""


def _apple(facts: ExifFacts, note: Value | None) -> None:
    """Apple's maker note: tag 0x0011 ties a Live Photo together, 0x000B a burst (as documented by ExifTool)."""
    if not isinstance(note, bytes) or not note.startswith(b"Apple iOS\0"):
        return
    order = "<" if note[12:14] == b"II" else ">"
    tags = read_directory(Tiff(BoundedReader(io.BytesIO(note), len(note)).window(), order, 14), 14, {0x000B, 0x0011})
    facts.burst_identifier = clean_line(as_text(tags.get(0x000B)), 64)
    facts.content_identifier = clean_line(as_text(tags.get(0x0011)), 64)


def _embedded_in_tiff(facts: ExifFacts, tiff: Tiff) -> None:
    packet = value_window(tiff, tiff.first, XMP)
    if packet is not None and packet.length > MAX_XMP_BYTES:
        facts.notes.append(f"The XMP block of {packet.length // 1024} KB was too large and was not read.")
    elif packet is not None:
        facts.xmp = packet.read(0, MAX_XMP_BYTES)
    records = value_window(tiff, tiff.first, IPTC)
    if records is not None:
        facts.iptc = records.read(0, MAX_IPTC_BYTES)
