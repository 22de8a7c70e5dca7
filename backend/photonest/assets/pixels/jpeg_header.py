"""The markers of a JPEG up to its first scan: size, colour, profile, orientation, read without any picture library."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from photonest.assets.errors import CorruptImage

MAX_ICC_BYTES = 8 * 1024 * 1024
"""Profiles of printing presses have 3 MB; a bigger one is ignored."""

MAX_MARKERS = 20_000
"""100 MB of metadata in segments of 64 KB are 1,600 markers; more is an attack on our patience."""

_SOF = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_SOF_READ_BY_TURBO = frozenset({0xC0, 0xC1, 0xC2})
_ALONE = frozenset({0x00, 0x01, 0xFF, *range(0xD0, 0xD9)})
_ORIENTATION = 0x0112
_INTEROP_POINTER, _EXIF_POINTER, _INTEROP_INDEX = 0xA005, 0x8769, 0x0001


@dataclass(frozen=True, slots=True)
class JpegHeader:
    """`orientation` is 1 where EXIF says nothing. `is_ordinary`: 8 bit, Huffman coded, as cameras write."""

    width_px: int
    height_px: int
    components: int
    is_ordinary: bool
    orientation: int
    is_adobe_rgb: bool
    """EXIF says Adobe RGB by its interoperability index (``R03``, DCF 2.0) instead of a profile."""
    icc: bytes | None
    metadata_bytes: int


def read_jpeg_header(data: bytes | memoryview) -> JpegHeader:
    """Raises `CorruptImage` when no frame header can be found."""
    at, exif, metadata = 2, b"", 0
    icc: dict[int, bytes] = {}
    for _ in range(MAX_MARKERS):
        if at + 4 > len(data):
            break
        if data[at] != 0xFF:  # decoders skip garbage between markers; so do we, within reason
            window = bytes(data[at : at + 65_536])
            skip = window.find(b"\xff")
            if skip < 0:
                break
            at += skip
            continue
        marker = data[at + 1]
        if marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        body = at + 4
        if marker in _SOF:
            if body + 6 > len(data):
                break
            precision, height, width, components = struct.unpack(">BHHB", data[body : body + 6])
            orientation, adobe_rgb = _exif_facts(exif)
            # A profile may follow the frame header as long as it comes before the scan; none that we met does.
            return JpegHeader(
                width_px=width,
                height_px=height,
                components=components,
                is_ordinary=precision == 8 and marker in _SOF_READ_BY_TURBO,
                orientation=orientation,
                is_adobe_rgb=adobe_rgb,
                icc=_joined(icc),
                metadata_bytes=metadata,
            )
        if marker in (0xDA, 0xD9) or length < 2:
            break
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:
            metadata += length
            start = bytes(data[body : body + 14])
            if marker == 0xE1 and not exif and start.startswith(b"Exif\0\0"):
                exif = bytes(data[body + 6 : body + length - 2])
            elif marker == 0xE2 and start.startswith(b"ICC_PROFILE\0"):
                icc.setdefault(start[12], bytes(data[body + 14 : body + length - 2]))
        at += 2 + length
    raise CorruptImage("The file ends or turns to nonsense before the picture begins.")


def _joined(parts: dict[int, bytes]) -> bytes | None:
    profile = b"".join(parts[number] for number in sorted(parts))
    return profile if 128 < len(profile) <= MAX_ICC_BYTES else None


def _exif_facts(exif: bytes) -> tuple[int, bool]:
    """Orientation and whether the colour space is Adobe RGB, from a TIFF block; anything odd means the default."""
    orientation, adobe_rgb = 1, False
    if exif[:4] not in (b"II*\0", b"MM\0*"):
        return orientation, adobe_rgb
    order = "<" if exif[:2] == b"II" else ">"
    (first,) = struct.unpack(order + "I", exif[4:8]) if len(exif) >= 8 else (0,)
    root = _directory(exif, order, first)
    value = struct.unpack(order + "H", root[_ORIENTATION][8:10])[0] if _ORIENTATION in root else 1
    if 1 <= value <= 8:
        orientation = value
    interop = _follow(exif, order, _follow(exif, order, root, _EXIF_POINTER), _INTEROP_POINTER)
    if _INTEROP_INDEX in interop:
        adobe_rgb = interop[_INTEROP_INDEX][8:11] == b"R03"
    return orientation, adobe_rgb


def _follow(exif: bytes, order: str, directory: dict[int, bytes], pointer: int) -> dict[int, bytes]:
    if pointer not in directory:
        return {}
    return _directory(exif, order, struct.unpack(order + "I", directory[pointer][8:12])[0])


def _directory(exif: bytes, order: str, offset: int) -> dict[int, bytes]:
    if not 8 <= offset <= len(exif) - 2:
        return {}
    (count,) = struct.unpack(order + "H", exif[offset : offset + 2])
    entries = (exif[offset + 2 + 12 * i : offset + 14 + 12 * i] for i in range(min(count, 512)))
    return {struct.unpack(order + "H", entry[:2])[0]: entry for entry in entries if len(entry) == 12}
