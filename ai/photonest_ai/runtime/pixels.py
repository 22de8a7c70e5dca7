"""From bytes or a shared file to pixels, every size checked before a byte is believed."""

from __future__ import annotations

import mmap
import os
import re
import stat
from pathlib import Path

import numpy as np

from photonest_ai.errors import BadPixels, BadRequest, SharedPixelsMissing
from photonest_ai.runtime.images import Picture
from photonest_contracts.inference import AnalyseRequest, EncodedPreview, RawPixels

PLAIN_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}")
PREVIEW_PIXELS_MAX = 50_000_000
SIGNATURES = {"jpeg": (b"\xff\xd8\xff",), "png": (b"\x89PNG\r\n\x1a\n",), "webp": (b"RIFF",)}


def read_picture(request: AnalyseRequest, body: bytes | bytearray | memoryview, shared_dir: Path | None) -> Picture:
    """The picture of a request. Raises `BadPixels`, `BadRequest` or `SharedPixelsMissing`."""
    if isinstance(request.pixels, EncodedPreview):
        return _decoded(request.pixels, body)
    return Picture(_raw(request.pixels, body, shared_dir))


def _raw(pixels: RawPixels, body: bytes | bytearray | memoryview, shared_dir: Path | None) -> np.ndarray:
    shape = (pixels.height_px, pixels.width_px, 3)
    size = pixels.height_px * pixels.width_px * 3
    if pixels.shared_path is None:
        if len(body) != size:
            raise BadPixels(f"{pixels.width_px}×{pixels.height_px} RGB pixels are {size} bytes; {len(body)} arrived.")
        return np.frombuffer(body, np.uint8).reshape(shape)
    if len(body):
        raise BadRequest("Pixels came twice: as a body and as a shared file. Send one of them.")
    if shared_dir is None:
        raise BadRequest("This service was started without PHOTONEST_AI_SHARED_DIR; send the pixels as the body.")
    return np.frombuffer(_mapped(shared_dir, pixels.shared_path, size), np.uint8).reshape(shape)


def _mapped(folder: Path, name: str, size: int) -> mmap.mmap:
    """Map a plain file of the shared folder read-only; its name may lead nowhere else."""
    if not PLAIN_NAME.fullmatch(name):
        raise BadRequest("A shared file is named by a plain file name: letters, digits, dot, dash, underscore.")
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise SharedPixelsMissing(f"The shared pixels {name} cannot be opened: {error.strerror}.") from error
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise BadRequest(f"The shared pixels {name} are not a plain file.")
        if facts.st_size != size:
            raise BadPixels(f"The shared pixels {name} have {facts.st_size} bytes; the size announced needs {size}.")
        return mmap.mmap(descriptor, size, access=mmap.ACCESS_READ)
    finally:
        os.close(descriptor)


def _decoded(pixels: EncodedPreview, body: bytes | bytearray | memoryview) -> Picture:
    """Decode a preview; the header is read first, so that a bomb is refused before it is unpacked."""
    import io

    import cv2
    from PIL import Image, UnidentifiedImageError

    if not bytes(body[:8]).startswith(SIGNATURES[pixels.encoding]):
        raise BadPixels(f"The body is no {pixels.encoding.upper()} picture.")
    try:
        with Image.open(io.BytesIO(body), formats=[pixels.encoding.upper()]) as header:
            width, height = header.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadPixels(f"The {pixels.encoding.upper()} preview cannot be read: {error}") from error
    if width * height > PREVIEW_PIXELS_MAX:
        raise BadPixels(
            f"A preview of {width}×{height} is too large; at most {PREVIEW_PIXELS_MAX // 10**6} megapixels."
        )
    flags = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        rgb = cv2.imdecode(np.frombuffer(body, np.uint8), flags)
    except cv2.error as error:
        raise BadPixels(f"The {pixels.encoding.upper()} preview does not decode.") from error
    if rgb is None:
        raise BadPixels(f"The {pixels.encoding.upper()} preview does not decode.")
    return Picture(rgb)
