"""Small real pictures that tests make themselves, seeded, so that nothing need be committed."""

from __future__ import annotations

import io
import random

from PIL import Image


def picture(seed: int = 0, *, width: int = 320, height: int = 240) -> Image.Image:
    """Coloured patches: compresses like a photo, differs by seed."""
    rng = random.Random(seed)
    small = Image.new("RGB", (8, 6))
    small.putdata([(rng.randrange(256), rng.randrange(256), rng.randrange(256)) for _ in range(48)])
    return small.resize((width, height), Image.Resampling.BICUBIC)


def encoded(seed: int = 0, *, form: str = "JPEG", width: int = 320, height: int = 240, **options: object) -> bytes:
    """The bytes of `picture` in a format Pillow writes."""
    out = io.BytesIO()
    picture(seed, width=width, height=height).save(out, form, **options)
    return out.getvalue()


def plain(colour: tuple[int, int, int], *, width: int = 320, height: int = 240) -> bytes:
    """A JPEG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", quality=90)
    return out.getvalue()
