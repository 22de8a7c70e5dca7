"""Reads the tags of a TIFF structure (EXIF) in place: bounded, without following what nobody asked for.

Source of the layout: TIFF 6.0 section 2 and EXIF 2.32 (CIPA DC-008) section 4.6.
"""

from __future__ import annotations

import struct
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from photonest.assets.metadata.bounded_reader import Window
from photonest.assets.metadata.text_cleaning import decode_bytes

MAX_ENTRIES = 1_000
"""Entries of one directory that are looked at; cameras write under 100, DNG under 200."""

MAX_VALUE_BYTES = 64 * 1024

Rational = tuple[int, int]
Value = str | bytes | tuple[int, ...] | tuple[float, ...] | tuple[Rational, ...]

_BYTES_OF_TYPE = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_FORMAT_OF_TYPE = {3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_TEXT, _RATIONAL, _SIGNED_RATIONAL, _BYTE, _UNDEFINED = 2, 5, 10, 1, 7


@dataclass(frozen=True, slots=True)
class Tiff:
    """A TIFF structure: its bytes, its byte order ("<" or ">") and the offset of its first directory."""

    window: Window
    order: str
    first: int


def open_tiff(window: Window) -> Tiff | None:
    """The structure in `window`, or None if its header is none (RW2 and ORF headers count as TIFF)."""
    head = window.read(0, 8)
    if len(head) < 8 or head[:2] not in (b"II", b"MM"):
        return None
    order = "<" if head[:2] == b"II" else ">"
    if head[2:4] in (b"+\0", b"\0+"):  # BigTIFF: no camera writes it
        return None
    return Tiff(window, order, struct.unpack(order + "I", head[4:8])[0])


def read_directory(tiff: Tiff, offset: int, wanted: AbstractSet[int], *, base: int = 0) -> dict[int, Value]:
    """Tag → value for the `wanted` tags of the directory at `offset`; what is damaged is left out.

    `base` is added to value offsets (some maker notes count from their own start).
    """
    count_bytes = tiff.window.read(offset, 2)
    if len(count_bytes) < 2:
        return {}
    count = min(struct.unpack(tiff.order + "H", count_bytes)[0], MAX_ENTRIES)
    table = tiff.window.read(offset + 2, count * 12)
    values: dict[int, Value] = {}
    for at in range(0, len(table) - 11, 12):
        tag, kind, length = struct.unpack_from(tiff.order + "HHI", table, at)
        if tag not in wanted or tag in values or kind not in _BYTES_OF_TYPE:
            continue
        size = min(_BYTES_OF_TYPE[kind] * length, MAX_VALUE_BYTES)
        if size <= 4:
            raw = table[at + 8 : at + 8 + size]
        else:
            raw = tiff.window.read(base + struct.unpack_from(tiff.order + "I", table, at + 8)[0], size)
        value = _decode(raw, kind, tiff.order)
        if value:
            values[tag] = value
    return values


def value_window(tiff: Tiff, offset: int, wanted: int) -> Window | None:
    """Where the bytes of one large value of a directory lie (XMP in TIFF files); None if there is no such tag."""
    count_bytes = tiff.window.read(offset, 2)
    if len(count_bytes) < 2:
        return None
    count = min(struct.unpack(tiff.order + "H", count_bytes)[0], MAX_ENTRIES)
    table = tiff.window.read(offset + 2, count * 12)
    for at in range(0, len(table) - 11, 12):
        tag, kind, length, place = struct.unpack_from(tiff.order + "HHII", table, at)
        size = _BYTES_OF_TYPE.get(kind, 0) * length
        if tag == wanted and size > 4:
            return tiff.window.window(place, size)
    return None


def _decode(raw: bytes, kind: int, order: str) -> Value:
    if kind == _TEXT:
        return decode_bytes(raw)
    if kind in (_BYTE, _UNDEFINED):
        return raw
    if kind in (_RATIONAL, _SIGNED_RATIONAL):
        code = "I" if kind == _RATIONAL else "i"
        numbers = struct.unpack(f"{order}{len(raw) // 8 * 2}{code}", raw[: len(raw) // 8 * 8])
        return tuple(zip(numbers[::2], numbers[1::2], strict=True))
    code = _FORMAT_OF_TYPE[kind]
    size = _BYTES_OF_TYPE[kind]
    plain: tuple[int, ...] | tuple[float, ...] = struct.unpack(
        f"{order}{len(raw) // size}{code}", raw[: len(raw) // size * size]
    )
    return plain


def as_text(value: Value | None) -> str:
    """A text value, or "" (bytes are decoded: some writers get the type wrong)."""
    if isinstance(value, str):
        return value
    return decode_bytes(value) if isinstance(value, bytes) else ""


def as_int(value: Value | None) -> int | None:
    """The first number of a value as an integer."""
    number = as_float(value)
    return int(number) if number is not None else None


def as_float(value: Value | None) -> float | None:
    """The first number of a value; None for text, a zero denominator, NaN and infinity."""
    if isinstance(value, bytes):
        return float(value[0]) if value else None
    if not isinstance(value, tuple) or not value:
        return None
    return number_of(value[0])


def number_of(part: float | Rational) -> float | None:
    """One number or rational; None for a zero denominator, NaN and infinity."""
    if isinstance(part, tuple):
        return part[0] / part[1] if part[1] else None
    number = float(part)
    return number if number - number == 0 else None
