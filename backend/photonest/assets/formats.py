"""Recognise a file by its first bytes, against an allow-list; names and extensions are never believed."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import StrEnum

from photonest.assets.errors import UnsupportedFormat

SNIFF_BYTES = 65_536
"""How much of the head `sniff` should be given; with less, some TIFF-based RAW files look like plain TIFF."""


class Kind(StrEnum):
    """What has to be done with a file to see it."""

    IMAGE = "image"
    RAW = "raw"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file that PhotoNest keeps and shows. `extension` has no dot."""

    kind: Kind
    name: str
    mime: str
    extension: str


def _table(kind: Kind, *rows: tuple[str, str, str]) -> dict[str, Format]:
    return {name: Format(kind, name, mime, extension) for name, mime, extension in rows}


FORMATS: dict[str, Format] = {
    **_table(
        Kind.IMAGE,
        ("jpeg", "image/jpeg", "jpg"),
        ("png", "image/png", "png"),
        ("gif", "image/gif", "gif"),
        ("webp", "image/webp", "webp"),
        ("heic", "image/heic", "heic"),
        ("avif", "image/avif", "avif"),
        ("tiff", "image/tiff", "tif"),
        ("bmp", "image/bmp", "bmp"),
        ("jp2", "image/jp2", "jp2"),
        ("psd", "image/vnd.adobe.photoshop", "psd"),
        ("jxl", "image/jxl", "jxl"),
    ),
    **_table(
        Kind.RAW,
        ("dng", "image/x-adobe-dng", "dng"),
        ("cr2", "image/x-canon-cr2", "cr2"),
        ("cr3", "image/x-canon-cr3", "cr3"),
        ("crw", "image/x-canon-crw", "crw"),
        ("nef", "image/x-nikon-nef", "nef"),
        ("arw", "image/x-sony-arw", "arw"),
        ("raf", "image/x-fuji-raf", "raf"),
        ("rw2", "image/x-panasonic-rw2", "rw2"),
        ("orf", "image/x-olympus-orf", "orf"),
        ("pef", "image/x-pentax-pef", "pef"),
        ("srw", "image/x-samsung-srw", "srw"),
        ("x3f", "image/x-sigma-x3f", "x3f"),
        ("mrw", "image/x-minolta-mrw", "mrw"),
    ),
    **_table(
        Kind.VIDEO,
        ("mp4", "video/mp4", "mp4"),
        ("mov", "video/quicktime", "mov"),
        ("3gp", "video/3gpp", "3gp"),
        ("webm", "video/webm", "webm"),
        ("mkv", "video/x-matroska", "mkv"),
        ("avi", "video/x-msvideo", "avi"),
        ("mts", "video/mp2t", "mts"),
        ("mpg", "video/mpeg", "mpg"),
    ),
}
"""Every format by name. The order is that of FEATURES IN1, IN2, IN3, IN6."""

_PREFIXES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),
    (b"8BPS\x00\x01", "psd"),
    (b"\xff\x0a", "jxl"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "jxl"),
    (b"FUJIFILMCCD-RAW", "raf"),
    (b"IIU\x00", "rw2"),
    (b"IIRO", "orf"),
    (b"IIRS", "orf"),
    (b"MMOR", "orf"),
    (b"FOVb", "x3f"),
    (b"\x00MRM", "mrw"),
    (b"II\x1a\x00\x00\x00HEAPCCDR", "crw"),
    (b"\x00\x00\x01\xba", "mpg"),
)

_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "This is a PDF document, not a photo."),
    (b"PK\x03\x04", "This is a ZIP archive. Unpack it and add the photos inside."),
    (b"\x1f\x8b", "This is a compressed archive. Unpack it and add the photos inside."),
    (b"Rar!", "This is a RAR archive. Unpack it and add the photos inside."),
    (b"7z\xbc\xaf\x27\x1c", "This is a 7z archive. Unpack it and add the photos inside."),
    (b"8BPS\x00\x02", "Large Photoshop documents (PSB) cannot be shown. Save it as TIFF or JPEG."),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media files cannot be shown. Convert it to MP4."),
    (b"\x7fELF", "This is a program, not a photo."),
    (b"MZ", "This is a program, not a photo."),
    (b"ID3", "This is a sound file, not a photo."),
    (b"OggS", "Ogg files cannot be shown. Convert it to MP4."),
)

