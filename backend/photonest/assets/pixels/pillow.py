"""The general path: every format that Pillow and its plug-ins read, made upright, flat, 8 bit and sRGB."""

from __future__ import annotations

import io
import struct
import warnings
from typing import Any

import numpy as np
from PIL import AvifImagePlugin, Image, ImageFile

from photonest.assets.errors import CorruptImage, UnsupportedFormat
from photonest.assets.pixels import colour, png_chunks
from photonest.assets.pixels.colour_code_points import colour_code_points
from photonest.assets.pixels.jpeg import CUT_OFF, DAMAGED, MOST_OF_THE_PICTURE
from photonest.assets.pixels.jpeg_header import MAX_ICC_BYTES
from photonest.assets.pixels.jxl_header import read_jxl_size
from photonest.assets.pixels.picture import (
    Pixels,
    Rgb,
    check_size,
    upright,
    upright_size,
    whole_reduction,
)

_PILLOW_NAMES = {
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "gif": ("GIF",),
    "webp": ("WEBP",),
    "heic": ("HEIF",),
    "avif": ("AVIF",),
    "tiff": ("TIFF",),
    "bmp": ("BMP", "DIB"),
    "jp2": ("JPEG2000",),
    "psd": ("PSD",),
    "jxl": ("JXL",),
}

_ANIMATED = frozenset({"gif", "webp", "png", "avif"})

_SHOWN_IN_PART = frozenset({"png", "jpeg", "gif", "bmp", "tiff"})
"""Formats that are written from top to bottom: what is there of a file that was cut off can be shown."""

MAX_FRAMES = 100_000

_ORIENTATION = 0x0112


def preload() -> None:
    """Import what Pillow would import later; afterwards no file needs to be opened any more."""
    Image.init()
    Image.MAX_IMAGE_PIXELS = None  # `check_size` does it, with the same limit for every reader
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    _register_heif()
    _register_jxl()


def _register_heif() -> None:
    """pi-heif decodes only; an operator may install pillow-heif, which is fresher but carries a GPL encoder."""
    try:
        import pi_heif as heif
    except ImportError:
        import pillow_heif as heif
    heif.register_heif_opener(thumbnails=False)
    heif.options.DECODE_THREADS = 1


def _register_jxl() -> None:
    try:
        from pillow_jxl import JpegXLImagePlugin
    except ImportError:
        return
    JpegXLImagePlugin.DECODE_THREADS = 0


