"""Bad files end in a named error or a warning, within seconds, and never take anything with them."""

from __future__ import annotations

import contextlib
import io
import struct
import time
import zlib
from collections.abc import Callable, Iterator

import numpy as np
import pillow_heif
import pytest
from PIL import Image
from tests.assets.conftest import Decode
from tests.assets.picture_files import bayer_dng, encoded, p3_profile, png, png_bomb, png_chunk, quarters, texture

from photonest.assets.errors import CorruptImage, TooLarge, UnsupportedFormat
from photonest.assets.formats import FORMATS
from photonest.assets.pixels.decoding import DecoderPool

pytestmark = pytest.mark.timeout(60)


@pytest.fixture(autouse=True)
def nothing_takes_longer_than_ten_seconds(decoders: DecoderPool) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 10
    with decoders.decode(encoded(quarters(64, 48), "PNG"), FORMATS["png"]) as photo:  # still in good health
        assert photo.width_px == 64


def heic(image: Image.Image) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, format="HEIF", quality=80)
    return out.getvalue()


def jpeg_with_size(width: int, height: int) -> bytes:
    """A small JPEG whose frame header claims another size."""
    content = encoded(quarters(64, 64), "JPEG")
    at = content.index(b"\xff\xc0")
    return content[: at + 5] + struct.pack(">HH", height, width) + content[at + 9 :]


# --- too large, told by the header -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (lambda: png_bomb(30_000), "megapixels"),
        (lambda: png(1, 65_535, zlib.compress(bytes(4 * 65_535))), "1:200"),
        (lambda: png(65_535, 1, zlib.compress(bytes(4 * 65_535))), "1:200"),
        (lambda: png(100_000, 10_000, b""), "65,535"),
        (lambda: png(2**31 - 1, 2**31 - 1, b""), "65,535"),
        (lambda: jpeg_with_size(65_535, 65_535), "megapixels"),
        (lambda: jpeg_with_size(65_500, 100), "1:200"),
        (lambda: b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0) + gif_frame(65_535), "megapixels"),
        (lambda: b"BM" + bytes(12) + struct.pack("<IiiHH", 40, 60_000, 60_000, 1, 24) + bytes(60), "megapixels"),
        (lambda: b"\xff\x0a" + jxl_size(1 << 20, 1 << 20) + bytes(64), "65,535"),
    ],
)
def test_pictures_beyond_the_caps_are_refused_by_their_header(
    content: Callable[[], bytes], word: str, decode: Decode
) -> None:
    began = time.monotonic()
    with pytest.raises(TooLarge, match=word) as caught:
        decode(content())
    assert caught.value.permanent
    assert time.monotonic() - began < 5


def gif_frame(side: int) -> bytes:
    return b"\x2c" + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\x02\x02\x4c\x01\x00\x3b"


def jxl_size(width: int, height: int) -> bytes:
    """SizeHeader with 30 bit sides: div8 = 0, selector 3, height - 1, ratio 0, selector 3, width - 1."""
    bits = 0 | 3 << 1 | (height - 1) << 3 | 0 << 33 | 3 << 36 | (width - 1) << 38
    return bits.to_bytes(9, "little")


def test_the_caps_do_not_touch_what_cameras_make(decode: Decode) -> None:
    """200 megapixels of 1 bit: as many as the largest sensor, nothing to carry over the wire."""
    photo = decode(png_bomb(14_000))
    assert (photo.original_width_px, photo.original_height_px) == (14_000, 14_000)
    assert photo.width_px == 2_000


# --- empty, cut off, damaged -------------------------------------------------------------------------


def test_an_empty_file_is_named(decoders: DecoderPool) -> None:
    with pytest.raises(CorruptImage, match="empty"):
        decoders.decode(b"", FORMATS["jpeg"])


def test_text_with_the_name_of_a_photo_is_refused(decode: Decode) -> None:
    with pytest.raises(UnsupportedFormat, match="text file"):
        decode(b"I am a letter, not a photo.\n" * 50)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "BMP"])
def test_a_file_cut_off_near_its_end_is_shown_with_a_warning(form: str, decode: Decode) -> None:
    content = encoded(texture(600, 400), form)
    photo = decode(content[: int(len(content) * 0.8)])
    assert any("cut off" in warning for warning in photo.warnings)
    assert (photo.original_width_px, photo.original_height_px) == (600, 400)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF", "AVIF", "JPEG2000", "JXL"])
def test_a_file_cut_off_early_is_refused_with_a_reason(form: str, decode: Decode) -> None:
    import pillow_jxl  # noqa: F401

    content = heic(texture(600, 400)) if form == "HEIF" else encoded(texture(600, 400), form)
    with pytest.raises(CorruptImage) as caught:
        decode(content[: int(len(content) * 0.15)])
    assert caught.value.permanent
    assert caught.value.message.endswith(".")


