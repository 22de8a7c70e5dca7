"""Files built to break a reader of metadata (QUALITY.md 2.4): every one ends with a note, quickly, in little memory."""

from __future__ import annotations

import random
import time
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assets.metadata.metadata_files import (
    bag,
    box,
    gps_entries,
    iptc,
    jpeg,
    long,
    movie,
    rational,
    segment,
    short,
    text,
    tiff,
    undefined,
    xmp,
)

from photonest.assets.metadata.reading import Metadata, read_metadata

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
MEBI = 1024 * 1024


def read_measured(path: Path, filename: str = "x.jpg", **more: object) -> tuple[Metadata, float, int]:
    """The metadata, the processor seconds and the peak bytes of Python's memory that reading them took."""
    read_metadata(path.with_name("none"), filename="warm.jpg", now=NOW)  # imports are not the file's fault
    started = time.process_time()
    read_metadata(path, filename=filename, modified_at=NOW, now=NOW, **more)
    seconds = time.process_time() - started
    tracemalloc.start()  # makes everything slower, so in a second run
    try:
        found = read_metadata(path, filename=filename, modified_at=NOW, now=NOW, **more)
        return found, seconds, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def stored(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "stored"
    path.write_bytes(data)
    return path


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    out = b"\x89PNG\r\n\x1a\n"
    for kind, body in (
        (b"IHDR", (64).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"),
        *chunks,
        (b"IEND", b""),
    ):
        out += len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    return out


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(k + len(b).to_bytes(4, "little") + b + b"\0" * (len(b) & 1) for k, b in chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


CAMERA = tiff({0x010F: text("Canon")}, {0x9003: text("2023:07:15 14:30:25")})


def hundred_megabytes(kind: str) -> bytes:
    filler = b"\0" * (100 * MEBI)
    if kind == "jpeg segments":
        return jpeg(CAMERA, segments=segment(0xE1, b"Exif\0\0" + b"\0" * 65_000) * 1_600)
    if kind == "png chunk":
        return png((b"eXIf", CAMERA + filler))
    if kind == "webp chunk":
        return webp((b"EXIF", CAMERA + filler))
    if kind == "tiff":
        return CAMERA + filler
    return png((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp().encode() + filler))


@pytest.mark.parametrize("kind", ["jpeg segments", "png chunk", "webp chunk", "tiff", "png text"])
def test_a_hundred_megabytes_of_metadata_are_not_read(tmp_path: Path, kind: str) -> None:
    found, seconds, peak = read_measured(stored(tmp_path, hundred_megabytes(kind)))
    assert seconds < 2
    assert peak < 8 * MEBI
    if kind == "png text":
        assert any("too large" in note for note in found.notes)
    else:
        assert found.camera_make == "Canon"


def test_a_tag_that_claims_four_gigabytes_is_cut(tmp_path: Path) -> None:
    data = bytearray(tiff({0x010E: text("x" * 100), 0x010F: text("Canon")}))
    data[8 + 2 + 4 : 8 + 2 + 8] = b"\xff\xff\xff\xff"
    found, seconds, peak = read_measured(stored(tmp_path, jpeg(bytes(data))))
    assert seconds < 1
    assert peak < 4 * MEBI
    assert found.camera_make == "Canon"


def test_a_text_of_twenty_megabytes_is_read_up_to_its_limit(tmp_path: Path) -> None:
    words = b"x" * (20 * MEBI)
    data = tiff({0x010E: text(words), 0x0110: text(words), 0x010F: text("Canon")})
    found, seconds, peak = read_measured(stored(tmp_path, data), filename="x.tif")
    assert seconds < 1
    assert peak < 4 * MEBI
    assert (found.camera_make, found.notes) == ("Canon", ())
    assert found.description.startswith("xxx")


def test_a_file_of_countless_parts_is_left_with_a_note(tmp_path: Path) -> None:
    extension = b"\x21\xfe" + b"\x01x" * 900 + b"\0"
    found, seconds, _ = read_measured(stored(tmp_path, b"GIF89a\x01\0\x01\0\0\0\0" + extension * 64), filename="x.gif")
    assert seconds < 2
    assert any("more parts than any camera writes" in note for note in found.notes)


def test_a_movie_clock_beyond_all_years_is_not_used(tmp_path: Path) -> None:
    header = box(b"mvhd", b"\x01\0\0\0" + b"\x7f" * 16 + b"\0" * 80)
    path = stored(tmp_path, box(b"ftyp", b"isom\0\0\0\0") + box(b"moov", header))
    captured = read_metadata(path, filename="VID_20230715_143025.mp4", now=NOW).captured
    assert captured is not None
    assert captured.source == "file_name"


def test_directories_in_a_loop_end(tmp_path: Path) -> None:
    # The EXIF and GPS pointers lead back to the first directory.
    data = tiff({0x010F: text("Canon"), 0x8769: long(8), 0x8825: long(8)})
    found, seconds, _ = read_measured(stored(tmp_path, jpeg(data)))
    assert seconds < 1
    assert found.camera_make == "Canon"


def test_a_directory_of_sixty_thousand_entries_is_read_up_to_a_limit(tmp_path: Path) -> None:
    entry = b"\x0f\x01\x02\x00\xff\xff\x00\x00\x08\x00\x00\x00"  # Make, 65,535 characters, at the header
    data = b"II*\0\x08\0\0\0" + b"\xff\xff" + entry * 65_535
    _, seconds, peak = read_measured(stored(tmp_path, data), filename="x.tif")
    assert seconds < 1
    assert peak < 4 * MEBI


def test_a_million_boxes_in_boxes_end(tmp_path: Path) -> None:
    data = (
        box(b"ftyp", b"heic\0\0\0\0") + box(b"meta", b"\0\0\0\0", box(b"free") * 100_000) * 5 + box(b"free") * 500_000
    )
    _, seconds, peak = read_measured(stored(tmp_path, data), filename="x.heic")
    assert seconds < 2
    assert peak < 8 * MEBI


@pytest.mark.parametrize("size", [0, 1, 7, 2**31, 2**32 - 1])
def test_boxes_with_impossible_sizes_end(tmp_path: Path, size: int) -> None:
    data = box(b"ftyp", b"heic\0\0\0\0") + size.to_bytes(4, "big") + b"meta" + b"\xff" * 200
    _, seconds, _ = read_measured(stored(tmp_path, data), filename="x.heic")
    assert seconds < 1


BOMBS = {
    "billion laughs": (
        '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(10))
        + "]>"
        + xmp(bag("dc:subject", "&k;")).split("?>", 1)[1]
    ),
    "outside file": (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        + xmp(bag("dc:subject", "&e;")).split("?>", 1)[1]
    ),
    "deep": xmp("<acme:a>" * 10_000 + "</acme:a>" * 10_000),
    "wide": xmp("<acme:a/>" * 300_000),
    "wide and known": xmp("<dc:subject><rdf:Bag>" + "<rdf:li>a</rdf:li>" * 100_000 + "</rdf:Bag></dc:subject>"),
    "huge": xmp(bag("dc:description", "x" * 6_000_000)),
    "cut off": xmp(bag("dc:subject", "one"))[:-120],
    "no xml": "<x:xmpmeta this is no xml",
    "binary": "\x00\x01\x02<rdf:RDF\x00\xff",
}


@pytest.mark.parametrize("name", BOMBS)
def test_hostile_xml_in_a_sidecar_becomes_a_note(tmp_path: Path, name: str) -> None:
    path = stored(tmp_path, jpeg(CAMERA))
    found, seconds, peak = read_measured(path, sidecar=BOMBS[name].encode())
    assert seconds < 3
    assert peak < 64 * MEBI
    assert found.camera_make == "Canon"
    assert found.keywords == ()
    assert any(note.startswith("Sidecar:") for note in found.notes)
    assert "root:" not in repr(found)


@pytest.mark.parametrize("name", [name for name in BOMBS if len(BOMBS[name]) < 60_000])
def test_hostile_xml_in_a_photo_becomes_a_note(tmp_path: Path, name: str) -> None:
    found, seconds, _ = read_measured(stored(tmp_path, jpeg(CAMERA, BOMBS[name])))
    assert seconds < 3
    assert (found.camera_make, found.keywords) == ("Canon", ())
    assert any("XMP" in note for note in found.notes)


def test_a_compressed_bomb_in_png_text_is_not_unpacked(tmp_path: Path) -> None:
    packed = zlib.compress(b" " * (200 * MEBI), 9)
    data = png((b"iTXt", b"XML:com.adobe.xmp\0\x01\0\0\0" + packed))
    found, seconds, peak = read_measured(stored(tmp_path, data), filename="x.png")
    assert seconds < 2
    assert peak < 16 * MEBI
    assert any("too large" in note for note in found.notes)


def test_extended_xmp_of_many_megabytes_is_not_kept(tmp_path: Path) -> None:
    digest = b"A" * 32
    part = b"http://ns.adobe.com/xmp/extension/\0" + digest + (10**8).to_bytes(4, "big")
    segments = b"".join(segment(0xE1, part + i.to_bytes(4, "big") + b"x" * 60_000) for i in range(300))
    found, seconds, peak = read_measured(stored(tmp_path, jpeg(CAMERA, xmp(), segments=segments)))
    assert seconds < 2
    assert peak < 8 * MEBI
    assert any("extended XMP" in note for note in found.notes)


def heic(exif: bytes) -> bytes:
    """A HEIF file that is nothing but one Exif item."""
    table = box(b"iinf", b"\0\0\0\0\0\x01", box(b"infe", b"\x02\0\0\0\0\x01\0\0Exif\0"))

    def head(offset: int) -> bytes:
        extent = offset.to_bytes(4, "big") + (len(exif) + 4).to_bytes(4, "big")
        places = box(b"iloc", b"\0\0\0\0\x44\0\0\x01", b"\0\x01\0\0\0\x01" + extent)
        return box(b"ftyp", b"heic\0\0\0\0") + box(b"meta", b"\0\0\0\0", table, places)

    return head(len(head(0)) + 8) + box(b"mdat", b"\0\0\0\0" + exif)


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_markup_in_metadata_stays_text(tmp_path: Path) -> None:
    data = jpeg(
        tiff({0x010F: text(MARKUP), 0x010E: text(MARKUP), 0x0131: text("%s%n{{7*7}}'; DROP TABLE assets;--")}),
        xmp(bag("dc:subject", "&lt;b&gt;bold&lt;/b&gt;", "=cmd|' /C calc'!A0")),
        iptc(title=MARKUP),
    )
    found = read_metadata(stored(tmp_path, data), filename="x.jpg", now=NOW)
    assert (found.camera_make, found.description, found.title) == (MARKUP, MARKUP, MARKUP)
    assert found.software == "%s%n{{7*7}}'; DROP TABLE assets;--"
    assert found.keywords == (("<b>bold</b>",), ("=cmd|' /C calc'!A0",))


def test_no_text_carries_control_characters_overrides_or_halves_of_pairs(tmp_path: Path) -> None:
    bad = "A\x01\x1b[31mB\x7f\x9fC\u202egpj.exe\u2066D\ufeffE"
    data = jpeg(
        tiff({0x010F: text(bad), 0x010E: text(bad + "\nnext"), 0x9C9B: (1, 4, b"\x00\xd8A\x00")}),
        None,
        iptc(keywords=[bad], caption=bad),
    )
    found = read_metadata(stored(tmp_path, data), filename="x.jpg", now=NOW)
    shown = [found.camera_make, found.description, found.title, *(part for path in found.keywords for part in path)]
    for value in shown:
        assert not any((ord(c) < 32 and c != "\n") or 0x7F <= ord(c) <= 0x9F for c in value)
        assert not any(c in value for c in "\u202e\u2066\ufeff")
        value.encode("utf-8")
    assert found.camera_make == "A[31mBCgpj.exeDE"


def test_texts_are_cut_to_the_length_of_their_columns(tmp_path: Path) -> None:
    data = jpeg(
        tiff(
            {0x010F: text("m" * 5_000), 0x0110: text("ü" * 5_000), 0x010E: text("d" * 40_000)},
            {0xA434: text("l" * 999)},
        ),
        xmp(bag("dc:subject", *["k" * 999] * 3)),
        iptc(title="t" * 9_000),
    )
    found = read_metadata(stored(tmp_path, data), filename="x.jpg", now=NOW)
    assert len(found.camera_make) <= 100
    assert len(found.camera_model) <= 100
    assert len(found.lens) <= 150
    assert len(found.title) <= 500
    assert len(found.description) <= 8_000
    assert all(len(part) <= 200 for path in found.keywords for part in path)


def test_numbers_outside_reason_are_not_used(tmp_path: Path) -> None:
    exif = {0x829A: rational((1, 0)), 0x829D: rational((4_000_000_000, 1)), 0x8827: long(4_294_967_295)}
    data = jpeg(tiff({0x0112: short(99), 0x4746: short(77)}, exif | {0x920A: rational((0, 5)), 0x9209: undefined(b"")}))
    found = read_metadata(stored(tmp_path, data), filename="x.jpg", now=NOW)
    assert (found.exposure_s, found.f_number, found.iso, found.focal_length_mm) == (None, None, None, None)
    assert (found.orientation, found.rating, found.flash_fired) == (None, None, None)


@pytest.mark.parametrize("rating", ["6", "-2", "99999999999999999999", "NaN", "1e400", "five", "1/0"])
def test_a_rating_outside_its_range_is_not_used(tmp_path: Path, rating: str) -> None:
    data = jpeg(None, xmp(attributes=f'xmp:Rating="{rating}"'))
    assert read_metadata(stored(tmp_path, data), filename="x.jpg", now=NOW).rating is None


def test_polyglots_are_read_as_what_their_first_bytes_say(tmp_path: Path) -> None:
    data = jpeg(CAMERA, segments=segment(0xFE, b"<html><script>alert(1)</script>"), tail=b"PK\x03\x04" + b"\0" * 500)
    assert read_metadata(stored(tmp_path, data), filename="x.html", now=NOW).camera_make == "Canon"


RICH = {
    "jpeg": jpeg(
        tiff({0x010F: text("Canon"), 0x0112: short(6)}, {0x9003: text("2023:07:15 14:30:25")}, gps_entries(
            ((48, 1), (12, 1), (30, 1)), ((16, 1), (22, 1), (0, 1)))),
        xmp(bag("digiKam:TagsList", "A/B"), 'xmp:Rating="4" GCamera:MicroVideoOffset="60"'),
        iptc(title="t", keywords=["a", "b"], date="20230715", time="143025+0200"),
        tail=movie(),
    ),
    "png": png((b"eXIf", CAMERA), (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp().encode())),
    "webp": webp((b"EXIF", CAMERA), (b"XMP ", xmp().encode())),
    "tiff": CAMERA,
    "movie": movie(created=3_000_000_000, keys={"com.apple.quicktime.make": "Apple"}, user={b"\xa9xyz": "+35+139/"}),
    "heic": heic(CAMERA),
    "gif": b"GIF89a\x01\0\x01\0\0\0\0\x21\xff\x0bXMP DataXMP" + xmp(attributes='xmp:Rating="2"').encode()
    + b"\x01" + bytes(range(255, -1, -1)) + b"\0;",
}  # fmt: skip


@pytest.mark.parametrize("kind", RICH)
def test_the_files_that_are_broken_below_are_read_while_whole(tmp_path: Path, kind: str) -> None:
    found = read_metadata(stored(tmp_path, RICH[kind]), filename="IMG_1.jpg", now=NOW)
    if kind == "gif":
        assert found.rating == 2
    else:
        assert found.camera_make == ("Apple" if kind == "movie" else "Canon")
    assert found.notes == ()


@pytest.mark.parametrize("kind", RICH)
def test_files_cut_at_every_length_are_read_without_error(tmp_path: Path, kind: str) -> None:
    data = RICH[kind]
    for length in range(0, len(data), max(1, len(data) // 150)):
        read_metadata(stored(tmp_path, data[:length]), filename="IMG_1.jpg", now=NOW, user_time_zone="UTC")


@pytest.mark.parametrize("kind", RICH)
def test_files_with_flipped_bytes_are_read_without_error(tmp_path: Path, kind: str) -> None:
    chance = random.Random(20231115)
    for _ in range(200):
        data = bytearray(RICH[kind])
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        started = time.process_time()
        read_metadata(stored(tmp_path, bytes(data)), filename="IMG_1.jpg", now=NOW, user_time_zone="UTC")
        assert time.process_time() - started < 2


HEADS = [
    b"",
    b"\xff\xd8\xff\xe1",
    b"II*\0",
    b"MM\0*",
    b"RIFF\xff\xff\xff\xffWEBP",
    b"GIF89a",
    b"8BPS",
    b"\0\0\0\x0cftypheic",
    b"\x89PNG\r\n\x1a\n",
    b"FUJIFILMCCD-RAW ",
    b"\0\0\0\x0cJXL \r\n\x87\n",
]


@settings(max_examples=200, deadline=None)
@given(
    head=st.sampled_from(HEADS),
    body=st.binary(max_size=600),
    sidecar=st.none() | st.binary(max_size=200),
    name=st.text(max_size=40),
)
def test_any_bytes_behind_any_head_are_read_without_error(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, body: bytes, sidecar: bytes | None, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(head + body)
    found = read_metadata(path, filename=name, sidecar=sidecar, modified_at=NOW, now=NOW)
    assert found.captured is not None
