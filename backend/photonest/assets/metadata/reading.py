"""Reads everything a photo or video says about itself into one plain value: when, where, with what, and its words.

Runs on untrusted bytes in the worker: pure Python, no decoder, bounded reads; it never raises for what a file holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from photonest.assets.metadata.blocks import Blocks, find_blocks
from photonest.assets.metadata.bounded_reader import BoundedReader, ReadBudgetSpent, Window
from photonest.assets.metadata.capture_time import Candidate, CaptureTime, TimeSource, choose_time
from photonest.assets.metadata.clock_readings import Reading
from photonest.assets.metadata.exif import Clock, ExifFacts, read_exif
from photonest.assets.metadata.face_regions import upright
from photonest.assets.metadata.filename_dates import date_in_name
from photonest.assets.metadata.iptc import IptcFacts, read_iptc
from photonest.assets.metadata.motion_video import MotionVideo, find_motion_video
from photonest.assets.metadata.positions import Position, make_position
from photonest.assets.metadata.quicktime import VideoFacts, read_movie
from photonest.assets.metadata.text_cleaning import clean_line, clean_text
from photonest.assets.metadata.timezones import fixed_zone, zone_at
from photonest.assets.metadata.xmp import KeywordPath, Region, XmpFacts, read_xmp

METADATA_VERSION = 1
"""Raise it when the same file would be read differently: assets become due again."""

MAX_NOTES = 20


@dataclass(frozen=True, slots=True)
class Metadata:
    """All that is known. Empty text, None and () mean: not told. Texts are clean, bounded and inert."""

    captured: CaptureTime | None = None
    camera_make: str = ""
    camera_model: str = ""
    lens: str = ""
    f_number: float | None = None
    exposure_s: float | None = None
    iso: int | None = None
    focal_length_mm: float | None = None
    flash_fired: bool | None = None
    orientation: int | None = None
    """As found (1…8), not applied to anything here."""
    latitude: float | None = None
    longitude: float | None = None
    altitude_m: float | None = None
    time_zone: str | None = None
    """IANA zone of the position; looked up only if it was needed for the time."""
    title: str = ""
    description: str = ""
    rating: int | None = None
    """-1 (rejected) to 5."""
    keywords: tuple[KeywordPath, ...] = ()
    """Each with its parents, widest first."""
    faces: tuple[Region, ...] = ()
    """Marked faces in the upright picture. A name suggests a person; it grants nothing."""
    projection: str = ""
    """`equirectangular` for a sphere."""
    digital_source_type: str = ""
    software: str = ""
    motion: MotionVideo | None = None
    """The video inside a motion photo."""
    motion_presentation_us: int | None = None
    content_identifier: str = ""
    """Apple: ties the two parts of a Live Photo together."""
    burst_identifier: str = ""
    is_burst_cover: bool = False
    notes: tuple[str, ...] = ()
    """Sentences about what was found and not used."""

    def extra(self) -> dict[str, Any]:
        """What has no column of its own, ready for JSON; only what is told."""
        told = {
            "keywords": [list(path) for path in self.keywords],
            # That there are any: whose names and where stays in the file until its owner says yes (people.services).
            "marks_faces": bool(self.faces) or None,
            "flash_fired": self.flash_fired,
            "orientation": self.orientation,
            "projection": self.projection,
            "digital_source_type": self.digital_source_type,
            "software": self.software,
            "motion_presentation_us": self.motion_presentation_us,
            "content_identifier": self.content_identifier,
            "burst_identifier": self.burst_identifier,
            "is_burst_cover": self.is_burst_cover or None,
            "time_field": self.captured.field if self.captured else "",
            "time_precision": self.captured.precision if self.captured else "",
        }
        return {name: value for name, value in told.items() if value not in (None, "", [])}


@dataclass(slots=True)
class _Found:
    """The raw facts of one file, before one of each is chosen."""

    blocks: Blocks = field(default_factory=Blocks)
    exif: ExifFacts = field(default_factory=ExifFacts)
    xmp: XmpFacts = field(default_factory=XmpFacts)
    sidecar: XmpFacts = field(default_factory=XmpFacts)
    iptc: IptcFacts = field(default_factory=IptcFacts)
    video: VideoFacts = field(default_factory=VideoFacts)
    motion: MotionVideo | None = None


def read_metadata(
    path: Path,
    fmt: str = "",
    *,
    filename: str,
    modified_at: datetime | None = None,
    sidecar: bytes | None = None,
    user_time_zone: str = "UTC",
    video: VideoFacts | None = None,
    now: datetime | None = None,
) -> Metadata:
    """The metadata of the file at `path`, merged with its sidecar, its name and what the video container told.

    `fmt` is the name of the format where the caller knows it; the container is recognised by its bytes in any case.
    `modified_at` is the file time (aware) as the user's disk had it, `filename` the user's name for the file,
    `user_time_zone` an IANA name, `video` what another reader found in the container (MP4 and MOV headers are read
    here in any case), `now` aware (the clock; injected by tests). An unreadable file gives what its
    name and time tell, with a note. About 0.5 ms and under 1 MB for an ordinary photo.
    """
    del fmt
    notes: list[str] = []
    found = _read_file(path, notes)
    if video is not None:
        found.video = _completed(video, found.video)
    if sidecar is not None:
        found.sidecar = read_xmp([sidecar])
        notes.extend(f"Sidecar: {note}" for note in found.sidecar.notes)
    position = (
        found.sidecar.position or found.exif.position or _video_position(found.video, notes) or found.xmp.position
    )
    place_zone = zone_at(position.latitude, position.longitude) if position and _needs_zone(found) else None
    captured = choose_time(
        _candidates(found, filename, modified_at),
        place_zone=place_zone,
        user_zone=user_time_zone,
        now=now or datetime.now(UTC),
        notes=notes,
    )
    return _merged(found, position, captured, place_zone, notes)


def _read_file(path: Path, notes: list[str]) -> _Found:
    found = _Found()
    try:
        with path.open("rb") as opened:
            size = path.stat().st_size
            _read_parts(BoundedReader(opened, size).window(), found)
    except ReadBudgetSpent:
        notes.append("The metadata is built of more parts than any camera writes and was not read to its end.")
    except OSError as error:
        notes.append(f"The file could not be read for its metadata ({error.strerror or 'read error'}).")
    notes.extend(found.blocks.notes + found.exif.notes + found.xmp.notes)
    return found


def _read_parts(file: Window, found: _Found) -> None:
    found.blocks = find_blocks(file)
    found.exif = read_exif(found.blocks)
    found.xmp = read_xmp(found.blocks.xmp + ([found.exif.xmp] if found.exif.xmp else []))
    found.iptc = read_iptc(found.blocks.iptc or found.exif.iptc)
    found.motion = find_motion_video(file, found.blocks, found.xmp)
    if found.blocks.movie is not None:
        found.video = read_movie(found.blocks.movie)


def _completed(told: VideoFacts, read: VideoFacts) -> VideoFacts:
    """What the caller told, and what was read for the fields that it left empty."""
    if told.latitude is None or told.longitude is None:
        told = replace(told, latitude=read.latitude, longitude=read.longitude, altitude_m=read.altitude_m)
    # The header tells the instant; a creation date with its zone tells more.
    created = told.created_at
    if created is None or (not created.utcoffset() and read.created_at is not None and read.created_at.utcoffset()):
        told = replace(told, created_at=read.created_at)
    texts = ("camera_make", "camera_model", "software", "title", "description", "content_identifier")
    return replace(told, **{name: getattr(told, name) or getattr(read, name) for name in texts})


def _video_position(video: VideoFacts, notes: list[str]) -> Position | None:
    if video.latitude is None and video.longitude is None:
        return None
    position = make_position(video.latitude, video.longitude, video.altitude_m)
    if position is None:
        notes.append("The GPS position of the video was not usable.")
    return position


def _needs_zone(found: _Found) -> bool:
    """Whether the zone of the place can matter: not if the camera itself told its offset."""
    first = found.exif.original or found.exif.digitized
    return bool(found.sidecar.times) or first is None or first.offset_minutes is None


# Time


def _candidates(found: _Found, filename: str, modified_at: datetime | None) -> list[Candidate]:
    """Every clock that left a trace, best first; the order is explained in capture_time.py."""
    candidates = [_from_reading("sidecar", name, reading) for name, reading in found.sidecar.times]
    candidates += [_from_clock(clock) for clock in (found.exif.original, found.exif.digitized) if clock is not None]
    if found.video.created_at is not None:
        candidates.append(Candidate("video", "The video's creation time", found.video.created_at))
    candidates += [_from_reading("xmp", name, reading) for name, reading in found.xmp.times]
    if found.iptc.created is not None:
        candidates.append(_from_reading("exif", "IPTC DateCreated", found.iptc.created))
    if found.exif.gps_time is not None:
        candidates.append(Candidate("exif", "GPS time", found.exif.gps_time))
    elif found.xmp.gps_time is not None and found.xmp.gps_time.precision == "second":
        wall = found.xmp.gps_time.wall
        candidates.append(Candidate("xmp", "GPS time", wall.replace(tzinfo=UTC)))
    named = date_in_name(filename)
    if named is not None:
        moment = named.moment
        if named.precision == "day" and modified_at is not None and modified_at.date() == moment.date():
            # The name tells the day only; a file time of that same day is better than a made-up noon.
            candidates.append(Candidate("file_name", "The file name, hour by the file time", modified_at, "day"))
        else:
            candidates.append(Candidate("file_name", "The file name", moment, named.precision))
    if found.exif.modified is not None:
        candidates.append(_from_clock(found.exif.modified))
    if modified_at is not None:
        candidates.append(Candidate("file_time", "The file time", modified_at))
    return candidates


def _from_clock(clock: Clock) -> Candidate:
    if clock.offset_minutes is None:
        return Candidate("exif", clock.field, clock.wall)
    moment = clock.wall.replace(tzinfo=fixed_zone(clock.offset_minutes))
    return Candidate("exif", clock.field, moment, is_zone_told=True)


def _from_reading(source: TimeSource, name: str, reading: Reading) -> Candidate:
    if reading.offset_minutes is None:
        return Candidate(source, name, reading.wall, reading.precision)
    moment = reading.wall.replace(tzinfo=fixed_zone(reading.offset_minutes))
    # A bare "Z" names the instant; it seldom means that the photo was taken in Greenwich.
    return Candidate(source, name, moment, reading.precision, is_zone_told=not reading.is_utc)


# Merging: sidecar, then what the camera wrote, then what programs wrote


def _merged(
    found: _Found, position: Position | None, captured: CaptureTime | None, place_zone: str | None, notes: list[str]
) -> Metadata:
    exif, xmp, sidecar, iptc, video = found.exif, found.xmp, found.sidecar, found.iptc, found.video
    orientation = exif.orientation or xmp.orientation
    return Metadata(
        captured=captured,
        camera_make=exif.camera_make or xmp.camera_make or sidecar.camera_make or clean_line(video.camera_make, 100),
        camera_model=exif.camera_model
        or xmp.camera_model
        or sidecar.camera_model
        or clean_line(video.camera_model, 100),
        lens=exif.lens or xmp.lens or sidecar.lens,
        f_number=exif.f_number,
        exposure_s=exif.exposure_s,
        iso=exif.iso,
        focal_length_mm=exif.focal_length_mm,
        flash_fired=exif.flash_fired,
        orientation=orientation,
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        altitude_m=position.altitude_m if position else None,
        time_zone=place_zone,
        title=sidecar.title or xmp.title or iptc.title or exif.title or clean_line(video.title, 500),
        description=sidecar.description
        or xmp.description
        or iptc.description
        or exif.description
        or clean_text(video.description),
        rating=next((rating for rating in (sidecar.rating, xmp.rating, exif.rating) if rating is not None), None),
        keywords=_keywords(sidecar, xmp, iptc, exif),
        faces=_faces(found, orientation),
        projection=sidecar.projection or xmp.projection,
        digital_source_type=sidecar.digital_source_type or xmp.digital_source_type,
        software=exif.software or xmp.software or clean_line(video.software),
        motion=found.motion,
        motion_presentation_us=xmp.motion_presentation_us,
        content_identifier=exif.content_identifier or clean_line(video.content_identifier, 64),
        burst_identifier=exif.burst_identifier or xmp.burst_identifier,
        is_burst_cover=xmp.is_burst_cover,
        notes=tuple(dict.fromkeys(notes))[:MAX_NOTES],
    )


def _keywords(sidecar: XmpFacts, xmp: XmpFacts, iptc: IptcFacts, exif: ExifFacts) -> tuple[KeywordPath, ...]:
    """Hierarchies of the first source that has any keywords, and the flat words that are no part of them."""
    if sidecar.paths or sidecar.subjects:
        return _with_flat(sidecar.paths, sidecar.subjects)
    return _with_flat(xmp.paths, iptc.keywords + xmp.subjects + exif.keywords)


def _with_flat(paths: tuple[KeywordPath, ...], flat: tuple[str, ...]) -> tuple[KeywordPath, ...]:
    known = {part.casefold() for path in paths for part in path}
    found = list(paths)
    for word in flat:
        if word.casefold() not in known:
            known.add(word.casefold())
            found.append((word,))
    return tuple(found)


def _faces(found: _Found, orientation: int | None) -> tuple[Region, ...]:
    facts = found.sidecar if found.sidecar.faces else found.xmp
    return upright(
        facts.faces,
        orientation or 1,
        applied=(facts.applied_width_px, facts.applied_height_px),
        stored=(found.blocks.width, found.blocks.height),
    )
