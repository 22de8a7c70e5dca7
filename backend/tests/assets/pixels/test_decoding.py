"""One decoding gives every product of a photo: right size, way up and colour, in every format."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms
from skimage.metrics import structural_similarity
from tests.assets.conftest import Decode
from tests.assets.picture_files import (
    QUARTERS,
    Rgb,
    bayer_dng,
    encoded,
    exif_orientation,
    large_jpeg,
    p3_profile,
    png,
    png_chunk,
    quarters,
    texture,
)

from photonest.assets.formats import FORMATS
from photonest.assets.pixels.decoding import DecodedPhoto, DecoderPool


def pixels(photo: DecodedPhoto) -> Rgb:
    raw = np.frombuffer(photo.read_rgb(), np.uint8)
    return raw.reshape(photo.height_px, photo.width_px, 3)


def corners(picture: Rgb) -> list[tuple[int, int, int]]:
    """Colours in the middle of the four quarters, in reading order."""
    height, width = picture.shape[:2]
    spots = [(y, x) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    return [tuple(int(v) for v in picture[spot]) for spot in spots]  # type: ignore[misc]


def assert_colours(got: list[tuple[int, int, int]], wanted: list[tuple[int, int, int]], within: int = 8) -> None:
    assert np.abs(np.array(got) - np.array(wanted)).max() <= within, (got, wanted)


def heic(image: Image.Image, **options: object) -> bytes:
    pillow_heif.options.DECODE_THREADS = 1
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, format="HEIF", **options)
    return out.getvalue()


ALL = list(QUARTERS.values())
MEAN = (130, 122, 82)

MADE = {
    "jpeg": lambda: encoded(quarters(), "JPEG", quality=95),
    "png": lambda: encoded(quarters(), "PNG"),
    "gif": lambda: encoded(quarters(), "GIF"),
    "webp": lambda: encoded(quarters(), "WEBP", quality=95),
    "heic": lambda: heic(quarters(), quality=95),
    "avif": lambda: encoded(quarters(), "AVIF", quality=95),
    "tiff": lambda: encoded(quarters(), "TIFF", compression="tiff_lzw"),
    "tiff jpeg": lambda: encoded(quarters(), "TIFF", compression="jpeg"),
    "bmp": lambda: encoded(quarters(), "BMP"),
    "jp2": lambda: encoded(quarters(), "JPEG2000"),
    "jxl": lambda: jxl(quarters()),
}


def jxl(image: Image.Image, **options: object) -> bytes:
    import pillow_jxl  # noqa: F401

    return encoded(image, "JXL", **options)


@pytest.mark.parametrize("name", MADE)
def test_every_format_gives_the_whole_set_of_products(name: str, decode: Decode) -> None:
    photo = decode(MADE[name]())
    assert (photo.original_width_px, photo.original_height_px) == (640, 480)
    assert_colours(corners(pixels(photo)), ALL)
    with Image.open(io.BytesIO(photo.preview_jpeg)) as preview, Image.open(io.BytesIO(photo.tile_jpeg)) as tile:
        assert preview.size == (photo.preview_width_px, photo.preview_height_px) == (640, 480)
        assert tile.size == (333, 250)
        assert_colours(corners(np.asarray(tile)), ALL, within=12)
    assert 5 <= len(photo.thumbhash) <= 25
    assert_colours([photo.mean_rgb], [MEAN], within=6)
    assert photo.frames == 1
    assert photo.warnings == ()


def test_a_psd_shows_its_merged_picture(decode: Decode) -> None:
    planes = np.moveaxis(np.asarray(quarters(64, 48)), -1, 0).tobytes()
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 48, 64, 8, 3)
    photo = decode(head + bytes(12) + struct.pack(">H", 0) + planes)
    assert_colours(corners(pixels(photo)), ALL)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG", "TIFF", "AVIF"])
def test_orientation_is_applied_exactly_once(form: str, orientation: int, decode: Decode) -> None:
    """The stored picture is turned so that showing it by its orientation gives the reading order again."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = quarters(96, 64)
    if orientation in undo:
        stored = stored.transpose(undo[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = decode(encoded(stored, form, exif=exif, **({"quality": 95} if form in ("JPEG", "WEBP", "AVIF") else {})))
    assert (photo.original_width_px, photo.original_height_px) == (96, 64)
    assert (photo.width_px, photo.height_px) == (96, 64)
    assert_colours(corners(pixels(photo)), ALL, within=14)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_heic_that_repeats_its_turn_in_exif_is_turned_once(orientation: int, decode: Decode) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = quarters(96, 64)
    content = heic(stored, quality=95, exif=exif.tobytes())
    turns = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_270, 8: Image.Transpose.ROTATE_90}
    shown = stored.transpose(turns[orientation]) if orientation in turns else stored
    photo = decode(content)
    assert (photo.original_width_px, photo.original_height_px) == shown.size
    assert_colours(corners(pixels(photo)), corners(np.asarray(shown)), within=14)


def test_a_jpeg_repacked_as_jpeg_xl_is_turned_by_its_exif(decode: Decode, tmp_path: Path) -> None:
    import pillow_jxl  # noqa: F401

    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "turned.jpg"
    path.write_bytes(encoded(quarters(96, 64), "JPEG", quality=95, exif=exif))
    with Image.open(path) as image:
        packed = encoded(image, "JXL", lossless_jpeg=True)
    photo = decode(packed)
    assert (photo.original_width_px, photo.original_height_px) == (64, 96)
    shown = quarters(96, 64).transpose(Image.Transpose.ROTATE_270)
    assert_colours(corners(pixels(photo)), corners(np.asarray(shown)), within=14)


def test_a_12_megapixel_jpeg_keeps_a_buffer_for_faces_and_looks_like_a_lanczos_preview(decode: Decode) -> None:
    content = large_jpeg()
    photo = decode(content)
    assert (photo.original_width_px, photo.original_height_px) == (4000, 3000)
    assert (photo.width_px, photo.height_px) == (2000, 1500)
    assert (photo.preview_width_px, photo.preview_height_px) == (1440, 1080)
    with Image.open(io.BytesIO(content)) as full, Image.open(io.BytesIO(photo.preview_jpeg)) as preview:
        wanted = full.convert("L").resize((1440, 1080), Image.Resampling.LANCZOS)
        assert structural_similarity(np.asarray(wanted), np.asarray(preview.convert("L"))) > 0.93


@pytest.mark.parametrize(
    ("size", "buffer"),
    [
        ((3000, 2000), (3000, 2000)),
        ((4032, 3024), (2016, 1512)),
        ((3840, 2160), (1920, 1080)),
        ((300, 200), (300, 200)),
    ],
)
def test_a_png_is_reduced_by_whole_factors_and_never_enlarged(
    size: tuple[int, int], buffer: tuple[int, int], decode: Decode
) -> None:
    photo = decode(encoded(quarters(*size), "PNG", compress_level=1))
    assert (photo.width_px, photo.height_px) == buffer
    assert (photo.original_width_px, photo.original_height_px) == size
    assert_colours(corners(pixels(photo)), ALL, within=1)


# --- colour ---------------------------------------------------------------------------------------


def p3_of(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """Code values in Display P3 of an sRGB colour."""
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(p3_profile())), "RGB", "RGB"
    )
    converted = ImageCms.applyTransform(Image.new("RGB", (1, 1), colour), transform)
    assert converted is not None
    value = converted.getpixel((0, 0))
    assert isinstance(value, tuple)
    return value[0], value[1], value[2]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIC"])
