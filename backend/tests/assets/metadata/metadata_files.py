"""Makes the smallest files that carry given metadata: TIFF structures, JPEG segments, boxes, XMP packets."""

from __future__ import annotations

import struct
from collections.abc import Mapping

BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 1, 2, 3, 4, 5, 7

Entry = tuple[int, int, bytes]
"""Type, count, little-endian bytes."""


def text(value: str | bytes) -> Entry:
    raw = (value.encode() if isinstance(value, str) else value) + b"\0"
    return ASCII, len(raw), raw


def short(*values: int) -> Entry:
    return SHORT, len(values), struct.pack(f"<{len(values)}H", *values)


def long(*values: int) -> Entry:
    return LONG, len(values), struct.pack(f"<{len(values)}I", *values)


def rational(*pairs: tuple[int, int]) -> Entry:
    return RATIONAL, len(pairs), b"".join(struct.pack("<2I", *pair) for pair in pairs)


def undefined(raw: bytes) -> Entry:
    return UNDEFINED, len(raw), raw


def tiff(
    main: Mapping[int, Entry] | None = None,
    exif: Mapping[int, Entry] | None = None,
    gps: Mapping[int, Entry] | None = None,
) -> bytes:
    """A little-endian TIFF structure with up to three directories."""
    main = dict(main or {})
    if exif is not None:
        main[0x8769] = long(0)
    if gps is not None:
        main[0x8825] = long(0)
    at = 8 + _size(main)
    if exif is not None:
        main[0x8769] = long(at)
        at += _size(exif)
    if gps is not None:
        main[0x8825] = long(at)
    out = b"II*\0" + struct.pack("<I", 8)
    for directory in (main, exif, gps):
        if directory is not None:
            out += _directory(directory, len(out))
    return out


def _size(entries: Mapping[int, Entry]) -> int:
    return 6 + 12 * len(entries) + sum(len(raw) for _, _, raw in entries.values() if len(raw) > 4)


def _directory(entries: Mapping[int, Entry], offset: int) -> bytes:
    table, values = struct.pack("<H", len(entries)), b""
    value_at = offset + 6 + 12 * len(entries)
    for tag in sorted(entries):
        kind, count, raw = entries[tag]
        if len(raw) <= 4:
            table += struct.pack("<HHI", tag, kind, count) + raw.ljust(4, b"\0")
        else:
            table += struct.pack("<HHII", tag, kind, count, value_at + len(values))
            values += raw
    return table + b"\0\0\0\0" + values


def gps_entries(
    latitude: tuple[tuple[int, int], ...], longitude: tuple[tuple[int, int], ...], refs: str = "NE"
) -> dict[int, Entry]:
    return {1: text(refs[0]), 2: rational(*latitude), 3: text(refs[1]), 4: rational(*longitude)}


def segment(marker: int, body: bytes) -> bytes:
    assert len(body) <= 65_533
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(
    exif: bytes | None = None,
    xmp: str | bytes | None = None,
    iptc: bytes | None = None,
    *,
    segments: bytes = b"",
    size: tuple[int, int] = (64, 48),
    tail: bytes = b"",
) -> bytes:
    """The header of a JPEG (no decodable picture): enough for everything that reads metadata."""
    out = b"\xff\xd8"
    if exif is not None:
        out += segment(0xE1, b"Exif\0\0" + exif)
    if xmp is not None:
        out += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + (xmp.encode() if isinstance(xmp, str) else xmp))
    if iptc is not None:
        resource = b"8BIM" + struct.pack(">H", 1028) + b"\0\0" + struct.pack(">I", len(iptc)) + iptc
        out += segment(0xED, b"Photoshop 3.0\0" + resource + b"\0" * (len(iptc) % 2))
    out += segments
    out += segment(0xC0, b"\x08" + struct.pack(">HH", size[1], size[0]) + b"\x01\x01\x11\x00")
    return out + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x00" * 16 + b"\xff\xd9" + tail


def iptc(**values: str | list[str]) -> bytes:
    """IIM records from `title`, `caption`, `keywords`, `date`, `time`, in UTF-8."""
    numbers = {"title": 5, "keywords": 25, "date": 55, "time": 60, "caption": 120}
    out = b"\x1c\x01\x5a" + struct.pack(">H", 3) + b"\x1b%G"
    for name, value in values.items():
        for part in value if isinstance(value, list) else [value]:
            raw = part.encode()
            out += bytes((0x1C, 2, numbers[name])) + struct.pack(">H", len(raw)) + raw
    return out


NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "stArea": "http://ns.adobe.com/xmp/sType/Area#",
    "stDim": "http://ns.adobe.com/xap/1.0/sType/Dimensions#",
    "GPano": "http://ns.google.com/photos/1.0/panorama/",
    "GCamera": "http://ns.google.com/photos/1.0/camera/",
    "Container": "http://ns.google.com/photos/1.0/container/",
    "Item": "http://ns.google.com/photos/1.0/container/item/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "acme": "http://example.org/acme/1.0/",
}


def xmp(inner: str = "", attributes: str = "") -> str:
    """A packet with one description."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces} {attributes}>{inner}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def bag(name: str, *items: str, kind: str = "Bag") -> str:
    return f"<{name}><rdf:{kind}>{''.join(f'<rdf:li>{item}</rdf:li>' for item in items)}</rdf:{kind}></{name}>"


def box(kind: bytes, *parts: bytes) -> bytes:
    """An ISO base media box."""
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def movie(
    *,
    created: int = 0,
    keys: Mapping[str, str] | None = None,
    user: Mapping[bytes, str] | None = None,
) -> bytes:
    """An MP4 without pictures: `created` in seconds since 1904, QuickTime metadata keys, user data atoms."""
    moov = box(b"mvhd", struct.pack(">4sII", b"\0\0\0\0", created, created), b"\0" * 88)
    if keys:
        names = b"".join(struct.pack(">I", len(name) + 8) + b"mdta" + name.encode() for name in keys)
        values = b"".join(
            box(struct.pack(">I", number), box(b"data", struct.pack(">II", 1, 0), value.encode()))
            for number, value in enumerate(keys.values(), start=1)
        )
        handler = box(b"hdlr", b"\0" * 8, b"mdta", b"\0" * 13)
        table = box(b"keys", struct.pack(">II", 0, len(keys)), names)
        moov += box(b"meta", handler, table, box(b"ilst", values))
    if user:
        atoms = b"".join(
            box(kind, struct.pack(">HH", len(value.encode()), 0), value.encode()) for kind, value in user.items()
        )
        moov += box(b"udta", atoms)
    return box(b"ftyp", b"isom\0\0\0\0isom") + box(b"mdat", b"\0" * 64) + box(b"moov", moov)
