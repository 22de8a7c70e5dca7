"""What MP4 and MOV files tell in their movie header: creation time, place, camera, and Apple's pair identifier.

Sources: QuickTime File Format (mvhd, metadata keys, user data), ISO/IEC 14496-12 section 8.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from photonest.assets.metadata.bmff import boxes, find_box
from photonest.assets.metadata.bounded_reader import Window
from photonest.assets.metadata.clock_readings import parse_clock
from photonest.assets.metadata.positions import from_iso6709
from photonest.assets.metadata.text_cleaning import clean_line, clean_text
from photonest.assets.metadata.timezones import fixed_zone

_ZERO = datetime(1904, 1, 1, tzinfo=UTC)
_MAX_KEYS = 256
_PREFIX = "com.apple.quicktime."


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What the container of a video tells.

    `created_at`: aware with an offset other than zero = local time and zone; aware UTC = the instant only; naive =
    local time without zone.
    """

    created_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    altitude_m: float | None = None
    camera_make: str = ""
    camera_model: str = ""
    software: str = ""
    title: str = ""
    description: str = ""
    content_identifier: str = ""


def read_movie(moov: Window) -> VideoFacts:
    """The facts of a `moov` box; all empty for one that is damaged. Raises `ReadBudgetSpent`."""
    keys = _keys(moov)
    user = _user_data(moov)

    def told(key: str, atom: bytes = b"") -> str:
        return keys.get(_PREFIX + key) or user.get(atom, "")

    # iPhones write location.ISO6709, Android phones the user data atom ©xyz.
    position = from_iso6709(told("location.ISO6709", b"\xa9xyz"))
    return VideoFacts(
        created_at=_local_creation(told("creationdate", b"\xa9day")) or _header_creation(moov),
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        altitude_m=position.altitude_m if position else None,
        camera_make=clean_line(told("make", b"\xa9mak") or keys.get("com.android.manufacturer", ""), 100),
        camera_model=clean_line(told("model", b"\xa9mod") or keys.get("com.android.model", ""), 100),
        software=clean_line(told("software", b"\xa9swr")),
        title=clean_line(told("title", b"\xa9nam"), 500),
        description=clean_text(told("description", b"\xa9des")),
        content_identifier=clean_line(keys.get(_PREFIX + "content.identifier", ""), 64),
    )


def _local_creation(text: str) -> datetime | None:
    """A creation date with its zone; without one the header is as good and more exact."""
    reading = parse_clock(text)
    if reading is None or reading.offset_minutes is None or reading.precision != "second":
        return None
    return reading.wall.replace(tzinfo=fixed_zone(reading.offset_minutes))


def _header_creation(moov: Window) -> datetime | None:
    """Seconds since 1904 in UTC; zero means that the writer had no clock."""
    header = find_box(moov, b"mvhd")
    raw = header.read(0, 12) if header is not None else b""
    if len(raw) < 12:
        return None
    seconds = int.from_bytes(raw[4:12], "big") if raw[0] == 1 else int.from_bytes(raw[4:8], "big")
    return _ZERO + timedelta(seconds=seconds) if 0 < seconds < 2**33 else None


def _keys(moov: Window) -> dict[str, str]:
    """The `mdta` metadata (moov/meta): key name → short text."""
    meta = find_box(moov, b"meta")
    if meta is None:
        return {}
    if find_box(meta, b"keys") is None:
        meta = meta.window(4)  # ISO files put version and flags first, QuickTime files do not
    keys, values = find_box(meta, b"keys"), find_box(meta, b"ilst")
    if keys is None or values is None:
        return {}
    listed = islice(boxes(keys.window(8)), _MAX_KEYS)
    names = [box.body.read(0, 200).decode("ascii", "replace") for box in listed]
    found: dict[str, str] = {}
    for entry in islice(boxes(values), _MAX_KEYS):
        index = int.from_bytes(entry.kind, "big") - 1
        data = find_box(entry.body, b"data")
        if data is not None and 0 <= index < len(names) and data.read(0, 4)[-1:] == b"\x01":  # 1: UTF-8 text
            found[names[index]] = data.read(8, 2_000).decode("utf-8", "replace")
    return found


def _user_data(moov: Window) -> dict[bytes, str]:
    """International texts of moov/udta (`©xyz` and its kin): 2 bytes length, 2 bytes language, text."""
    user = find_box(moov, b"udta")
    found: dict[bytes, str] = {}
    for box in islice(boxes(user), _MAX_KEYS) if user is not None else ():
        if box.kind[:1] == b"\xa9":
            head = box.body.read(0, 4)
            found[box.kind] = box.body.read(4, int.from_bytes(head[:2], "big")).decode("utf-8", "replace")
    return found
