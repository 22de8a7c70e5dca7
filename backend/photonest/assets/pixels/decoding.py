"""Decode untrusted pictures in fenced child processes: the door between the ingest walk and every picture library.

This module imports no picture library itself, so a process that only waits stays small.
"""

from __future__ import annotations

import os
import queue
import secrets
import tempfile
import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from photonest.assets.errors import CorruptImage, DecoderCrashed, TooLarge, UnsupportedFormat
from photonest.assets.formats import Format, Kind
from photonest.assets.pixels.decoder_process import ChildGone, DecoderProcess, Reply
from photonest.core.errors import PhotoNestError, StorageFull

USUAL_PX = 1920
"""`picture.MIN_LONG_SIDE_PX`, which cannot be asked here: it lies beside the picture libraries."""
DEFAULT_DEADLINE_S = 10.0
"""QUALITY 2.1 principle 8: no picture holds a decoder longer."""

_FILE_PREFIX = "photonest-rgb-"
_ERRORS: dict[str, type[PhotoNestError]] = {
    error.code: error for error in (CorruptImage, TooLarge, UnsupportedFormat, StorageFull)
}


@dataclass
class DecodedPhoto:
    """Everything that one decoding gives. Use it in a ``with`` statement: leaving it removes the shared buffer.

    The buffer at `shared_path` is RGB, 8 bit, row-major, upright, sRGB, ``height_px * width_px * 3`` bytes.
    """

    shared_path: Path | None
    """The buffer as a file, None if it was not asked for; `shared_name` is what `RawPixels` of the contracts wants."""
    width_px: int
    height_px: int
    original_width_px: int
    """Upright size of the original: width and height are swapped where the orientation says so."""
    original_height_px: int
    preview_jpeg: bytes
    """Long side at most 1440 px, never enlarged."""
    preview_width_px: int
    preview_height_px: int
    tile_jpeg: bytes
    """Short side at most 250 px (long side at most 1000), never enlarged."""
    thumbhash: bytes
    dhash: int
    """64 bit, unsigned."""
    phash: int
    """64 bit, unsigned."""
    mean_rgb: tuple[int, int, int]
    frames: int
    """Frames of an animation; 1 for still pictures and for documents of several pages."""
    icc_name: str | None
    """Description of the embedded colour profile, if there is one."""
    warnings: tuple[str, ...] = ()
    """Sentences for the user: what is wrong with the file although it can be shown."""
    _closed: bool = field(default=False, repr=False)

    @property
    def shared_name(self) -> str:
        """Name of the buffer in the shared folder. Raises `ValueError` when the pixels were not shared."""
        return self._shared().name

    @property
    def is_animated(self) -> bool:
        return self.frames > 1

    def read_rgb(self) -> bytes:
        """A copy of the buffer. Raises `ValueError` when the pixels were not shared."""
        return self._shared().read_bytes()

    def _shared(self) -> Path:
        if self.shared_path is None:
            raise ValueError("this picture was decoded without sharing its pixels")
        return self.shared_path

    def close(self) -> None:
        """Remove the shared buffer; whoever has mapped it keeps it."""
        if not self._closed:
            self._closed = True
            if self.shared_path is not None:
                self.shared_path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def default_shared_folder() -> Path:
    """Memory-backed where the system has it (Linux), else the folder for temporary files."""
    memory = Path("/dev/shm")  # noqa: S108  file names are random and files private
    return memory if memory.is_dir() and os.access(memory, os.W_OK) else Path(tempfile.gettempdir())