_HEIF_BRANDS = frozenset(["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"])
_AVIF_BRANDS = frozenset({"avif", "avis"})
_HEIF_CONTAINERS = frozenset({"mif1", "mif2", "msf1", "mif3"})
_AUDIO_BRANDS = frozenset({"M4A ", "M4B ", "M4P "})
_MP4_BRANDS = frozenset(
    {
        *(
            "isom",
            "iso2",
            "iso3",
            "iso4",
            "iso5",
            "iso6",
            "iso7",
            "iso8",
            "iso9",
            "mp41",
            "mp42",
            "mp71",
            "avc1",
            "M4V ",
        ),
        *("M4VH", "M4VP", "MSNV", "dash", "XAVC", "hvc1", "av01", "cmfc", "f4v ", "F4V "),
    }
)
_QUICKTIME_ATOMS = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})

_BMP_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})


def sniff(head: bytes, size: int) -> Format:
    """The format of a file.

    `head`: its first bytes, up to `SNIFF_BYTES`; `size`: the length of the whole file in bytes.
    Raises `UnsupportedFormat` with a sentence for the user when it is nothing PhotoNest can show.
    """
    if size == 0 or not head:
        raise UnsupportedFormat("The file is empty.")
    for prefix, name in _PREFIXES:
        if head.startswith(prefix):
            return FORMATS[name]
    found = _riff(head) or _bmff(head) or _tiff(head) or _matroska(head) or _transport_stream(head) or _bmp(head)
    if found:
        return FORMATS[found]
    raise UnsupportedFormat(_reason(head))


def _riff(head: bytes) -> str | None:
    if head[:4] != b"RIFF":
        return None
    return {b"WEBP": "webp", b"AVI ": "avi"}.get(head[8:12])


def _bmff(head: bytes) -> str | None:
    """ISO base media files (ISO/IEC 14496-12): the brands of the `ftyp` box decide."""
    if head[4:8] in _QUICKTIME_ATOMS and len(head) >= 16:
        return "mov"
    if head[4:8] != b"ftyp":
        return None
    (length,) = struct.unpack(">I", head[:4])
    if not 12 <= length <= 4096:
        return None
    box = head[8:length]
    major = box[:4].decode("latin-1")
    brands = [major, *(box[i : i + 4].decode("latin-1") for i in range(8, len(box) - 3, 4))]
    if major == "crx ":
        return "cr3"
    if major == "jxl ":
        return "jxl"
    if _AVIF_BRANDS & set(brands[:1]) or (major in _HEIF_CONTAINERS and _AVIF_BRANDS & set(brands)):
        return "avif"
    if major in _HEIF_BRANDS or (major in _HEIF_CONTAINERS and not _AVIF_BRANDS & set(brands)):
        return "heic"
    if major == "qt  ":
        return "mov"
    if major in _AUDIO_BRANDS:
        raise UnsupportedFormat("This is a sound file, not a photo or video.")
    if major.startswith(("3gp", "3gr", "3gs", "3g2")):
        return "3gp"
    if any(brand in _MP4_BRANDS for brand in brands):
        return "mp4"
    return None


_RAW_MAKERS: tuple[tuple[str, str], ...] = (
    ("NIKON", "nef"),
    ("SONY", "arw"),
    ("PENTAX", "pef"),
    ("RICOH", "pef"),
    ("SAMSUNG", "srw"),
    ("OLYMPUS", "orf"),
    ("CANON", "cr2"),
)
_TAG_NEW_SUBFILE_TYPE, _TAG_COMPRESSION, _TAG_MAKE, _TAG_SUB_IFDS, _TAG_DNG_VERSION = 254, 259, 271, 330, 50706
_COMPRESSION_PENTAX = 65535


