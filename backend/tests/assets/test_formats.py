"""Files are recognised by their first bytes; everything else is refused with a reason."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.assets.picture_files import bayer_dng, encoded, quarters

from photonest.assets.errors import UnsupportedFormat
from photonest.assets.formats import FORMATS, Format, Kind, sniff


def ftyp(major: str, *compatible: str) -> bytes:
    brands = major.encode() + bytes(4) + b"".join(brand.encode() for brand in compatible)
    return struct.pack(">I", 8 + len(brands)) + b"ftyp" + brands + bytes(64)


def tiff_of(make: bytes, *entries: tuple[int, int, int]) -> bytes:
    """A TIFF head whose first directory has a make and some short or long values."""
    count = len(entries) + 1
    rows = [struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries]
    rows.append(struct.pack("<HHII", 271, 2, len(make), 8 + 2 + 12 * count + 4))
    return struct.pack("<2sHIH", b"II", 42, 8, count) + b"".join(sorted(rows)) + bytes(4) + make + bytes(8)


RAW_PREVIEW = ((254, 4, 1), (330, 4, 100))

HEADS = {
    "jpeg": b"\xff\xd8\xff\xe0" + bytes(60),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(60),
    "gif": b"GIF89a" + bytes(60),
    "webp": b"RIFF\x10\0\0\0WEBPVP8 ",
    "avi": b"RIFF\x10\0\0\0AVI LIST",
    "tiff": tiff_of(b"NIKON CORPORATION\0"),
    "bmp": b"BM" + bytes(12) + struct.pack("<I", 40) + bytes(40),
    "jp2": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(40),
    "psd": b"8BPS\x00\x01" + bytes(40),
    "jxl": b"\x00\x00\x00\x0cJXL \r\n\x87\n" + bytes(40),
    "heic": ftyp("heic", "mif1", "heic"),
    "avif": ftyp("avif", "mif1", "miaf"),
    "cr3": ftyp("crx ", "crx ", "isom"),
    "mp4": ftyp("isom", "iso2", "avc1", "mp41"),
    "mov": ftyp("qt  ", "qt  "),
    "3gp": ftyp("3gp5", "isom"),
    "webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm",
    "mkv": b"\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82\x88matroska",
    "mts": (bytes(4) + b"\x47" + bytes(187)) * 5,
    "mpg": b"\x00\x00\x01\xba" + bytes(40),
    "dng": bayer_dng()[:4096],
    "cr2": b"II*\x00\x10\x00\x00\x00CR\x02\x00" + bytes(40),
    "crw": b"II\x1a\x00\x00\x00HEAPCCDR" + bytes(40),
    "nef": tiff_of(b"NIKON CORPORATION\0", *RAW_PREVIEW),
    "arw": tiff_of(b"SONY\0", *RAW_PREVIEW),
    "srw": tiff_of(b"SAMSUNG\0", *RAW_PREVIEW),
    "pef": tiff_of(b"PENTAX \0", (259, 3, 65_535)),
    "raf": b"FUJIFILMCCD-RAW 0201" + bytes(40),
    "rw2": b"IIU\x00\x18\x00\x00\x00" + bytes(40),
    "orf": b"IIRO\x08\x00\x00\x00" + bytes(40),
    "x3f": b"FOVb" + bytes(40),
    "mrw": b"\x00MRM" + bytes(40),
}


def test_every_format_of_the_table_has_a_head_here() -> None:
    assert set(HEADS) == set(FORMATS)


@pytest.mark.parametrize("name", HEADS)
def test_a_file_is_recognised_by_its_first_bytes(name: str) -> None:
    assert sniff(HEADS[name], 1_000_000) == FORMATS[name]


def test_the_head_may_be_short() -> None:
    assert sniff(encoded(quarters(), "PNG")[:64], 5_000).name == "png"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (ftyp("mif1", "mif1", "heic"), "heic"),
        (ftyp("mif1", "mif1", "avif"), "avif"),
        (ftyp("mif1", "mif1", "miaf"), "heic"),
        (ftyp("heix", "heix", "mif1"), "heic"),
        (ftyp("avis", "avis", "msf1"), "avif"),
        (ftyp("mp42", "mp42", "isom"), "mp4"),
        (ftyp("XXXX", "isom"), "mp4"),
        (bytes(4) + b"moov" + bytes(40), "mov"),
        (b"\xff\x0a" + bytes(40), "jxl"),
        (b"\xff\x4f\xff\x51" + bytes(40), "jp2"),
        (b"GIF87a" + bytes(40), "gif"),
        (b"MM\x00*\x00\x00\x00\x08\x00\x00" + bytes(40), "tiff"),
        (b"II+\x00\x08\x00" + bytes(40), "tiff"),
        (b"\x47" + (bytes(187) + b"\x47") * 5, "mts"),
    ],
)
def test_variants_of_a_format_are_recognised(head: bytes, name: str) -> None:
    assert sniff(head, 1_000_000).name == name


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"", "empty"),
        (b"Dear diary,\r\ntoday I renamed you to .jpg\r\n", "text"),
        ("Grüße aus dem Süden".encode() * 80, "text"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "SVG"),
        (b"\xef\xbb\xbf  <svg onload='alert(1)'>", "SVG"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04" + bytes(30), "ZIP"),
        (b"\x7fELF" + bytes(30), "program"),
        (b"8BPS\x00\x02" + bytes(30), "PSB"),
        (ftyp("M4A ", "M4A ", "isom"), "sound"),
        (b"BM, said the bird, is not a picture." + bytes(3), "not know"),
        (bytes(range(256)), "not know"),
    ],
)
def test_what_is_no_photo_is_refused_with_its_reason(head: bytes, word: str) -> None:
    with pytest.raises(UnsupportedFormat, match=word) as caught:
        sniff(head, len(head))
    assert caught.value.permanent
    assert caught.value.message.endswith(".")


def test_a_zip_behind_a_jpeg_is_a_jpeg_and_a_jpeg_inside_a_zip_is_a_zip() -> None:
    photo = encoded(quarters(), "JPEG")
    assert sniff(photo + b"PK\x03\x04" + bytes(100), 10_000).name == "jpeg"
    with pytest.raises(UnsupportedFormat, match="ZIP"):
        sniff(b"PK\x03\x04" + bytes(26) + photo, 10_000)


def test_kinds_and_extensions_make_sense() -> None:
    assert {FORMATS[name].kind for name in ("jpeg", "jxl", "psd")} == {Kind.IMAGE}
    assert {FORMATS[name].kind for name in ("dng", "cr3", "orf")} == {Kind.RAW}
    assert {FORMATS[name].kind for name in ("mp4", "mts", "webm")} == {Kind.VIDEO}
    for found in FORMATS.values():
        assert found.mime.startswith("video/" if found.kind is Kind.VIDEO else "image/")
        assert found.extension.isalnum()


@given(st.sampled_from(sorted(HEADS)), st.binary(max_size=200), st.integers(0, 200))
def test_no_head_is_too_odd_to_be_judged(name: str, noise: bytes, keep: int) -> None:
    head = HEADS[name][:keep] + noise
    with contextlib.suppress(UnsupportedFormat):
        assert isinstance(sniff(head, len(head)), Format)