class DecoderPool:
    """At most `size` fenced decoders, started on demand, ended after `idle_s` without work. Thread-safe."""

    def __init__(
        self,
        *,
        shared_folder: Path | None = None,
        size: int | None = None,
        idle_s: float = 60.0,
        memory_bytes: int = 1536 * 1024 * 1024,
    ) -> None:
        self.shared_folder = shared_folder or default_shared_folder()
        self.shared_folder.mkdir(parents=True, exist_ok=True)
        self._idle_s = idle_s
        self._memory_bytes = memory_bytes
        self._size = size or os.cpu_count() or 1
        self._seats = threading.BoundedSemaphore(self._size)
        self._idle: queue.LifoQueue[DecoderProcess] = queue.LifoQueue()
        self._closed = False
        remove_abandoned_buffers(self.shared_folder)

    def decode(
        self,
        source: Path | bytes,
        format_: Format,
        *,
        deadline_s: float = DEFAULT_DEADLINE_S,
        share_pixels: bool = True,
        least_px: int = USUAL_PX,
    ) -> DecodedPhoto:
        """Decode a picture once and give everything that is made of its pixels.

        `source`: a file, or the bytes of one. Waiting for a free decoder does not count against `deadline_s`.
        `share_pixels=False` leaves the RGB buffer out, for callers that only want renditions and hashes.
        `least_px`: its long side comes out at least so long, if the picture is.
        Raises `CorruptImage`, `TooLarge`, `UnsupportedFormat`, `DecodeTimedOut`, `DecoderCrashed` (after a second
        attempt in a fresh decoder), all permanent; `DecoderBusy` and `StorageFull`, which are not; `OSError` when the
        source cannot be read.
        """
        if format_.kind is Kind.VIDEO:
            raise ValueError("decode the poster frame of a video, not the video")
        name = f"{_FILE_PREFIX}{os.getpid()}-{secrets.token_hex(8)}"
        shared_path = self.shared_folder / name if share_pixels else None
        try:
            with _opened(source) as original, self._seat():
                reply = self._attempt_twice(original, shared_path, format_, deadline_s, least_px)
            return _photo(reply, shared_path)
        except BaseException:
            if shared_path is not None:
                shared_path.unlink(missing_ok=True)
            raise

    def _seat(self) -> threading.BoundedSemaphore:
        if self._closed:
            raise RuntimeError("the decoder pool is closed")
        return self._seats

    def _attempt_twice(
        self, original: BinaryIO, shared_path: Path | None, format_: Format, deadline_s: float, least_px: int
    ) -> Reply:
        crashes = 0
        while True:
            child = self._take()
            try:
                # While nothing is decoded the folder is empty, and whoever tidies up shared memory may take it away.
                self.shared_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with _buffer(shared_path) as buffer:
                    reply = child.decode(original, buffer, format_.name, deadline_s, least_px)
            except ChildGone as gone:
                # A decoder that left while idle, before it saw the picture, is nobody's fault.
                crashes += gone.saw_the_picture
                if crashes == 2:
                    raise DecoderCrashed(cause=str(gone)) from gone
            except BaseException:
                child.kill()
                raise
            else:
                self._idle.put(child)
                return reply

    def _take(self) -> DecoderProcess:
        while True:
            try:
                child = self._idle.get_nowait()
            except queue.Empty:
                return DecoderProcess(memory_bytes=self._memory_bytes, idle_s=self._idle_s)
            if child.is_alive():
                return child
            child.kill()

    def close(self) -> None:
        """End every decoder; pictures being decoded right now are finished first."""
        self._closed = True
        for _ in range(self._size):
            self._seats.acquire()
        while True:
            try:
                self._idle.get_nowait().kill()
            except queue.Empty:
                return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def remove_abandoned_buffers(folder: Path) -> int:
    """Remove buffers whose process was killed before it could; returns how many. Safe beside living processes."""
    removed = 0
    for path in folder.glob(_FILE_PREFIX + "*"):
        pid = path.name.removeprefix(_FILE_PREFIX).partition("-")[0]
        if pid.isdigit() and not _is_running(int(pid)):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _buffer(path: Path | None) -> AbstractContextManager[BinaryIO | None]:
    return nullcontext() if path is None else open(path, "wb+", opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _opened(source: Path | bytes) -> BinaryIO:
    if isinstance(source, Path):
        return source.open("rb")
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115  the caller's `with` closes it
    file.write(source)
    file.flush()
    return file


def _photo(reply: Reply, shared_path: Path | None) -> DecodedPhoto:
    """Check what the child claims before believing it: a decoder that was taken over must not mislead the parent."""
    facts: dict[str, Any] = reply.facts
    if "error" in facts:
        details = {"cause": str(facts["cause"])[:300]} if "cause" in facts else {}
        raise _ERRORS.get(str(facts["error"]), CorruptImage)(str(facts.get("message", ""))[:500] or None, **details)
    try:
        photo = DecodedPhoto(
            shared_path=shared_path,
            width_px=int(facts["width_px"]),
            height_px=int(facts["height_px"]),
            original_width_px=int(facts["original_width_px"]),
            original_height_px=int(facts["original_height_px"]),
            preview_jpeg=reply.parts[0],
            preview_width_px=int(facts["preview_width_px"]),
            preview_height_px=int(facts["preview_height_px"]),
            tile_jpeg=reply.parts[1],
            thumbhash=reply.parts[2],
            dhash=int(facts["dhash"]) & (2**64 - 1),
            phash=int(facts["phash"]) & (2**64 - 1),
            mean_rgb=cast("tuple[int, int, int]", tuple(int(value) & 255 for value in facts["mean_rgb"][:3])),
            frames=max(1, int(facts["frames"])),
            icc_name=str(facts["icc_name"])[:200] if facts["icc_name"] else None,
            warnings=tuple(str(warning)[:300] for warning in facts["warnings"][:10]),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise DecoderCrashed("The decoder gave an answer that makes no sense.") from error
    size = photo.width_px * photo.height_px * 3
    if photo.width_px <= 0 or (shared_path is not None and shared_path.stat().st_size != size):
        raise DecoderCrashed("The decoder gave an answer that makes no sense.")
    return photo
