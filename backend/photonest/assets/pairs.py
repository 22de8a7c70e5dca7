"""Which photo and which video are the two parts of one Live or Motion photo; pure, for both orders of arrival."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_LIVE_S = 10.0
"""Live Photos last 3 s, motion photos of all makers under 6 s; what is longer was filmed on its own."""

CLOCK_SLACK = timedelta(seconds=20)
"""The video begins 1.5 s before the picture and its header is written when it ends; copies round to seconds."""

PHOTO_FORMATS = frozenset({"jpeg", "heic", "avif"})
VIDEO_FORMATS = frozenset({"mov", "mp4"})

# `IMG_1.HEIC` + `IMG_1.MOV`; `PXL_1.MP.jpg` + `PXL_1.MP` (Takeout), `PXL_1.MP~2`, `PXL_1.MP.MP4` (renamed by
# importers); `IMG_1.HEIC` + `IMG_1_HEVC.MOV` (iCloud for Windows); `MVIMG_1.jpg` + `MVIMG_1` or `MVIMG_1.mp4`.
_MEDIA_ENDING = re.compile(r"\.(?:heic|heif|hif|avif|jpe?g|jpe|mov|qt|mp4|m4v|mp(?:~\d+)?)$", re.IGNORECASE)
_MOTION_ENDING = re.compile(r"(?:\.mp(?:~\d+)?|\.mv|_hevc)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PairPart:
    """What the rule needs to know of one file. `format` is a name of formats.py.

    `taken_at` is aware, and None unless a camera's clock told it (EXIF, XMP, video header): file times prove nothing.
    """

    folder: str
    filename: str
    format: str
    taken_at: datetime | None = None
    duration_s: float | None = None
    content_identifier: str = ""


def pair_key(folder: str, filename: str) -> str:
    """What both parts of a pair have in common: folder and name without endings, folded. "" for an empty name."""
    stem = _MEDIA_ENDING.sub("", filename)
    stem = _MOTION_ENDING.sub("", stem)
    if not stem:
        return ""
    folded = unicodedata.normalize("NFC", stem).casefold()
    return f"{unicodedata.normalize('NFC', folder).strip('/').casefold()}/{folded}"


def is_live_pair(photo: PairPart, video: PairPart) -> bool:
    """Whether `video` is the moving part of `photo`.

    Apple's content identifier decides where both have one. Else: same folder and stem, a video of at most
    `LONGEST_LIVE_S`, and clocks that agree within `CLOCK_SLACK`, up to a zone difference of whole quarter hours
    (many photos tell no zone, many videos write local time as UTC).
    """
    if photo.format not in PHOTO_FORMATS or video.format not in VIDEO_FORMATS:
        return False
    if video.duration_s is not None and video.duration_s > LONGEST_LIVE_S:
        return False
    if photo.content_identifier and video.content_identifier:
        return photo.content_identifier == video.content_identifier
    key = pair_key(photo.folder, photo.filename)
    if not key or key != pair_key(video.folder, video.filename):
        return False
    return _clocks_agree(photo.taken_at, video.taken_at)


def _clocks_agree(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return True
    difference = abs(one - other)
    quarter = timedelta(minutes=15)
    rest = difference % quarter
    return difference <= timedelta(hours=26) and min(rest, quarter - rest) <= CLOCK_SLACK
