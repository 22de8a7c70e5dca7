"""Finds where a file keeps its EXIF, XMP and IPTC, by its first bytes and never by its name; decodes no pixel."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from photonest.assets.metadata.bmff import boxes, find_box, heif_items
from photonest.assets.metadata.bounded_reader import Window

MAX_XMP_BYTES = 4 * 1024 * 1024
"""Larger XMP is not read: Lightroom's longest edit histories stay below; depth maps inside XMP do not."""

MAX_IPTC_BYTES = 1024 * 1024
MAX_JPEG_SEGMENTS = 4_096
MAX_CHUNKS = 4_096

_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_XMP_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_CR3_UUID = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_JP2_EXIF_UUID = b"JpgTiffExif->JP2"


@dataclass(slots=True)
class Blocks:
    """Raw metadata as found. `exif` is a TIFF structure; CR3 splits it in three."""

    exif: Window | None = None
    exif_sub: Window | None = None
    exif_gps: Window | None = None
    xmp: list[bytes] = field(default_factory=list)
    iptc: bytes = b""
    width: int | None = None
    """Pixels as stored, before orientation; only where the container says it in passing (JPEG, PNG)."""
    height: int | None = None
    motion_video: tuple[int, int] | None = None
    """(offset, length) of a video part that the container itself declares."""
    movie: Window | None = None
    """The `moov` box of a video."""
    notes: list[str] = field(default_factory=list)

    def add_xmp_in(self, body: Window) -> None:
        """Keeps the packet that fills a window; one too large is only noted."""
        self.add_xmp(body.read(0, MAX_XMP_BYTES) if body.length <= MAX_XMP_BYTES else b"", body.length)

    def add_xmp(self, packet: bytes, size: int) -> None:
        """Keeps a packet; one that was too large to read is only noted."""
        if size > MAX_XMP_BYTES:
            self.notes.append(f"The XMP block of {size // 1024} KB was too large and was not read.")
        elif packet.strip(b"\0 \n\r\t"):
            self.xmp.append(packet)


def find_blocks(file: Window) -> Blocks:
    """The metadata blocks of a picture or video of any known container; empty for an unknown one.

    Raises `ReadBudgetSpent` for a file that is built to waste time.
    """
    blocks = Blocks()
    head = file.read(0, 16)
    finder = _finder(head)
    if finder is not None:
        finder(file, blocks)
    return blocks


def _finder(head: bytes) -> Callable[[Window, Blocks], None] | None:
    if head.startswith(b"\xff\xd8"):
        return _jpeg
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp
    if head[:4] in (b"II*\0", b"MM\0*", b"IIU\0", b"IIRO", b"IIRS", b"MMOR"):
        return _tiff
    if head[4:8] == b"ftyp":
        return _bmff
    if head[4:8] in (b"JXL ", b"jP  "):
        return _boxed
    if head.startswith(b"FUJIFILMCCD-RAW"):
        return _raf
    if head.startswith(b"\0MRM"):
        return _mrw
    if head.startswith(b"FOVb"):
        return _x3f
    if head[:4] == b"GIF8":
        return _gif
    if head.startswith(b"8BPS"):
        return _psd
    return None


# JPEG


def _jpeg(file: Window, blocks: Blocks) -> None:
    extended: dict[bytes, dict[int, bytes]] = {}
    extended_size = 0
    photoshop = b""
    for marker, body in _jpeg_segments(file):
        if marker == 0xE1:
            head = body.read(0, len(_XMP_EXTENSION))
            if head.startswith(_EXIF) and blocks.exif is None:
                blocks.exif = body.window(6)
            elif head.startswith(_XMP):
                blocks.add_xmp(body.read(len(_XMP), 65_536), body.length)
            elif head == _XMP_EXTENSION:
                raw = body.read(len(_XMP_EXTENSION), 65_536)
                extended_size += len(raw)
                if len(raw) > 40 and extended_size <= MAX_XMP_BYTES:
                    extended.setdefault(raw[:32], {})[int.from_bytes(raw[36:40], "big")] = raw[40:]
        elif marker == 0xED and len(photoshop) < MAX_IPTC_BYTES:
            raw = body.read(0, 65_536)
            if raw.startswith(_PHOTOSHOP):
                photoshop += raw[len(_PHOTOSHOP) :]
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            frame = body.read(0, 5)
            blocks.height = int.from_bytes(frame[1:3], "big") or None
            blocks.width = int.from_bytes(frame[3:5], "big") or None
    if extended_size > MAX_XMP_BYTES:
        blocks.notes.append(f"The extended XMP of {extended_size // 1024} KB was too large and was not read.")
    elif extended:
        _join_extended(blocks, extended)
    if photoshop:
        _image_resources(photoshop, blocks)


