"""Real faces through the real nets: variants of the astronaut of scikit-image, and a folder of named ones."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np

from bench.face_world import Floats, Ints
from bench.harness import ROOT

PICTURES = {".jpg", ".jpeg", ".png", ".webp"}


def read_faces(folder: Path | None, *, is_smoke: bool) -> tuple[Floats, Ints, list[str]] | None:
    """Vectors, number of the person, names; None without weights. Only pictures with exactly one face count."""
    weights = Path(os.environ.get("PHOTONEST_MODELS") or ROOT / ".cache" / "models")
    if not (weights / "sface").is_dir() or not (weights / "yunet").is_dir():
        return None
    from photonest_ai.models.registry import Models
    from photonest_ai.runtime.images import Picture
    from photonest_ai.runtime.store import ModelStore
    from photonest_ai.tasks.faces import aligned

    models = Models(ModelStore(weights))
    vectors, who, names = [], [], []
    for name, pictures in _people(folder, is_smoke=is_smoke).items():
        for rgb in pictures:
            picture = Picture(rgb)
            faces = models.yunet.faces(picture)
            if len(faces) == 1:
                vectors.append(models.sface.embed(aligned(picture, faces[0])))
                who.append(len(names))
        names.append(name)
    return np.asarray(vectors, np.float32).reshape(-1, 128), np.asarray(who, np.intp), names


def _people(folder: Path | None, *, is_smoke: bool) -> dict[str, list[np.ndarray]]:
    from PIL import Image

    found = {"astronaut": _variants(2 if is_smoke else 12)}
    for file in sorted(folder.rglob("*")) if folder else []:
        if file.suffix.lower() in PICTURES:
            is_sorted = file.parent != folder
            name = file.parent.name if is_sorted else re.sub(r"\d+$", "", file.stem)
            with Image.open(file) as picture:
                found.setdefault(name, []).append(np.asarray(picture.convert("RGB")))
    return found


def _variants(count: int) -> list[np.ndarray]:
    """The same face smaller, darker, brighter, turned a little, mirrored and compressed: not other pictures of it."""
    import io

    from PIL import Image, ImageEnhance
    from skimage import data

    rng = np.random.default_rng(4)
    whole = Image.fromarray(data.astronaut())
    pictures = []
    for number in range(count):
        side = int(rng.integers(200, 512))
        picture = whole.rotate(float(rng.normal(0, 8)), resample=Image.Resampling.BICUBIC).resize((side, side))
        picture = ImageEnhance.Brightness(picture).enhance(float(rng.uniform(0.5, 1.5)))
        if number % 2:
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        content = io.BytesIO()
        picture.save(content, "JPEG", quality=int(rng.integers(30, 95)))
        with Image.open(content) as compressed:
            pictures.append(np.asarray(compressed.convert("RGB")))
    return pictures
