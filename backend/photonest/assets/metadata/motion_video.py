"""Finds the video inside a motion photo (Google, Samsung): where it begins and how long it is."""

from __future__ import annotations

from dataclasses import dataclass

from photonest.assets.metadata.blocks import Blocks
from photonest.assets.metadata.bounded_reader import Window
from photonest.assets.metadata.xmp import XmpFacts

_MAX_TRAILER_BYTES = 64 * 1024
_SAMSUNG_MOTION = 0x0A30


@dataclass(frozen=True, slots=True)
class MotionVideo:
    """`offset` and `length` in bytes of the file; an MP4 begins there."""

    offset: int
    length: int


def find_motion_video(file: Window, blocks: Blocks, xmp: XmpFacts) -> MotionVideo | None:
    """The embedded video, or None. Checked: an `ftyp` box stands at its beginning, so a stale hint finds nothing."""
    candidates: list[tuple[int, int]] = []
    if blocks.motion_video is not None:
        candidates.append(blocks.motion_video)
    if xmp.motion_offset_from_end is not None:
        offset = file.length - xmp.motion_offset_from_end
        candidates.append((offset, xmp.motion_length or xmp.motion_offset_from_end))
    candidates.extend(_samsung_trailer(file))
    for offset, length in candidates:
        if 0 < offset < file.length and file.read(offset + 4, 4) == b"ftyp":
            return MotionVideo(offset, min(length, file.length - offset))
    return None


def _samsung_trailer(file: Window) -> list[tuple[int, int]]:
    """Samsung's trailer ("SEFH" … "SEFT") at the end of JPEG files, as documented by ExifTool.

    The directory lists parts by type, distance back from its own start, and length; the part begins with eight
    bytes and its name ("MotionPhoto_Data").
    """
    tail = file.read(file.length - 8, 8)
    if tail[4:] != b"SEFT":
        return []
    size = int.from_bytes(tail[:4], "little")
    start = file.length - 8 - size
    directory = file.read(start, min(size, _MAX_TRAILER_BYTES))
    if directory[:4] != b"SEFH":
        return []
    count = int.from_bytes(directory[8:12], "little")
    found: list[tuple[int, int]] = []
    for at in range(12, min(12 + count * 12, len(directory) - 11), 12):
        kind = int.from_bytes(directory[at + 2 : at + 4], "little")
        back = int.from_bytes(directory[at + 4 : at + 8], "little")
        length = int.from_bytes(directory[at + 8 : at + 12], "little")
        if kind == _SAMSUNG_MOTION:
            name_length = int.from_bytes(file.read(start - back + 4, 4), "little")
            if name_length < 100:
                found.append((start - back + 8 + name_length, length - 8 - name_length))
    return found