def _jpeg_segments(file: Window) -> Iterator[tuple[int, Window]]:
    """Header segments up to the start of the scan."""
    at = 2
    for _ in range(MAX_JPEG_SEGMENTS):
        head = file.read(at, 4)
        if len(head) < 4 or head[0] != 0xFF:
            return
        marker = head[1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker in (0xD9, 0xDA):
            return
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 2
            continue
        size = int.from_bytes(head[2:4], "big")
        if size < 2:
            return
        yield marker, file.window(at + 4, size - 2)
        at += 2 + size


def _join_extended(blocks: Blocks, extended: dict[bytes, dict[int, bytes]]) -> None:
    """Adds the extended XMP whose digest the main packet names (XMP part 3, 1.1.3.1)."""
    main = blocks.xmp[0] if blocks.xmp else b""
    for digest, parts in extended.items():
        if digest in main:
            packet = b"".join(parts[offset] for offset in sorted(parts))
            blocks.add_xmp(packet, len(packet))


def _image_resources(raw: bytes, blocks: Blocks) -> None:
    """Photoshop image resources: 1028 is IPTC, 1058 EXIF, 1060 XMP (the last two only in PSD files)."""
    at = 0
    while raw[at : at + 4] == b"8BIM":
        kind = int.from_bytes(raw[at + 4 : at + 6], "big")
        name = raw[at + 6] if at + 6 < len(raw) else 0
        at += 6 + (name + 2 & ~1)
        size = int.from_bytes(raw[at : at + 4], "big")
        body = raw[at + 4 : at + 4 + size]
        if kind == 1028 and not blocks.iptc:
            blocks.iptc = body
        elif kind == 1060:
            blocks.add_xmp(body, len(body))
        at += 4 + size + (size & 1)


# PNG, WebP


def _png(file: Window, blocks: Blocks) -> None:
    at = 8
    for _ in range(MAX_CHUNKS):
        head = file.read(at, 8)
        if len(head) < 8:
            return
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        body = file.window(at + 8, size)
        if kind == b"IHDR":
            frame = body.read(0, 8)
            blocks.width = int.from_bytes(frame[:4], "big") or None
            blocks.height = int.from_bytes(frame[4:8], "big") or None
        elif kind == b"eXIf":
            blocks.exif = blocks.exif or body
        elif kind == b"iTXt":
            _png_text(body, blocks)
        elif kind == b"IEND":
            return
        at += 12 + size


def _png_text(body: Window, blocks: Blocks) -> None:
    keyword, _, _ = body.read(0, 80).partition(b"\0")
    if keyword != b"XML:com.adobe.xmp":
        return
    if body.length > MAX_XMP_BYTES:
        blocks.add_xmp(b"", body.length)
        return
    raw = body.read(len(keyword) + 1, MAX_XMP_BYTES)
    compressed, fields = raw[:1] == b"\x01", raw[2:].split(b"\0", 2)
    if len(fields) < 3:
        return
    packet = fields[2]
    if compressed:
        try:
            packet = zlib.decompressobj().decompress(packet, MAX_XMP_BYTES + 1)
        except zlib.error:
            blocks.notes.append("The compressed XMP block is damaged and was not read.")
            return
    blocks.add_xmp(packet, len(packet))


def _webp(file: Window, blocks: Blocks) -> None:
    at = 12
    for _ in range(MAX_CHUNKS):
        head = file.read(at, 8)
        if len(head) < 8:
            return
        kind, size = head[:4], int.from_bytes(head[4:8], "little")
        body = file.window(at + 8, size)
        if kind == b"EXIF" and blocks.exif is None:
            blocks.exif = body.window(6) if body.read(0, 6) == _EXIF else body
        elif kind == b"XMP ":
            blocks.add_xmp_in(body)
        at += 8 + size + (size & 1)


# TIFF and what is built on it; XMP (tag 700) and IPTC (tag 33723) are tags there, read by exif.py


def _tiff(file: Window, blocks: Blocks) -> None:
    blocks.exif = file


def _raf(file: Window, blocks: Blocks) -> None:
    head = file.read(84, 8)
    preview = file.window(int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big"))
    if preview.read(0, 2) == b"\xff\xd8":
        _jpeg(preview, blocks)
        blocks.width = blocks.height = None  # the preview's size, not the picture's


def _mrw(file: Window, blocks: Blocks) -> None:
    """Minolta: blocks of a name, a length and a body; the one named TTW is a TIFF structure."""
    at = 8
    for _ in range(32):
        head = file.read(at, 8)
        size = int.from_bytes(head[4:8], "big")
        if head[:4] == b"\0TTW":
            blocks.exif = file.window(at + 8, size)
        if len(head) < 8 or blocks.exif is not None:
            return
        at += 8 + size


def _x3f(file: Window, blocks: Blocks) -> None:
    """Sigma: the directory is named by the last four bytes; a JPEG preview in it carries the EXIF."""
    start = int.from_bytes(file.read(file.length - 4, 4), "little")
    directory = file.read(start, 12 + 12 * 64)
    if directory[:4] != b"SECd":
        return
    for at in range(12, len(directory) - 11, 12):
        offset = int.from_bytes(directory[at : at + 4], "little")
        length = int.from_bytes(directory[at + 4 : at + 8], "little")
        picture = file.window(offset + 28, length - 28)
        if blocks.exif is None and directory[at + 8 : at + 12] == b"IMA2" and picture.read(0, 2) == b"\xff\xd8":
            _jpeg(picture, blocks)
            blocks.width = blocks.height = None


# ISO base media


def _bmff(file: Window, blocks: Blocks) -> None:
    for box in boxes(file):
        if box.kind == b"meta":
            items = heif_items(file, box.body.window(4))
            if items.exif is not None and blocks.exif is None:
                blocks.exif = _after_tiff_offset(items.exif)
            if items.xmp is not None:
                blocks.add_xmp_in(items.xmp)
        elif box.kind == b"mpvd":  # Samsung and Google put the video of a motion photo here
            blocks.motion_video = (box.body.start - file.start, box.body.length)
        elif box.kind == b"moov":
            raw = next((inner.body for inner in boxes(box.body) if inner.uuid == _CR3_UUID), None)
            if raw is None:
                blocks.movie = box.body
            else:
                blocks.exif = find_box(raw, b"CMT1")
                blocks.exif_sub = find_box(raw, b"CMT2")
                blocks.exif_gps = find_box(raw, b"CMT4")
        elif box.uuid == _XMP_UUID:
            blocks.add_xmp_in(box.body)


def _boxed(file: Window, blocks: Blocks) -> None:
    for box in boxes(file):
        if box.kind == b"Exif" and blocks.exif is None:
            blocks.exif = _after_tiff_offset(box.body)
        elif box.kind == b"xml " or box.uuid == _XMP_UUID:
            blocks.add_xmp_in(box.body)
        elif box.uuid == _JP2_EXIF_UUID:
            blocks.exif = box.body
        elif box.kind == b"brob":
            blocks.notes.append("The metadata is compressed with Brotli and was not read.")


def _after_tiff_offset(item: Window) -> Window | None:
    """HEIF and JPEG XL put four bytes before the TIFF header: how far behind them it starts (6: "Exif\\0\\0")."""
    offset = int.from_bytes(item.read(0, 4), "big")
    for start in (4 + offset, 4, 0):
        if item.read(start, 4) in (b"II*\0", b"MM\0*"):
            return item.window(start)
    return None


# GIF, PSD


def _gif(file: Window, blocks: Blocks) -> None:
    """XMP as an application extension before the first image; its last 258 bytes are a slide, not text."""
    flags = file.read(10, 1)
    if not flags:
        return
    at = 13 + (3 << (flags[0] & 7) + 1 if flags[0] & 0x80 else 0)
    for _ in range(64):
        head = file.read(at, 14)
        if head[:1] != b"\x21":
            return
        if head[1:14] == b"\xff\x0bXMP DataXMP":
            packet = file.read(at + 14, MAX_XMP_BYTES)
            end = packet.find(b"\x01\xff\xfe\xfd\xfc")
            packet = packet[: max(end, 0)]
            blocks.add_xmp(packet, len(packet))
            at += 14 + len(packet) + 258
            continue
        at += 2
        for _ in range(1_000):
            size = file.read(at, 1)
            if not size:
                return
            at += 1 + size[0]
            if size[0] == 0:
                break


def _psd(file: Window, blocks: Blocks) -> None:
    at = 26
    at += 4 + int.from_bytes(file.read(at, 4), "big")
    size = int.from_bytes(file.read(at, 4), "big")
    section = file.window(at + 4, size)
    _image_resources(section.read(0, min(section.length, MAX_XMP_BYTES)), blocks)
    inner = 0
    for _ in range(512):  # EXIF stays in the file and is read in place
        head = section.read(inner, 8)
        if head[:4] != b"8BIM":
            return
        name = head[6] + 2 & ~1
        length = int.from_bytes(section.read(inner + 6 + name, 4), "big")
        if head[4:6] == (1058).to_bytes(2, "big"):
            blocks.exif = section.window(inner + 10 + name, length)
        inner += 10 + name + length + (length & 1)
