"""Reads what ffmpeg reports about a video file; ffprobe is not in every ffmpeg package, this report is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from photonest.assets.metadata.positions import from_iso6709
from photonest.assets.metadata.quicktime import VideoFacts

_BROWSER_VIDEO = {
    "mp4": frozenset({"h264", "vp9", "av1"}),
    "mov": frozenset({"h264"}),
    "webm": frozenset({"vp8", "vp9", "av1"}),
}
_BROWSER_AUDIO = frozenset({"aac", "mp3", "opus", "vorbis", "flac"})
_BROWSER_PIXELS = ("yuv420p", "yuvj420p")
"""Chrome, Firefox and Safari all decode 8 bit 4:2:0 of these codecs; 10 bit and 4:2:2 H.264 fail in some."""

MAX_SIDE_PX = 16_384


@dataclass(frozen=True, slots=True)
class VideoProbe:
    """What a video is. `width_px` and `height_px` as it is shown: turned by `rotation`, square pixels."""

    width_px: int
    height_px: int
    rotation: int
    """Degrees clockwise by which players turn the stored frames: 0, 90, 180 or 270."""
    duration_s: float | None
    codec: str
    audio_codec: str | None
    fps: float | None
    is_browser_ready: bool
    """Plays in current Chrome, Firefox and Safari as it is (a MOV when served as video/mp4)."""
    facts: VideoFacts = field(default_factory=VideoFacts)
    """Time, place and camera that the container tells."""


_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)
_VIDEO = re.compile(r"^  Stream #\S+: Video: (\w+)(.*)$", re.MULTILINE)
_AUDIO = re.compile(r"^  Stream #\S+: Audio: (\w+)", re.MULTILINE)
_SIZE = re.compile(r", (\d{1,6})x(\d{1,6})\b")
_SAMPLE_ASPECT = re.compile(r"\bSAR (\d{1,6}):(\d{1,6})\b")
_FPS = re.compile(r", ([\d.]+)(k?) fps\b")
_PIXELS = re.compile(r", (\w+)(?:\(|,)")
_ROTATION = re.compile(r"display\s*matrix: rotation of (-?[\d.]+) degrees", re.IGNORECASE)
_TAG = re.compile(r"^    ([\w.\-]+)\s*: (.*)$", re.MULTILINE)


def read_report(report: str, format_name: str) -> VideoProbe | None:
    """The facts in the text that ``ffmpeg -i FILE`` prints; None when it found no video stream of a usable size."""
    report = report.partition("Stream mapping:")[0]
    video = next((found for found in _VIDEO.finditer(report) if "(attached pic)" not in found[2]), None)
    size = _SIZE.search(video[2]) if video else None
    if video is None or size is None:
        return None
    width, height = int(size[1]), int(size[2])
    aspect = _SAMPLE_ASPECT.search(video[2])
    if aspect and int(aspect[1]) and int(aspect[2]):
        width = max(1, round(width * int(aspect[1]) / int(aspect[2])))
    if not (0 < width <= MAX_SIDE_PX and 0 < height <= MAX_SIDE_PX):
        return None
    rotation = _rotation(report)
    if rotation in (90, 270):
        width, height = height, width
    audio = _AUDIO.search(report)
    pixels = _PIXELS.search(video[2])
    fps = _FPS.search(video[2])
    codec, audio_codec = video[1], audio[1] if audio else None
    return VideoProbe(
        width_px=width,
        height_px=height,
        rotation=rotation,
        duration_s=_duration(report),
        codec=codec,
        audio_codec=audio_codec,
        fps=float(fps[1]) * (1000 if fps[2] else 1) if fps else None,
        is_browser_ready=(
            codec in _BROWSER_VIDEO.get(format_name, ())
            and (audio_codec is None or audio_codec in _BROWSER_AUDIO)
            and pixels is not None
            and pixels[1] in _BROWSER_PIXELS
        ),
        facts=_facts(report),
    )


def _rotation(report: str) -> int:
    """ffmpeg reports the turn counter-clockwise; players turn the other way round."""
    found = _ROTATION.search(report)
    return -round(float(found[1]) / 90) * 90 % 360 if found else 0


def _duration(report: str) -> float | None:
    found = _DURATION.search(report)
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]) if found else None


def _facts(report: str) -> VideoFacts:
    tags: dict[str, str] = {}
    for name, value in _TAG.findall(report):
        tags.setdefault(name.lower(), value.strip())
    position = from_iso6709(tags.get("com.apple.quicktime.location.iso6709") or tags.get("location", ""))
    return VideoFacts(
        created_at=_instant(tags.get("com.apple.quicktime.creationdate") or tags.get("creation_time", "")),
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        altitude_m=position.altitude_m if position else None,
        camera_make=tags.get("com.apple.quicktime.make", "")[:100],
        camera_model=tags.get("com.apple.quicktime.model", "")[:100],
    )


def _instant(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and moment.year > 1904 else None  # 1904: the writer had no clock
