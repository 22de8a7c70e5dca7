"""Videos through an ffmpeg subprocess: what they are, and the frame that stands for them in the timeline."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

from photonest.assets.errors import CorruptVideo, DecodeTimedOut, UnsupportedFormat, VideoToolMissing
from photonest.assets.formats import FORMATS, SNIFF_BYTES, Kind, sniff
from photonest.assets.video_report import VideoProbe, read_report

__all__ = ["POSTER_FORMAT", "VideoProbe", "poster_frame", "probe_video"]

POSTER_FORMAT = FORMATS["png"]
"""What `poster_frame` gives; hand it to `DecoderPool.decode` together with the bytes."""

DEADLINE_S = 20.0
"""Seeking in a long 4K film and decoding up to its next key frame takes seconds."""

MEMORY_BYTES = 2 * 1024**3
POSTER_LONG_SIDE_PX = 2016
POSTER_AT_S = 1.0
"""The first frames are often black or shaken; one second in, or a third of a shorter film."""

MAX_OUTPUT_BYTES = 64 * 1024 * 1024

_DEMUXERS = {
    "mp4": "mov",
    "mov": "mov",
    "3gp": "mov",
    "webm": "matroska",
    "mkv": "matroska",
    "avi": "avi",
    "mts": "mpegts",
    "mpg": "mpeg",
}


def probe_video(path: Path) -> VideoProbe:
    """What the video at `path` is, without decoding it.

    Raises `UnsupportedFormat`, `CorruptVideo`, `DecodeTimedOut`, `VideoToolMissing`.
    """
    format_name = _format_name(path)
    # Without an output ffmpeg always fails after it has reported; the report is what counts.
    result = _ffmpeg(format_name, path, [], [])
    probe = read_report(result.stderr.decode("utf-8", "replace"), format_name)
    if probe is None:
        raise CorruptVideo
    return probe


def poster_frame(path: Path, probe: VideoProbe | None = None) -> bytes:
    """A PNG of one frame, upright, long side at most `POSTER_LONG_SIDE_PX`; HDR colours are named inside (cICP).

    `probe` saves a second look at the file. Raises as `probe_video`.
    """
    probe = probe or probe_video(path)
    format_name = _format_name(path)
    scale = min(1.0, POSTER_LONG_SIDE_PX / max(probe.width_px, probe.height_px))
    size = f"{max(1, round(probe.width_px * scale))}:{max(1, round(probe.height_px * scale))}"
    picture = [
        *("-map", "0:v:0", "-frames:v", "1", "-an", "-sn", "-dn", "-vf", f"scale={size}", "-pix_fmt", "rgb24"),
        *("-c:v", "png", "-f", "image2pipe", "pipe:1"),
    ]
    late = min(POSTER_AT_S, (probe.duration_s or 0.0) / 3)
    # Seeking fails in files that were cut off or lie about their length; the first frame is better than none.
    for at in [late, 0.0] if late else [0.0]:
        result = _ffmpeg(format_name, path, ["-ss", f"{at:.3f}"], picture)
        if result.stdout.startswith(b"\x89PNG"):
            return result.stdout
    raise CorruptVideo("The video is damaged: not one frame of it can be shown. It was kept as it is.")


def _format_name(path: Path) -> str:
    with path.open("rb") as file:
        found = sniff(file.read(SNIFF_BYTES), path.stat().st_size)
    if found.kind is not Kind.VIDEO:
        raise UnsupportedFormat("This is not a video.")
    return found.name


def _ffmpeg(format_name: str, path: Path, before: list[str], after: list[str]) -> subprocess.CompletedProcess[bytes]:
    """Run ffmpeg on one local file with the reader that its first bytes ask for.

    A fixed reader and only the protocols `file` and `pipe`: a playlist dressed as a film can make it open nothing.
    """
    command = [
        *(_program(), "-nostdin", "-hide_banner", "-protocol_whitelist", "file,pipe", "-threads", "1"),
        *("-f", _DEMUXERS[format_name], *before, "-i", f"file:{path.resolve()}", *after),
    ]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    # Files, not pipes: a film that makes ffmpeg complain for ever fills neither our memory nor the disk.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as report:
        try:
            process = subprocess.Popen(
                command, cwd="/", env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=report
            )
        except FileNotFoundError as error:
            raise VideoToolMissing from error
        with process:
            _limit(process.pid)
            try:
                process.wait(DEADLINE_S)
            except subprocess.TimeoutExpired as error:
                raise DecodeTimedOut(f"Reading the video took longer than {DEADLINE_S:g} seconds.") from error
            finally:
                process.kill()
        output.seek(0)
        report.seek(0)
        return subprocess.CompletedProcess(command, process.returncode, output.read(), report.read())


def _limit(pid: int) -> None:
    """Memory, processor time and core dumps of a process that has just started (Linux; elsewhere only time)."""
    if not hasattr(resource, "prlimit"):
        return
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: int(DEADLINE_S),
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: MAX_OUTPUT_BYTES,
    }
    for kind, value in limits.items():
        try:
            resource.prlimit(pid, kind, (value, value))
        except ProcessLookupError:  # it has already ended
            return


@lru_cache(maxsize=1)
def _program() -> str:
    """The system's ffmpeg, else the one inside the package imageio-ffmpeg. Raises `VideoToolMissing`."""
    found = shutil.which("ffmpeg")
    if found:
        return found
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise VideoToolMissing from error
