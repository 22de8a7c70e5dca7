"""A copy is told from another shot of the same scene, by the small picture alone."""

from __future__ import annotations

import io
from collections.abc import Callable

import cv2
import numpy as np
import pytest
import skimage.data
from PIL import Image, ImageEnhance, ImageOps

from photonest.assets.pixels.likeness import SURE_FROM, grey_of, likeness


def picture(name: str) -> Image.Image:
    return Image.fromarray(getattr(skimage.data, name)()).convert("RGB")


def tile(image: Image.Image) -> np.ndarray:
    small, file = image.copy(), io.BytesIO()
    small.thumbnail((250, 250))
    small.save(file, "JPEG", quality=80)
    grey = grey_of(file.getvalue())
    assert grey is not None
    return grey


def cropped(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    width, height = image.size
    return image.crop((int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - bottom))))


def recompressed(image: Image.Image) -> Image.Image:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=25)
    return Image.open(file).convert("RGB")


COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "smaller": lambda image: image.resize((image.width // 3, image.height // 3)),
    "compressed": recompressed,
    "cropped": lambda image: cropped(image, 0.05, 0.03, 0.06, 0.05),
    "cropped on one side": lambda image: cropped(image, 0.1, 0, 0, 0),
    "grey": lambda image: ImageOps.grayscale(image).convert("RGB"),
    "more contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.3),
    "warmer": lambda image: Image.merge(
        "RGB",
        [
            band.point(lambda v, f=f: min(255, int(v * f)))
            for band, f in zip(image.split(), (1.1, 1, 0.85), strict=True)
        ],
    ),
}


@pytest.mark.parametrize("change", COPIES)
@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea", "rocket"])
def test_copies_are_one_shot(name: str, change: str) -> None:
    original = picture(name)
    assert likeness(tile(original), tile(COPIES[change](original))) >= SURE_FROM
    assert likeness(tile(COPIES[change](original)), tile(original)) >= SURE_FROM


def next_shot(image: Image.Image) -> Image.Image:
    """The same scene a moment later: something in it has moved by a tenth of the picture."""
    pixels = np.array(image)
    height, width = pixels.shape[:2]
    top, left, high, wide, far = height // 3, width // 4, height // 3, width // 4, width // 10
    moved = pixels[top : top + high, left : left + wide].copy()
    soft = np.zeros((high, wide), np.float32)
    cv2.ellipse(soft, (wide // 2, high // 2), (wide // 2 - 3, high // 2 - 3), 0, 0, 360, 1, -1)
    soft = cv2.GaussianBlur(soft, (0, 0), 3)[..., None]
    place = pixels[top : top + high, left + far : left + far + wide]
    place[:] = place * (1 - soft) + moved * soft
    return Image.fromarray(pixels)


@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea", "rocket"])
def test_the_next_shot_of_a_burst_is_another_one(name: str) -> None:
    assert likeness(tile(picture(name)), tile(next_shot(picture(name)))) < SURE_FROM


def test_the_two_eyes_of_a_stereo_pair_are_two_shots() -> None:
    left, right, _ = skimage.data.stereo_motorcycle()
    assert likeness(tile(Image.fromarray(left)), tile(Image.fromarray(right))) < SURE_FROM


def test_two_screens_of_text_with_other_words_are_two() -> None:
    page = picture("page")
    other = page.copy()
    other.paste(ImageOps.flip(page.crop((0, 60, page.width, 120))), (0, 60))
    assert likeness(tile(page), tile(page)) > SURE_FROM
    assert likeness(tile(page), tile(other)) < SURE_FROM


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_pictures_of_nothing_are_no_copies(shade: int) -> None:
    flat = tile(Image.new("RGB", (400, 300), (shade, shade, shade)))
    assert likeness(flat, flat) == 0
    assert likeness(flat, tile(picture("astronaut"))) == 0


def test_bytes_that_are_no_picture_have_no_grey() -> None:
    assert grey_of(b"nothing") is None