def read_with_pillow(data: Any, format_name: str) -> Pixels:
    """Decode a picture of a known format from a buffer.

    Raises `CorruptImage`, `TooLarge`, `UnsupportedFormat`; Pillow's own errors where a file is damaged.
    """
    if format_name == "jxl":
        check_size(*read_jxl_size(bytes(data[:4096])))  # its plug-in decodes while it opens
        if "JXL" not in Image.OPEN:
            raise UnsupportedFormat("JPEG XL pictures cannot be shown here: no decoder for them is installed.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd metadata is no reason to bother anyone
        try:
            return _read(data, format_name, forgiving=False)
        except (OSError, SyntaxError, EOFError, struct.error) as error:
            if format_name not in _SHOWN_IN_PART:
                raise CorruptImage from error
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            return _read(data, format_name, forgiving=True)
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False


def _read(data: Any, format_name: str, *, forgiving: bool) -> Pixels:
    with Image.open(io.BytesIO(data), formats=_PILLOW_NAMES[format_name]) as image:
        check_size(*image.size)
        size = image.size
        orientation = _orientation(image) if _needs_turning(image, format_name) else 1
        frames = _frames(image, format_name, data)
        icc = image.info.get("icc_profile")
        icc = icc if isinstance(icc, bytes) and len(icc) <= MAX_ICC_BYTES else None
        _ask_for_less(image, format_name)
        image.load()
        if format_name == "tiff":  # Pillow turns TIFF, and only TIFF, by itself while loading
            size, orientation = image.size, 1
        if forgiving:
            _require_most(image)
        rgb = _flat_srgb(image, icc)
    code_points = colour_code_points(data, format_name) if icc is None else None
    if code_points is not None:
        rgb = colour.cicp_to_srgb(rgb, *code_points)
    width, height = upright_size(*size, orientation)
    return Pixels(
        upright(rgb, orientation),
        width,
        height,
        frames=frames,
        icc_name=colour.name_of(icc),
        warnings=_what_is_wrong(data, format_name, forgiving=forgiving),
    )


def _what_is_wrong(data: Any, format_name: str, *, forgiving: bool) -> tuple[str, ...]:
    if forgiving:
        return (CUT_OFF,)
    return (DAMAGED,) if format_name == "png" and not png_chunks.pixels_are_intact(data) else ()


def _needs_turning(image: Image.Image, format_name: str) -> bool:
    """Whether EXIF decides. libheif applies `irot` and `imir`, libjxl its own field: EXIF only repeats those.

    A JPEG repacked as JPEG XL comes back as that JPEG, unturned.
    """
    return format_name != "heic" and (format_name != "jxl" or bool(getattr(image, "jpeg", False)))


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001  broken metadata does not make a picture unshowable
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _frames(image: Image.Image, format_name: str, data: Any) -> int:
    if format_name not in _ANIMATED:
        return 1
    if format_name == "gif":
        return count_gif_frames(data)
    return min(MAX_FRAMES, int(getattr(image, "n_frames", 1)))


def _ask_for_less(image: Image.Image, format_name: str) -> None:
    """Use the scaled decoding of formats that have one."""
    factor = whole_reduction(*image.size)
    if factor == 1:
        return
    if format_name == "jpeg":
        # The size asked for must keep the aspect, or nothing happens (STACK 7, draft trap).
        image.draft(None, (image.width // factor, image.height // factor))
    elif format_name == "jp2":
        image.reduce = min(factor.bit_length() - 1, 5)  # type: ignore[method-assign,assignment]


def _require_most(image: Image.Image) -> None:
    """Raises `CorruptImage` unless enough rows hold anything; rows that were not decoded are all zero.

    Counted, wherever they lie: missing rows are at the end, in a BMP at the top, in an interlaced GIF everywhere.
    """
    rows = np.asarray(image)
    decoded = float(rows.reshape(rows.shape[0], -1).any(axis=1).mean())
    if decoded < MOST_OF_THE_PICTURE:
        raise CorruptImage(f"The file is cut off: only {decoded:.0%} of the picture is there.")


_BAND_PIXELS = 4_000_000


def _flat_srgb(image: Image.Image, icc: bytes | None) -> Rgb:
    """First frame -> RGB over white in sRGB, reduced to a useful size on the way.

    Large pictures go through in bands, so that beside the decoded picture only small ones exist.
    """
    factor = whole_reduction(*image.size)
    if image.mode in ("I", "F"):
        image = _stretched(image)
    if factor == 1:
        flat = _opaque(image)
    else:
        width, height = max(1, image.width // factor), max(1, image.height // factor)
        step = max(1, _BAND_PIXELS // (image.width * factor)) * factor
        flat = Image.new("L", (1, 1))
        for top in range(0, height * factor, step):
            # Cropped to whole multiples: at most factor - 1 columns and rows of thousands are lost.
            bottom = min(top + step, height * factor)
            band = _opaque(image.crop((0, top, max(width * factor, 1), bottom))).reduce(factor)
            if top == 0:
                flat = Image.new(band.mode, (width, height))
            flat.paste(band, (0, top // factor))
    profile = colour.profile_of(icc)
    if profile is not None and flat.mode in colour.MODES[profile.space]:
        return np.asarray(profile.image_to_srgb(flat))
    if flat.mode == "LAB":
        return np.asarray(colour.lab_to_srgb(flat))
    return np.asarray(flat if flat.mode == "RGB" else flat.convert("RGB"))


def _opaque(image: Image.Image) -> Image.Image:
    """Any mode -> 8 bit without palette and without transparency (over white), in the colour space it has."""
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("P", "PA"):
        image = image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")
    elif image.mode in ("L", "RGB") and "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode in ("La", "RGBa"):
        image = image.convert({"La": "LA", "RGBa": "RGBA"}[image.mode])
    if image.mode not in ("RGBA", "LA"):
        return image
    # Colour under transparent pixels is arbitrary: put it over white before pixels are averaged.
    opaque = image.convert("RGB" if image.mode == "RGBA" else "L")
    white = Image.new(opaque.mode, image.size, "white")
    white.paste(opaque, mask=image.getchannel("A"))
    return white


def _stretched(image: Image.Image) -> Image.Image:
    """Modes of 32 bit -> ``L``: 16 bit values by their size, others stretched between least and most."""
    values = np.asarray(image, dtype=np.float32)
    if image.mode == "I" and values.size and values.min() >= 0 and values.max() <= 65_535:
        return Image.fromarray((values / 257).astype(np.uint8))
    finite = values[np.isfinite(values)]
    low, high = (finite.min(), finite.max()) if finite.size else (0.0, 0.0)
    scaled = np.nan_to_num((values - low) / ((high - low) or 1.0)) * 255
    return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8))


def count_gif_frames(data: Any) -> int:
    """Pictures in a GIF (GIF89a, sections 18 to 26), counted by walking blocks; 1 for one that cannot be walked."""

    def table_bytes(flags: int) -> int:
        return 3 << ((flags & 7) + 1) if flags & 0x80 else 0

    end, frames = len(data), 0
    try:
        at = 13 + table_bytes(data[10])
        while at < end and frames < MAX_FRAMES:
            kind = data[at]
            if kind == 0x2C:
                frames += 1
                at += 11 + table_bytes(data[at + 9])
            elif kind == 0x21:
                at += 2
            else:
                break
            while data[at]:
                at += data[at] + 1
            at += 1
    except IndexError:
        pass
    return max(1, frames)