def _tiff(head: bytes) -> str | None:
    """TIFF, or one of the RAW formats that are TIFF inside; they differ in the tags of the first directory.

    A RAW file's first directory holds a reduced picture (NewSubfileType 1) beside sub-directories; a TIFF
    that a camera or program wrote holds the picture itself.
    """
    if head[:4] in (b"II+\x00", b"MM\x00+"):
        return "tiff"
    if head[:4] not in (b"II*\x00", b"MM\x00*"):
        return None
    if head[8:10] == b"CR":
        return "cr2"
    order = "<" if head[:2] == b"II" else ">"
    tags = _first_directory(head, order)
    if _TAG_DNG_VERSION in tags:
        return "dng"
    make = _ascii(head, order, tags.get(_TAG_MAKE)).upper()
    reduced = _short(order, tags.get(_TAG_NEW_SUBFILE_TYPE)) == 1
    pentax = _short(order, tags.get(_TAG_COMPRESSION)) == _COMPRESSION_PENTAX
    if (reduced and _TAG_SUB_IFDS in tags) or pentax:
        for prefix, name in _RAW_MAKERS:
            if make.startswith(prefix):
                return name
    return "tiff"


def _first_directory(head: bytes, order: str) -> dict[int, bytes]:
    """Tag number -> its 12 byte entry; empty when the directory does not lie inside `head`."""
    if len(head) < 8:
        return {}
    (offset,) = struct.unpack(order + "I", head[4:8])
    if not 8 <= offset <= len(head) - 2:
        return {}
    (count,) = struct.unpack(order + "H", head[offset : offset + 2])
    entries = (head[offset + 2 + 12 * i : offset + 14 + 12 * i] for i in range(min(count, 512)))
    return {struct.unpack(order + "H", entry[:2])[0]: entry for entry in entries if len(entry) == 12}


def _short(order: str, entry: bytes | None) -> int | None:
    if entry is None:
        return None
    (kind,) = struct.unpack(order + "H", entry[2:4])
    value: int = struct.unpack(order + ("H" if kind == 3 else "I"), entry[8 : 10 if kind == 3 else 12])[0]
    return value


def _ascii(head: bytes, order: str, entry: bytes | None) -> str:
    if entry is None:
        return ""
    count, offset = struct.unpack(order + "II", entry[4:12])
    data = entry[8 : 8 + count] if count <= 4 else head[offset : offset + min(count, 64)]
    return data.split(b"\0")[0].decode("ascii", "replace")


def _matroska(head: bytes) -> str | None:
    """Matroska or WebM: the DocType element (0x4282) of the EBML header tells which."""
    if head[:4] != b"\x1a\x45\xdf\xa3":
        return None
    start = head.find(b"\x42\x82", 4, 128)
    if start < 0:
        return None
    doctype = head[start + 3 : start + 3 + (head[start + 2] & 0x7F)].rstrip(b"\0")
    return {b"webm": "webm", b"matroska": "mkv"}.get(doctype)


def _transport_stream(head: bytes) -> str | None:
    """MPEG transport stream: a sync byte every 188 bytes, or 192 with the time codes of AVCHD cameras."""
    for packet, first in ((188, 0), (192, 4)):
        if len(head) > first + 3 * packet and all(head[first + i * packet] == 0x47 for i in range(4)):
            return "mts"
    return None


def _bmp(head: bytes) -> str | None:
    """BMP: two letters are too weak a mark, so the size of the second header must be one that exists."""
    if head[:2] != b"BM" or len(head) < 26:
        return None
    (header_size,) = struct.unpack("<I", head[14:18])
    return "bmp" if header_size in _BMP_HEADER_SIZES else None


def _reason(head: bytes) -> str:
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start or (start.startswith(b"<?xml") and b"svg" in head[:4096].lower()):
        return "SVG drawings are refused: they can carry programs. Save it as PNG or JPEG."
    for prefix, sentence in _REFUSED:
        if head.startswith(prefix):
            return sentence
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<script")):
        return "This is a web page or XML document, not a photo."
    if _is_text(head[:1024]):
        return "This is a text file, not a photo, whatever its name says."
    return "PhotoNest does not know this kind of file."


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(data) - 4:  # a character cut at the end of the window is still text
            return False
        text = data[: error.start].decode("utf-8")
    return all(character.isprintable() or character in "\r\n\t\f" for character in text)
