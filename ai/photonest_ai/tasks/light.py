"""The light of a picture, from the distribution of its luma and where its bright parts lie."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from photonest_ai.runtime.images import Picture


@dataclass(frozen=True)
class Light:
    """What the rules look at; all shares from 0 to 1."""

    mean: float
    dark: float
    """Share of pixels with luma below 0.18."""
    glaring: float
    """Share with luma over 0.86."""
    middle: float
    """Mean luma of the middle of the picture; `border` of what lies around it, without the bottom."""
    border: float
    glow: float
    """Share of warm, saturated, not quite dark pixels in the upper two thirds."""
    sky_dark: float
    """Share of dark pixels in the upper third."""
    contrast: float
    """Standard deviation of the luma."""
    vividness: float
    """Mean saturation of what is neither black nor white."""


def light_of(picture: Picture) -> Light:
    """Measure a miniature of 96 px."""
    import cv2

    small = picture.miniature
    height, width = small.shape[:2]
    hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    middle = luma[height // 4 : max(height - height // 6, height // 4 + 1), width // 4 : max(3 * width // 4, 1)]
    rim = np.ones(luma.shape, bool)
    rim[height // 5 :, width // 6 : max(width - width // 6, 1)] = False
    upper = slice(0, max(1, 2 * height // 3))
    hue, saturation, value = (hsv[upper, :, i] for i in range(3))
    warm = ((hue <= 24) | (hue >= 172)) & (saturation >= 80) & (value >= 60)
    return Light(
        mean=float(luma.mean()),
        dark=float((luma < 0.18).mean()),
        glaring=float((luma > 0.86).mean()),
        middle=float(middle.mean()) if middle.size else float(luma.mean()),
        border=float(luma[rim].mean()) if rim.any() else float(luma.mean()),
        glow=float(warm.mean()),
        sky_dark=float((luma[: max(1, height // 3)] < 0.18).mean()),
        contrast=float(luma.std()),
        vividness=float((hsv[..., 1].astype(np.float32) * (hsv[..., 2] > 40)).mean()) / 255,
    )


def rising(value: float, middle: float, width: float) -> float:
    """0 … 1 through ½ at `middle`; 0.12 and 0.88 lie one `width` to either side."""
    return 1 / (1 + math.exp(-2 * (value - middle) / width))


def scores(light: Light) -> dict[str, float]:
    """Word -> how much the picture looks like it, 0…1."""
    night = rising(light.dark, 0.68, 0.10) * rising(light.sky_dark, 0.62, 0.12) * rising(light.contrast, 0.03, 0.02)
    low = rising(-light.mean, -0.24, 0.05)
    return {
        "night": night,
        "low light": low,
        "bright": rising(light.mean, 0.66, 0.05),
        "backlit": rising(light.border - light.middle, 0.26, 0.06) * rising(light.contrast, 0.20, 0.04),
    }
