"""Twelve-megapixel JPEGs with something in them to recognise: seeded scenes into which sample photographs are set."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import simplejpeg
from skimage import data as samples

from bench.rendition_pictures import JPEG_QUALITY, make_pictures

SAMPLES = ("astronaut", "chelsea", "coffee", "rocket")
"""Of scikit-image; one in four has a face."""


def make_scenes(folder: Path, *, each: int, width: int = 4000, height: int = 3000) -> list[Path]:
    """`3 * each` files with EXIF-free pixels of three entropy classes; those that are there already are kept."""
    made = []
    plain = make_pictures(folder / "plain", each=each, width=width, height=height)
    for number, path in enumerate(sorted(file for files in plain.values() for file in files)):
        scene = folder / f"scene-{number}-{path.name}"
        if not scene.exists():
            rgb = simplejpeg.decode_jpeg(path.read_bytes())
            sample = np.ascontiguousarray(getattr(samples, SAMPLES[number % len(SAMPLES)])())
            side = height * 3 // 5
            wide = side * sample.shape[1] // sample.shape[0]
            sample = cv2.resize(sample, (wide, side), interpolation=cv2.INTER_CUBIC)
            top, left = (height - side) // 2, (width - sample.shape[1]) // 2
            rgb[top : top + side, left : left + sample.shape[1]] = sample[..., :3]
            scene.write_bytes(simplejpeg.encode_jpeg(rgb, JPEG_QUALITY, "RGB", "420"))
        made.append(scene)
    return made
