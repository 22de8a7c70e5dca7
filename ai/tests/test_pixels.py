"""Pixels are believed only after their size is checked."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photonest_ai.errors import BadPixels, BadRequest, SharedPixelsMissing
from photonest_ai.runtime.images import Picture, fit, planes, shrink
from photonest_ai.runtime.pixels import read_picture
from photonest_contracts.inference import AnalyseRequest, EncodedPreview, RawPixels

RGB = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)


def preview(kind: str) -> AnalyseRequest:
    return AnalyseRequest(pixels=EncodedPreview.model_validate({"encoding": kind}))


def encoded(kind: str, rgb: np.ndarray = RGB) -> bytes:
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, kind.upper(), **({"lossless": True} if kind == "webp" else {}))
    return out.getvalue()


def shared(name: str) -> AnalyseRequest:
    return AnalyseRequest(pixels=RawPixels(width_px=60, height_px=40, shared_path=name))


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_a_lossless_preview_gives_the_same_pixels_in_rgb(kind: str) -> None:
    np.testing.assert_array_equal(read_picture(preview(kind), encoded(kind), None).rgb, RGB)


def test_a_jpeg_preview_is_not_turned_by_its_exif() -> None:
    image = Image.fromarray(RGB)
    exif = image.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    found = read_picture(preview("jpeg"), out.getvalue(), None)
    assert (found.width, found.height) == (60, 40)


def test_grey_and_transparent_previews_become_rgb() -> None:
    for mode in ("L", "RGBA", "P"):
        out = io.BytesIO()
        Image.fromarray(RGB).convert(mode).save(out, "PNG")
        assert read_picture(preview("png"), out.getvalue(), None).rgb.shape == (40, 60, 3)


def test_a_preview_of_another_kind_than_announced_is_refused() -> None:
    with pytest.raises(BadPixels, match="no JPEG"):
        read_picture(preview("jpeg"), encoded("png"), None)


def test_a_decompression_bomb_is_refused_by_its_header() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(BadPixels):
        read_picture(preview("png"), bomb, None)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_cut_preview_never_crashes(kind: str) -> None:
    whole = encoded(kind)
    for share in range(0, 100, 7):
        try:
            found = read_picture(preview(kind), whole[: len(whole) * share // 100], None)
        except BadPixels:
            continue
        assert found.rgb.shape == (40, 60, 3)


def test_shared_pixels_are_mapped_read_only(tmp_path: Path) -> None:
    (tmp_path / "a.rgb").write_bytes(RGB.tobytes())
    found = read_picture(shared("a.rgb"), b"", tmp_path)
    np.testing.assert_array_equal(found.rgb, RGB)
    assert not found.rgb.flags.writeable


def test_a_link_out_of_the_shared_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    (tmp_path / "outside").write_bytes(RGB.tobytes())
    (folder / "link").symlink_to(tmp_path / "outside")
    with pytest.raises(SharedPixelsMissing):
        read_picture(shared("link"), b"", folder)


def test_a_pipe_or_folder_in_the_shared_folder_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(BadRequest, match="not a plain file"):
            read_picture(shared(name), b"", tmp_path)


def test_pixels_may_not_come_twice(tmp_path: Path) -> None:
    (tmp_path / "a.rgb").write_bytes(RGB.tobytes())
    with pytest.raises(BadRequest, match="twice"):
        read_picture(shared("a.rgb"), RGB.tobytes(), tmp_path)


def test_without_a_shared_folder_shared_pixels_are_refused() -> None:
    with pytest.raises(BadRequest, match="SHARED_DIR"):
        read_picture(shared("a.rgb"), b"", None)


@pytest.mark.parametrize(
    ("size", "expected"), [((2016, 1512), (1008, 756)), ((1279, 900), (1279, 900)), ((1280, 1), (1280, 1))]
)
def test_half_size_is_only_taken_of_large_pictures(size: tuple[int, int], expected: tuple[int, int]) -> None:
    picture = Picture(np.zeros((size[1], size[0], 3), np.uint8))
    assert picture.half.shape[1::-1] == expected


def test_shrinking_keeps_the_mean_and_fit_keeps_the_aspect() -> None:
    assert abs(float(shrink(RGB, 13, 9).mean()) - float(RGB.mean())) < 3
    assert fit(np.zeros((300, 900, 3), np.uint8), 640).shape == (213, 640, 3)
    assert fit(np.zeros((1, 9000, 3), np.uint8), 640).shape == (1, 640, 3)


def test_planes_normalise_and_swap_channels() -> None:
    found = planes(RGB, mean=127, scale=1 / 128)
    np.testing.assert_allclose(found[0], (RGB.transpose(2, 0, 1).astype(np.float32) - 127) / 128, atol=1e-5)
    np.testing.assert_allclose(planes(RGB, swap=True)[0, 0], RGB[:, :, 2])