def test_display_p3_becomes_srgb(form: str, decode: Decode) -> None:
    colour = (200, 60, 40)
    stored = Image.new("RGB", (64, 64), p3_of(colour))
    assert max(abs(a - b) for a, b in zip(p3_of(colour), colour, strict=True)) > 12
    if form == "HEIC":
        content = heic(stored, quality=95, icc_profile=p3_profile())
    else:
        lossy = {"quality": 97} if form in ("JPEG", "WEBP", "AVIF") else {}
        content = encoded(stored, form, icc_profile=p3_profile(), **lossy)
    photo = decode(content)
    assert photo.icc_name == "Display P3"
    assert_colours([photo.mean_rgb], [colour], within=4)


def test_an_srgb_profile_changes_nothing(decode: Decode) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain, marked = (encoded(texture(200, 100), "JPEG", icc_profile=icc) for icc in (None, profile))
    assert decode(plain).read_rgb() == decode(marked).read_rgb()
    assert "sRGB" in (decode(marked).icc_name or "")


def test_a_broken_profile_is_ignored(decode: Decode) -> None:
    broken = p3_profile()[:300]
    photo = decode(encoded(quarters(), "JPEG", quality=95, icc_profile=broken))
    assert_colours(corners(pixels(photo)), ALL)


def test_adobe_rgb_named_by_exif_alone_becomes_srgb(decode: Decode) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA001] = 65_535
    exif.get_ifd(0x8769)[0xA005] = {1: "R03"}
    content = encoded(Image.new("RGB", (64, 64), (120, 200, 90)), "JPEG", quality=97, exif=exif)
    assert b"R03" in content
    # By hand with gamma 2.2 and the matrix of the Adobe RGB (1998) encoding: green lies outside sRGB, so red sinks.
    assert_colours([decode(content).mean_rgb], [(51, 201, 80)], within=4)


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_cmyk_is_shown_in_its_colours(form: str, decode: Decode) -> None:
    content = encoded(quarters().convert("CMYK"), form, **({"quality": 95} if form == "JPEG" else {}))
    assert_colours(corners(pixels(decode(content))), ALL, within=10)


