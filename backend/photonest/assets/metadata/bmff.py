"""Walks ISO base media files (HEIC, AVIF, MP4, MOV, CR3, JPEG 2000, JPEG XL): boxes, and items of the `meta` box.

Sources: ISO/IEC 14496-12 (boxes, iloc, iinf), ISO/IEC 23008-12 (HEIF), QuickTime File Format (metadata keys).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from photonest.assets.metadata.bounded_reader import Window

MAX_BOXES = 512
"""Boxes looked at on one level; honest files have under 100."""

MAX_META_BYTES = 2 * 1024 * 1024
"""Bytes of one table (iinf, iloc) that are read; a 48 MP HEIC with 600 tiles needs 20 KB."""

MAX_ITEMS = 10_000


@dataclass(frozen=True, slots=True)
class Box:
    """`kind` is the four-character code, `body` what follows the header; `uuid` is set for extended types."""

    kind: bytes
    body: Window
    uuid: bytes = b""


def boxes(window: Window) -> Iterator[Box]:
    """The boxes of one level, in file order; ends at the first that makes no sense."""
    at = 0
    for _ in range(MAX_BOXES):
        header = window.read(at, 32)
        if len(header) < 8:
            return
        size, kind = int.from_bytes(header[:4], "big"), header[4:8]
        head = 8
        if size == 1 and len(header) >= 16:
            size, head = int.from_bytes(header[8:16], "big"), 16
        elif size == 0:
            size = window.length - at
        if size < head:
            return
        uuid = b""
        if kind == b"uuid":
            uuid, head = header[head : head + 16], head + 16
        yield Box(kind, window.window(at + head, size - head), uuid)
        at += size


def find_box(window: Window, *path: bytes) -> Window | None:
    """The body of the first box under `path`, one four-character code a level."""
    for kind in path:
        found = next((box.body for box in boxes(window) if box.kind == kind), None)
        if found is None:
            return None
        window = found
    return window


@dataclass(frozen=True, slots=True)
class MetaItems:
    """Where the Exif and XMP items of a HEIF file lie: windows onto their bytes."""

    exif: Window | None
    xmp: Window | None


def heif_items(file: Window, meta: Window) -> MetaItems:
    """Finds the first Exif item and the first XMP item of a HEIF `meta` box (body after its four flag bytes)."""
    iinf, iloc = find_box(meta, b"iinf"), find_box(meta, b"iloc")
    if iinf is None or iloc is None:
        return MetaItems(None, None)
    idat = find_box(meta, b"idat")
    exif_id, xmp_id = _exif_and_xmp_ids(iinf)
    places = _item_places(iloc, {item for item in (exif_id, xmp_id) if item is not None})

    def window_of(item: int | None) -> Window | None:
        if item is None or item not in places:
            return None
        method, offset, length = places[item]
        if method == 0:
            return file.window(offset, length or None)
        return idat.window(offset, length or None) if method == 1 and idat is not None else None

    return MetaItems(window_of(exif_id), window_of(xmp_id))


def _exif_and_xmp_ids(iinf: Window) -> tuple[int | None, int | None]:
    table = iinf.read(0, min(iinf.length, MAX_META_BYTES))
    if len(table) < 6:
        return None, None
    wide = table[0] > 0
    at = 8 if wide else 6
    exif: int | None = None
    xmp: int | None = None
    for _ in range(MAX_ITEMS):
        size = int.from_bytes(table[at : at + 4], "big")
        if size < 16 or at + size > len(table) or table[at + 4 : at + 8] != b"infe":
            break
        entry = table[at + 8 : at + size]
        at += size
        version = entry[0]
        if version < 2:
            continue
        id_bytes = 2 if version == 2 else 4
        item = int.from_bytes(entry[4 : 4 + id_bytes], "big")
        kind_at = 4 + id_bytes + 2
        kind = entry[kind_at : kind_at + 4]
        if kind == b"Exif" and exif is None:
            exif = item
        elif kind == b"mime" and xmp is None and b"application/rdf+xml" in entry[kind_at + 4 :]:
            xmp = item
    return exif, xmp


def _item_places(iloc: Window, wanted: set[int]) -> dict[int, tuple[int, int, int]]:
    """item id → (construction method, offset, length); only items of one extent, as metadata items are."""
    table = iloc.read(0, min(iloc.length, MAX_META_BYTES))
    if len(table) < 8:
        return {}
    version = table[0]
    offset_size, length_size = table[4] >> 4, table[4] & 15
    base_size, index_size = table[5] >> 4, (table[5] & 15) if version in (1, 2) else 0
    at = 6
    id_bytes = 2 if version < 2 else 4
    count = int.from_bytes(table[at : at + id_bytes], "big")
    at += id_bytes
    places: dict[int, tuple[int, int, int]] = {}

    def number(size: int) -> int:
        nonlocal at
        value = int.from_bytes(table[at : at + size], "big")
        at += size
        return value

    for _ in range(min(count, MAX_ITEMS)):
        if at >= len(table):
            break
        item = number(id_bytes)
        method = number(2) & 15 if version in (1, 2) else 0
        number(2)
        base = number(base_size)
        extents = number(2)
        first: tuple[int, int] | None = None
        extent_size = index_size + offset_size + length_size
        if extents:
            number(index_size)
            first = (number(offset_size), number(length_size))
            at += (extents - 1) * extent_size
        if item in wanted and first is not None and extents == 1:
            places[item] = (method, base + first[0], first[1])
    return places
