"""Makes picture files of every format and of every kind of badness, from seeds and formulas."""

from __future__ import annotations

import io
import struct
import zlib
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Rgb = npt.NDArray[np.uint8]

QUARTERS = {
    "top_left": (220, 30, 30),
    "top_right": (30, 190, 40),
    "bottom_left": (40, 50, 220),
    "bottom_right": (230, 220, 40),
}
"""Red, green, blue, yellow: whoever turns, mirrors or recolours this picture is seen at once."""


def quarters(width: int = 640, height: int = 480) -> Image.Image:
    """Four coloured quarters."""
    image = Image.new("RGB", (width, height))
    for (x, y), colour in zip(((0, 0), (1, 0), (0, 1), (1, 1)), QUARTERS.values(), strict=True):
        image.paste(colour, (x * width // 2, y * height // 2, (x + 1) * width // 2, (y + 1) * height // 2))
    return image


def texture(width: int, height: int, *, seed: int = 0, noise: float = 6.0) -> Image.Image:
    """Something like a photo: soft forms with edges and a little noise."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (9, 12, 3)).astype(np.float32)
    soft = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    rows, columns = np.ogrid[:height, :width]
    far = np.hypot(rows.astype(np.float32) - height / 3, columns.astype(np.float32) - width / 2)
    rings = np.where((far / 72).astype(np.int32) % 2, np.float32(40), np.float32(-40))
    grain = noise * rng.standard_normal((height, width), dtype=np.float32)
    values = soft + (rings + grain)[..., None]
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


@lru_cache(maxsize=8)
def large_jpeg(width: int = 4000, height: int = 3000, seed: int = 3) -> bytes:
    return encoded(texture(width, height, seed=seed), "JPEG", quality=90)


def exif_orientation(orientation: int) -> bytes:
    return b"Exif\0\0" + struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, rows: bytes, *, bits: int = 8, colour: int = 2, extra: bytes = b"") -> bytes:
    """A PNG with any size in its header and any compressed content."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


@lru_cache(maxsize=4)
def png_bomb(side: int = 30_000) -> bytes:
    """`side` x `side` black pixels of 1 bit in 110 KB."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + side // 8)
    packed = b"".join(packer.compress(row * 100) for _ in range(side // 100))
    return png(side, side, packed + packer.flush(), bits=1, colour=0)


def bayer_dng(width: int = 256, height: int = 192, *, orientation: int = 1, preview: bytes | None = None) -> bytes:
    """A small DNG 1.4: 16 bit RGGB mosaic of a grey ramp, with an optional embedded JPEG as its first directory."""
    ramp = np.linspace(2_000, 60_000, width, dtype=np.uint16)
    mosaic = np.tile(ramp, (height, 1)).tobytes()
    matrix = [(int(v * 10_000), 10_000) for v in (1, 0, 0, 0, 1, 0, 0, 0, 1)]
    raw_tags: dict[int, tuple[int, int, bytes]] = {
        254: (4, 1, struct.pack("<I", 0)),
        256: (4, 1, struct.pack("<I", width)), 257: (4, 1, struct.pack("<I", height)),
        258: (3, 1, struct.pack("<H", 16)), 259: (3, 1, struct.pack("<H", 1)), 262: (3, 1, struct.pack("<H", 32803)),
        273: (4, 1, b"RAW!"), 277: (3, 1, struct.pack("<H", 1)), 278: (4, 1, struct.pack("<I", height)),
        279: (4, 1, struct.pack("<I", len(mosaic))), 33421: (3, 2, struct.pack("<2H", 2, 2)),
        33422: (1, 4, bytes([0, 1, 1, 2])), 50717: (4, 1, struct.pack("<I", 65_535)),
    }  # fmt: skip
    shared_tags: dict[int, tuple[int, int, bytes]] = {
        271: (2, 5, b"Test\0"), 272: (2, 5, b"Bayer"[:4] + b"\0"), 274: (3, 1, struct.pack("<H", orientation)),
        50706: (1, 4, bytes([1, 4, 0, 0])), 50708: (2, 5, b"Test\0"),
        50721: (10, 9, b"".join(struct.pack("<2i", *pair) for pair in matrix)),
        50728: (5, 3, struct.pack("<6I", 1, 1, 1, 1, 1, 1)), 50778: (3, 1, struct.pack("<H", 21)),
    }  # fmt: skip
    if preview is None:
        return _tiff([{**raw_tags, **shared_tags}], {b"RAW!": mosaic})
    with Image.open(io.BytesIO(preview)) as shown:
        preview_width, preview_height = shown.size
    first: dict[int, tuple[int, int, bytes]] = {
        254: (4, 1, struct.pack("<I", 1)), 256: (4, 1, struct.pack("<I", preview_width)),
        257: (4, 1, struct.pack("<I", preview_height)), 258: (3, 3, struct.pack("<3H", 8, 8, 8)),
        259: (3, 1, struct.pack("<H", 7)), 262: (3, 1, struct.pack("<H", 6)), 273: (4, 1, b"JPG!"),
        277: (3, 1, struct.pack("<H", 3)), 278: (4, 1, struct.pack("<I", preview_height)),
        279: (4, 1, struct.pack("<I", len(preview))), 330: (4, 1, b"SUB!"), **shared_tags,
    }  # fmt: skip
    return _tiff([first, raw_tags], {b"RAW!": mosaic, b"JPG!": preview})


def _tiff(directories: list[dict[int, tuple[int, int, bytes]]], blocks: dict[bytes, bytes]) -> bytes:
    """Little-endian TIFF; values ``RAW!``, ``JPG!``, ``SUB!`` become offsets (``SUB!``: of the last directory)."""

    def size(tags: dict[int, tuple[int, int, bytes]]) -> int:
        return 6 + 12 * len(tags) + sum(len(v) + len(v) % 2 for _, _, v in tags.values() if len(v) > 4)

    sizes = [size(tags) for tags in directories]
    starts = [8 + sum(sizes[:i]) for i in range(len(directories))]
    places, at = {b"SUB!": starts[-1]}, 8 + sum(sizes)
    for name, content in blocks.items():
        places[name] = at
        at += len(content)
    out = bytearray(struct.pack("<2sHI", b"II", 42, 8))
    for tags, start in zip(directories, starts, strict=True):
        body, tail = struct.pack("<H", len(tags)), b""
        tail_at = start + 2 + 12 * len(tags) + 4
        for tag, (kind, count, raw) in sorted(tags.items()):
            value = struct.pack("<I", places[raw]) if raw in places else raw
            if len(value) > 4:
                body += struct.pack("<HHII", tag, kind, count, tail_at + len(tail))
                tail += value + b"\0" * (len(value) % 2)
            else:
                body += struct.pack("<HHI", tag, kind, count) + value.ljust(4, b"\0")
        out += body + b"\0\0\0\0" + tail
    return bytes(out) + b"".join(blocks.values())


def p3_profile() -> bytes:
    """A Display P3 profile (ICC 2.1, matrix and curve), built from its chromaticities adapted to D50."""
    primaries = np.array([[0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]])
    codes = np.arange(256) / 255
    light = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
    curve = b"curv" + bytes(4) + struct.pack(">I", 256) + (light * 65_535).round().astype(">u2").tobytes()
    name = b"Display P3\0"
    tags: dict[bytes, bytes] = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(78 + 1),
        b"cprt": b"text" + bytes(4) + b"none\0",
        b"wtpt": _xyz(np.array([0.9642, 1.0, 0.8249])),
        **{kind: _xyz(primaries[:, i]) for i, kind in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, data = struct.pack(">I", len(tags)), b""
    for kind, content in tags.items():
        table += kind + struct.pack(">II", 128 + 4 + 12 * len(tags) + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    size = 128 + len(table) + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"none", 0x02100000, b"mntr", b"RGB ", b"XYZ ") + bytes(12) + b"acsp"
    head = head.ljust(68, b"\0") + struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
    return head.ljust(128, b"\0") + table + data


def _xyz(values: npt.NDArray[np.float64]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(v * 65_536) for v in values))