def test_a_large_cmyk_jpeg_is_decoded_at_a_fraction(decode: Decode) -> None:
    photo = decode(encoded(quarters(4000, 3000).convert("CMYK"), "JPEG", quality=90))
    assert (photo.width_px, photo.original_width_px) == (2000, 4000)
    assert_colours(corners(pixels(photo)), ALL, within=10)


def test_greyscale_and_bilevel(decode: Decode) -> None:
    grey = quarters().convert("L")
    wanted = [(v, v, v) for v in (int(grey.getpixel((x, y))) for y in (120, 360) for x in (160, 480))]  # type: ignore[arg-type]
    for content in (encoded(grey, "JPEG", quality=95), encoded(grey, "PNG"), encoded(grey, "TIFF")):
        assert_colours(corners(pixels(decode(content))), wanted)
    assert decode(encoded(Image.new("1", (64, 64), 1), "PNG")).mean_rgb == (255, 255, 255)


def test_16_bit_is_scaled_and_not_clipped(decode: Decode) -> None:
    ramp = np.tile(np.linspace(0, 65_535, 256, dtype=np.uint16), (64, 1))
    for content in (encoded(Image.fromarray(ramp), "PNG"), encoded(Image.fromarray(ramp), "TIFF")):
        row = pixels(decode(content))[32, :, 0].astype(int)
        assert np.abs(row - np.arange(256)).max() <= 1
    row_of_colours = b"\0" + b"".join(struct.pack(">3H", v, 65_535 - v, 0) for v in range(0, 65_536, 257))
    colours = pixels(decode(png(256, 4, zlib.compress(row_of_colours * 4), bits=16)))[2].astype(int)
    assert np.abs(colours[:, 0] - np.arange(256)).max() <= 1
    assert np.abs(colours[:, 1] - np.arange(255, -1, -1)).max() <= 1


def test_floating_point_tiff_is_stretched_to_what_it_holds(decode: Decode) -> None:
    ramp = np.tile(np.linspace(-3.0, 7.0, 256, dtype=np.float32), (64, 1))
    row = pixels(decode(encoded(Image.fromarray(ramp), "TIFF")))[32, :, 0].astype(int)
    assert row[0] == 0
    assert row[-1] == 255
    assert (np.diff(row) >= 0).all()


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF", "AVIF"])
def test_transparency_lies_over_white(form: str, decode: Decode) -> None:
    image = Image.new("RGBA", (64, 64), (10, 20, 30, 0))
    image.paste((200, 0, 0, 255), (0, 0, 32, 64))
    options = {"lossless": True} if form == "WEBP" else {"quality": 98} if form == "AVIF" else {}
    picture = pixels(decode(encoded(image, form, **options)))
    assert_colours([tuple(picture[32, 10]), tuple(picture[32, 54])], [(200, 0, 0), (255, 255, 255)], within=6)  # type: ignore[list-item]


