"""Pictures for the duplicates benchmark: originals that packages ship or that are drawn, copies of them, next shots."""

from __future__ import annotations

import io
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageEnhance, ImageOps

from bench.rendition_pictures import picture

Picture = Image.Image
SHIPPED = (
    "astronaut", "brick", "camera", "cat", "cell", "coffee", "coins", "colorwheel", "grass", "gravel", "horse",
    "hubble_deep_field", "immunohistochemistry", "microaneurysms", "moon", "page", "retina", "rocket", "text",
)  # fmt: skip
"""Of scikit-image; scikit-learn adds two photographs, `drawn` the rest."""


def originals(*, drawn: int, shipped: int | None = None) -> dict[str, Picture]:
    import skimage.data
    from sklearn.datasets import load_sample_images

    found = {name: Image.fromarray(getattr(skimage.data, name)()).convert("RGB") for name in SHIPPED[:shipped]}
    if shipped is None:
        found |= {f"sample {at}": Image.fromarray(image) for at, image in enumerate(load_sample_images().images)}
        left, right, _ = skimage.data.stereo_motorcycle()
        # The two eyes of a stereo pair are two shots.
        found |= {"left eye": Image.fromarray(left), "right eye": Image.fromarray(right)}
    for number in range(drawn):
        found[f"drawn {number}"] = Image.fromarray(picture(number, 0.5 + number % 8, 1200, 900))
    return found


def _jpeg(image: Picture, quality: int) -> Picture:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")


def _scaled(image: Picture, share: float) -> Picture:
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _cropped(image: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    width, height = image.size
    return image.crop((int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - bottom))))


def _framed(image: Picture) -> Picture:
    return _cropped(image, 0.03, 0.02, 0.01, 0.03)


def _toned(image: Picture, red: float, green: float, blue: float) -> Picture:
    bands = zip(image.split(), (red, green, blue), strict=True)
    return Image.merge("RGB", [band.point([min(255, round(v * factor)) for v in range(256)]) for band, factor in bands])


COPIES: dict[str, Callable[[Picture], Picture]] = {
    "a third of the size": lambda image: _scaled(image, 1 / 3),
    "half the size, quality 45": lambda image: _jpeg(_scaled(image, 0.5), 45),
    "quality 25": lambda image: _jpeg(image, 25),
    "cropped by 2 % a side": lambda image: _cropped(image, 0.02, 0.02, 0.02, 0.02),
    "cropped by 4 % a side": lambda image: _cropped(image, 0.04, 0.04, 0.04, 0.04),
    "cropped by 8 % on one side": lambda image: _cropped(image, 0.08, 0, 0, 0),
    "warmer": lambda image: _toned(image, 1.12, 1, 0.85),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.2),
    "more contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.3),
    "grey": lambda image: ImageOps.grayscale(image).convert("RGB"),
    "sent by a messenger": lambda image: _jpeg(
        _toned(_scaled(_cropped(image, 0.03, 0.02, 0.01, 0.03), 0.6), 1.05, 1, 0.95), 60
    ),
}
HARDER: dict[str, Callable[[Picture], Picture]] = {
    "cropped by 8 % a side": lambda image: _cropped(image, 0.08, 0.08, 0.08, 0.08),
    "cropped by 15 % a side": lambda image: _cropped(image, 0.15, 0.15, 0.15, 0.15),
    "mirrored": ImageOps.mirror,
}
"""Beyond "slightly": told, not judged."""


def next_shot(image: Picture, seed: int) -> Picture:
    """The same scene a moment later: the camera has moved a little, near things more than far ones, and one thing went
    on by 4 to 9 % of the width; other noise, a little more or less light."""
    random = np.random.default_rng(seed)
    pixels = np.asarray(image)
    height, width = pixels.shape[:2]
    depth = random.normal(0, 1, (5, 7, 2)).astype(np.float32)
    moved = cv2.resize(depth, (width, height), interpolation=cv2.INTER_CUBIC) * np.float32(width * 0.008)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    shift = (random.uniform(-0.02, 0.02, 2) * width).astype(np.float32)
    seen = cv2.remap(
        pixels, columns + moved[..., 0] + shift[0], rows + moved[..., 1] + shift[1], cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )  # fmt: skip
    noisy = _gone_on(np.asarray(seen), random).astype(np.float32) * random.uniform(0.93, 1.07)
    return Image.fromarray(np.clip(noisy + random.normal(0, 3, noisy.shape), 0, 255).astype(np.uint8))


def _gone_on(pixels: npt.NDArray[np.uint8], random: np.random.Generator) -> npt.NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    high, wide = int(height * 0.28), int(width * 0.2)
    top, left = int(random.integers(0, height - high)), int(random.integers(0, width - wide))
    to = min(width - wide, left + int(width * random.uniform(0.04, 0.09)))
    soft = np.zeros((high, wide), np.float32)
    cv2.ellipse(soft, (wide // 2, high // 2), (max(1, wide // 2 - 2), max(1, high // 2 - 2)), 0, 0, 360, 1, -1)
    soft = cv2.GaussianBlur(soft, (0, 0), 3)[..., None]
    thing = pixels[top : top + high, left : left + wide].copy()
    place = pixels[top : top + high, to : to + wide]
    pixels[top : top + high, to : to + wide] = (place * (1 - soft) + thing * soft).astype(np.uint8)
    return pixels
