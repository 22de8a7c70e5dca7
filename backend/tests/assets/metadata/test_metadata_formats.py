"""EXIF and XMP written by other programs' encoders are found in every container."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import ExifTags, Image, PngImagePlugin
from tests.assets.metadata.metadata_files import bag, box, jpeg, segment, text, tiff, xmp

from photonest.assets.metadata.reading import read_metadata

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
PACKET = xmp(bag("dc:subject", "one", "two"), 'xmp:Rating="5"').encode()
RAW = tiff({0x010F: text("Maker"), 0x0110: text("Model")}, {0x9003: text("2023:07:15 14:30:25")})


def exif() -> Image.Exif:
    made = Image.Exif()
    made[ExifTags.Base.Make] = "Maker"
    made[ExifTags.Base.Model] = "Model"
    made.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2023:07:15 14:30:25"
    gps = made.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (48.0, 12.0, 30.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (16.0, 22.0, 0.0)
    return made


def encoded(kind: str) -> bytes:
    picture = Image.linear_gradient("L").convert("RGB")
    out = io.BytesIO()
    options: dict = {"exif": exif(), "xmp": PACKET}
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", PACKET.decode(), zip=True)
        options = {"exif": exif(), "pnginfo": info}
    elif kind == "TIFF":
        ours = exif()
        ours[700] = PACKET
        for pointer in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
            ours[pointer] = dict(ours.get_ifd(pointer))
        options = {"exif": ours}
    elif kind == "HEIF":
        pillow_heif = pytest.importorskip("pillow_heif")
        pillow_heif.from_pillow(picture).save(out, exif=exif().tobytes(), xmp=PACKET, quality=50)
        return out.getvalue()
    picture.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_exif_and_xmp_of_an_encoder_are_found(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "stored"
    path.write_bytes(encoded(kind))
    found = read_metadata(path, filename=f"x.{kind.lower()}", now=NOW, user_time_zone="Asia/Tokyo")
    assert (found.camera_make, found.camera_model) == ("Maker", "Model")
    assert found.captured is not None
    assert found.captured.local.isoformat() == "2023-07-15T14:30:25"
    assert found.captured.offset_minutes == 120  # Vienna, by its position
    assert (found.latitude, found.longitude) == (48.2083333, 16.3666667)
    assert (found.rating, found.keywords) == (5, (("one",), ("two",)))
    assert found.notes == ()


def read(tmp_path: Path, data: bytes) -> tuple[str, int | None]:
    path = tmp_path / "stored"
    path.write_bytes(data)
    found = read_metadata(path, filename="x", now=NOW)
    assert found.notes == ()
    return found.camera_model, found.rating


def test_a_fuji_raw_is_read_through_its_preview(tmp_path: Path) -> None:
    preview = jpeg(RAW, PACKET)
    head = b"FUJIFILMCCD-RAW 0201".ljust(84, b"\0") + (100).to_bytes(4, "big") + len(preview).to_bytes(4, "big")
    assert read(tmp_path, head.ljust(100, b"\0") + preview + b"\0" * 100) == ("Model", 5)


def test_a_canon_raw_of_the_third_kind_is_read_from_its_boxes(tmp_path: Path) -> None:
    parts = box(b"CMT1", tiff({0x0110: text("Model")})) + box(b"CMT2", tiff({0x9003: text("2023:07:15 14:30:25")}))
    canon = box(b"uuid", bytes.fromhex("85c0b687820f11e08111f4ce462b6a48"), parts)
    packet = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), PACKET)
    data = box(b"ftyp", b"crx \0\0\0\1") + box(b"moov", canon) + packet
    assert read(tmp_path, data) == ("Model", 5)
    found = read_metadata(tmp_path / "stored", filename="x.cr3", now=NOW)
    assert found.captured is not None
    assert found.captured.field == "EXIF DateTimeOriginal"


def test_a_panasonic_raw_header_counts_as_tiff(tmp_path: Path) -> None:
    assert read(tmp_path, b"IIU\0" + RAW[4:])[0] == "Model"


def test_a_minolta_raw_is_read_from_its_tiff_block(tmp_path: Path) -> None:
    blocks = b"\0PRD" + (4).to_bytes(4, "big") + b"\0" * 4 + b"\0TTW" + len(RAW).to_bytes(4, "big") + RAW
    assert read(tmp_path, b"\0MRM" + len(blocks).to_bytes(4, "big") + blocks)[0] == "Model"


def test_a_sigma_raw_is_read_through_its_preview(tmp_path: Path) -> None:
    preview = b"SECi".ljust(28, b"\0") + jpeg(RAW, PACKET)
    head = b"FOVb".ljust(100, b"\0")
    directory = b"SECd" + b"\0" * 4 + (1).to_bytes(4, "little")
    directory += len(head).to_bytes(4, "little") + len(preview).to_bytes(4, "little") + b"IMA2"
    at = (len(head) + len(preview)).to_bytes(4, "little")
    assert read(tmp_path, head + preview + directory + at) == ("Model", 5)


def test_jpeg_xl_boxes_are_read(tmp_path: Path) -> None:
    data = box(b"JXL ", b"\r\n\x87\n") + box(b"ftyp", b"jxl \0\0\0\0jxl ")
    data += box(b"Exif", b"\0\0\0\0", RAW) + box(b"xml ", PACKET) + box(b"jxlc", b"\xff\x0a")
    assert read(tmp_path, data) == ("Model", 5)


def test_a_photoshop_file_is_read_from_its_resources(tmp_path: Path) -> None:
    def resource(kind: int, body: bytes) -> bytes:
        return (
            b"8BIM" + kind.to_bytes(2, "big") + b"\0\0" + len(body).to_bytes(4, "big") + body + b"\0" * (len(body) & 1)
        )

    resources = resource(1058, RAW) + resource(1060, PACKET)
    data = b"8BPS\0\x01".ljust(26, b"\0") + b"\0\0\0\0" + len(resources).to_bytes(4, "big") + resources
    assert read(tmp_path, data) == ("Model", 5)


def test_extended_xmp_is_joined_in_the_order_of_its_offsets(tmp_path: Path) -> None:
    digest = "0123456789ABCDEF0123456789ABCDEF"
    long_packet = xmp(bag("dc:subject", *(f"word {i}" for i in range(500)))).encode()
    head = b"http://ns.adobe.com/xmp/extension/\0" + digest.encode() + len(long_packet).to_bytes(4, "big")
    cut = len(long_packet) // 2
    late = segment(0xE1, head + cut.to_bytes(4, "big") + long_packet[cut:])
    early = segment(0xE1, head + (0).to_bytes(4, "big") + long_packet[:cut])
    main = xmp(attributes=f'xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="{digest}"')
    path = tmp_path / "stored"
    path.write_bytes(jpeg(None, main, segments=late + early))
    assert len(read_metadata(path, filename="x.jpg", now=NOW).keywords) == 500
    path.write_bytes(jpeg(None, xmp(), segments=late + early))  # nothing names the digest: not ours
    assert read_metadata(path, filename="x.jpg", now=NOW).keywords == ()