def test_transparent_palette_colours_lie_over_white(decode: Decode) -> None:
    image = Image.new("P", (64, 64), 1)
    image.putpalette([200, 0, 0, 0, 255, 0])
    for form in ("PNG", "GIF"):
        assert decode(encoded(image, form, transparency=1)).mean_rgb == (255, 255, 255)


def test_hdr_colours_named_by_code_points_become_ordinary(decode: Decode) -> None:
    """White paper at 203 nits is code 0.58 in PQ; shown unconverted it would be a dull grey."""
    code = round(0.5806 * 255)
    rows = zlib.compress((b"\0" + bytes([code] * 3) * 64) * 64)
    dull = decode(png(64, 64, rows))
    bright = decode(png(64, 64, rows, extra=png_chunk(b"cICP", bytes([9, 16, 0, 1]))))
    assert dull.mean_rgb == (code, code, code)
    assert min(bright.mean_rgb) > 225


# --- animation, RAW, sources -----------------------------------------------------------------------


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_shows_its_first_frame_and_its_count(form: str, decode: Decode) -> None:
    frames = [Image.new("RGB", (64, 48), (40 * i, 200 - 40 * i, 90)) for i in range(5)]
    content = encoded(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
    photo = decode(content)
    assert photo.frames == 5
    assert photo.is_animated
    assert_colours([photo.mean_rgb], [(0, 200, 90)], within=6)


def test_pages_of_a_tiff_are_no_animation(decode: Decode) -> None:
    pages = [quarters(), Image.new("RGB", (640, 480))]
    photo = decode(encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert photo.frames == 1
    assert_colours(corners(pixels(photo)), ALL)


@pytest.mark.parametrize(("orientation", "size"), [(1, (2400, 1800)), (6, (1800, 2400))])
def test_a_raw_file_shows_the_picture_that_its_camera_embedded(
    orientation: int, size: tuple[int, int], decode: Decode
) -> None:
    preview = quarters(1600, 1200)
    content = bayer_dng(2400, 1800, orientation=orientation, preview=encoded(preview, "JPEG", quality=95))
    photo = decode(content)
    assert (photo.original_width_px, photo.original_height_px) == size
    shown = preview if orientation == 1 else preview.transpose(Image.Transpose.ROTATE_270)
    assert (photo.width_px, photo.height_px) == shown.size
    assert_colours(corners(pixels(photo)), corners(np.asarray(shown)))


@pytest.mark.parametrize("preview", [None, encoded(quarters(160, 120), "JPEG")])
def test_a_raw_file_without_a_usable_preview_is_developed_at_half_size(preview: bytes | None, decode: Decode) -> None:
    photo = decode(bayer_dng(512, 384, preview=preview))
    assert (photo.original_width_px, photo.original_height_px) == (512, 384)
    assert (photo.width_px, photo.height_px) == (256, 192)
    row = pixels(photo)[96].mean(axis=1)
    assert row[20] < row[128] < row[235]


def test_bytes_are_decoded_like_files(decoders: DecoderPool) -> None:
    with decoders.decode(encoded(quarters(), "PNG"), FORMATS["png"]) as photo:
        assert_colours(corners(pixels(photo)), ALL)
        assert photo.shared_path is not None
        assert photo.shared_path == decoders.shared_folder / photo.shared_name
        assert photo.shared_path.stat().st_mode & 0o077 == 0
    assert not photo.shared_path.exists()


def test_exif_bytes_of_the_marker_reader_are_those_of_the_standard(decode: Decode) -> None:
    """An orientation written by hand, without Pillow, so that both do not share one mistake."""
    content = encoded(quarters(96, 64), "JPEG", quality=95)
    exif = exif_orientation(8)
    photo = decode(content[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + content[2:])
    assert (photo.original_width_px, photo.original_height_px) == (64, 96)
    shown = quarters(96, 64).transpose(Image.Transpose.ROTATE_90)
    assert_colours(corners(pixels(photo)), corners(np.asarray(shown)), within=14)
