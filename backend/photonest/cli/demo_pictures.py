"""Landscapes drawn from a number: the same number gives the same picture, with a plausible date and place in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

WIDTH_PX, HEIGHT_PX = 1600, 1200
PLACES = ((48.21, 16.37), (38.72, -9.14), (64.15, -21.94), (35.68, 139.69), (-33.92, 18.42))
SKIES = (((24, 44, 92), (240, 150, 90)), ((96, 160, 220), (220, 236, 246)), ((14, 18, 44), (70, 80, 130)))


def draw(number: int, folder: Path) -> Path:
    """Draw picture `number` into `folder`; returns its path."""
    random = np.random.default_rng(number)
    top, bottom = SKIES[number % len(SKIES)]
    share = np.linspace(0, 1, HEIGHT_PX)[:, None]
    sky = np.array(top) * (1 - share) + np.array(bottom) * share
    picture = Image.fromarray(np.repeat(sky[:, None, :], WIDTH_PX, axis=1).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    sun, height = float(random.integers(200, WIDTH_PX - 200)), float(random.integers(150, 600))
    pen.ellipse((sun - 70, height - 70, sun + 70, height + 70), fill=(255, 236, 190))
    for ridge in range(4):
        steps = np.cumsum(random.normal(0, 26, 41))
        base = 640 + ridge * 120
        outline = [(x * WIDTH_PX / 40, base + float(steps[x])) for x in range(41)]
        tone = 110 - ridge * 24
        pen.polygon([*outline, (WIDTH_PX, HEIGHT_PX), (0, HEIGHT_PX)], fill=(tone // 2, tone, int(tone * 0.8)))
    path = folder / f"demo-{number:04}.jpg"
    picture.save(path, quality=88, exif=_exif(number))
    return path


def _exif(number: int) -> Image.Exif:
    """Spread over three years, each run of ten in one place."""
    exif = Image.Exif()
    taken = datetime(2023, 3, 1, 9, 0) + timedelta(days=37 * (number // 10), minutes=23 * (number % 10))  # noqa: DTZ001
    exif[0x010F], exif[0x0110] = "PhotoNest", "Demo"
    exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    latitude, longitude = PLACES[(number // 10) % len(PLACES)]
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N" if latitude >= 0 else "S", _degrees(abs(latitude))
    gps[3], gps[4] = "E" if longitude >= 0 else "W", _degrees(abs(longitude))
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = (value % 1) * 60
    return float(int(value)), float(int(minutes)), round((minutes % 1) * 60, 2)