def test_a_progressive_jpeg_cut_off_shows_its_coarse_picture(decode: Decode) -> None:
    content = encoded(texture(600, 400), "JPEG", progressive=True)
    photo = decode(content[: len(content) // 2])
    assert photo.warnings
    assert np.frombuffer(photo.read_rgb(), np.uint8).std() > 10


def test_a_jpeg_with_damaged_middle_is_shown_with_a_warning(decode: Decode) -> None:
    content = bytearray(encoded(texture(600, 400), "JPEG"))
    middle = len(content) // 2
    content[middle : middle + 40] = bytes(range(1, 41))
    assert any("damaged" in warning or "cut off" in warning for warning in decode(bytes(content)).warnings)


def test_a_png_that_turns_to_nonsense_after_most_of_its_rows_is_shown_with_a_warning(decode: Decode) -> None:
    content = encoded(texture(600, 400), "PNG")
    at = int(len(content) * 0.9)
    assert decode(content[:at] + bytes(64) + content[at + 64 :]).warnings


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.99])
def test_a_damaged_raw_file_is_judged(share: float, decode: Decode) -> None:
    content = bayer_dng(256, 192, preview=encoded(quarters(1200, 900), "JPEG"))
    with contextlib.suppress(CorruptImage, UnsupportedFormat):
        assert decode(content[: int(len(content) * share)]).width_px > 0


def test_only_the_markers_of_a_jpeg(decode: Decode) -> None:
    for content in (
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8" + b"\xff" * 100_000,
        b"\xff\xd8\xff" + b"\xe1\0\2\xff" * 30_000,
    ):
        with pytest.raises(CorruptImage):
            decode(content)


# --- too much of something ---------------------------------------------------------------------------


def test_100_mb_of_exif_do_not_hide_the_picture(decode: Decode) -> None:
    photo_bytes = encoded(quarters(), "JPEG", quality=95)
    segment = b"\xff\xe1" + struct.pack(">H", 65_535) + b"Exif\0\0" + bytes(65_527)
    photo = decode(photo_bytes[:2] + segment * 1_600 + photo_bytes[2:])
    assert photo.original_width_px == 640
    assert any("MB of data besides" in warning for warning in photo.warnings)


def test_100_mb_of_exif_in_a_png(decode: Decode) -> None:
    content = png(8, 8, zlib.compress(bytes(8 * 25)), extra=png_chunk(b"eXIf", bytes(100_000_000)))
    with contextlib.suppress(CorruptImage, TooLarge):
        assert decode(content).original_width_px == 8


def test_exif_directories_in_a_loop(decode: Decode) -> None:
    loop = struct.pack("<2sHI", b"II", 42, 8) + struct.pack("<HHHIII", 1, 0x8769, 4, 1, 8, 8)
    for form in ("JPEG", "PNG", "WEBP"):
        assert decode(encoded(quarters(64, 48), form, exif=b"Exif\0\0" + loop)).original_width_px == 64


def test_a_text_bomb_in_a_png(decode: Decode) -> None:
    packed = zlib.compress(bytes(50_000_000))
    content = png(8, 8, zlib.compress(bytes(8 * 25)), extra=png_chunk(b"zTXt", b"Comment\0\0" + packed))
    with contextlib.suppress(CorruptImage, TooLarge):
        assert decode(content).original_width_px == 8


def test_a_profile_that_lies_about_its_size(decode: Decode) -> None:
    profile = bytearray(p3_profile())
    profile[0:4] = struct.pack(">I", 2**31)
    profile[128:132] = struct.pack(">I", 2**31 - 1)
    assert decode(encoded(quarters(), "JPEG", icc_profile=bytes(profile))).original_width_px == 640


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_an_animation_of_thousands_of_frames_is_counted_and_not_decoded(form: str, decode: Decode) -> None:
    count = {"GIF": 20_000, "WEBP": 400, "PNG": 400}[form]
    if form == "GIF":
        one = encoded(Image.new("P", (64, 64)), "GIF")
        frame = one[one.index(b"\x2c") : -1]
        content = one[:-1] + frame * (count - 1) + b"\x3b"
    else:
        frames = [texture(16, 16, seed=i, noise=60) for i in range(count)]
        content = encoded(frames[0], form, save_all=True, append_images=frames[1:])
    assert decode(content).frames == count


def test_a_large_canvas_animation_shows_one_frame(decode: Decode) -> None:
    frames = [Image.new("RGB", (3_000, 2_000), (i, 0, 0)) for i in range(3)]
    assert decode(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])).original_width_px == 3_000


# --- two things at once --------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", [b"PK\x03\x04" + bytes(5_000), b"<script>alert(1)</script>", b"%PDF-1.7" + bytes(200)])
def test_a_jpeg_with_something_behind_it_is_its_picture_and_nothing_else(tail: bytes, decode: Decode) -> None:
    photo = decode(encoded(quarters(), "JPEG") + tail)
    assert photo.original_width_px == 640
    for product in (photo.preview_jpeg, photo.tile_jpeg):
        assert tail[:4] not in product
        assert b"script" not in product


def test_a_gif_that_is_also_a_script(decode: Decode) -> None:
    with pytest.raises((CorruptImage, TooLarge)):
        decode(b"GIF89a/*" + b"*/=1;alert(1);" * 20)


def test_a_jpeg_announced_as_png_is_not_handed_to_another_reader(decoders: DecoderPool) -> None:
    with pytest.raises(CorruptImage):
        decoders.decode(encoded(quarters(), "JPEG"), FORMATS["png"])


def test_a_jpeg_inside_a_jpeg_inside_a_jpeg(decode: Decode) -> None:
    content = encoded(quarters(64, 48), "JPEG")
    for _ in range(200):
        inner = content[:60_000]
        outer = encoded(quarters(64, 48), "JPEG")
        content = outer[:2] + b"\xff\xe1" + struct.pack(">H", len(inner) + 2) + inner + outer[2:]
    assert decode(content).original_width_px == 64
