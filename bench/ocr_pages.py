"""Rendered pages for the OCR benchmark: words and numbers in sizes from 20 px on, upright, tilted, turned, coloured."""

from __future__ import annotations

import random
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

_WORDS = """
invoice total amount receipt Hamburg station platform departure coffee museum ticket entrance closed opening hours
Monday Friday water street garden harbour bakery menu soup bread butter price market number telephone address
welcome caution private road parking library airport gate boarding passport holiday summer winter birthday quick
brown jumps lazy kitchen recipe flour sugar minutes oven degrees letter envelope anniversary ticket office
"""
WORDS = _WORDS.split()
"""Without accents: Pillow's own font, the only one every machine has, draws an empty box for them."""


@dataclass(frozen=True)
class Kind:
    """How a page looks; `size` is the font size, of which capital letters have about 0.7."""

    name: str
    size: int
    ground: tuple[int, int, int] = (255, 255, 255)
    ink: tuple[int, int, int] = (20, 20, 20)
    turned: int = 0
    on_photo: bool = False


KINDS = (
    Kind("20 px", 20),
    Kind("24 px", 24),
    Kind("32 px", 32),
    Kind("48 px", 48),
    Kind("tilted by 4°", 26, turned=4),
    Kind("upside down", 26, turned=180),
    Kind("lying", 26, turned=90),
    Kind("light on dark", 26, (30, 60, 90), (240, 240, 200)),
    Kind("pale", 26, (235, 230, 220), (120, 115, 110)),
    Kind("on a photograph", 34, on_photo=True),
)


def page(kind: Kind, seed: int, width: int = 1080, height: int = 1440) -> tuple[Image.Image, list[str]]:
    """The page and its words."""
    chance = random.Random(seed)
    picture = _photograph(width, height) if kind.on_photo else Image.new("RGB", (width, height), kind.ground)
    pen, font, words = ImageDraw.Draw(picture), ImageFont.load_default(kind.size), []
    top = 60
    while top < height - 2 * kind.size - 40:
        left = 70.0
        while True:
            word = chance.choice(WORDS) if chance.random() > 0.12 else str(chance.randint(10, 99_999))
            wide = pen.textlength(word + " ", font=font)
            if left + wide > width - 70:
                break
            pen.text((left, top), word, font=font, fill=kind.ink, **_outline(kind))
            words.append(word)
            left += wide
        top += int(kind.size * 1.8)
    if kind.turned:
        picture = picture.rotate(kind.turned, expand=True, fillcolor=kind.ground, resample=Image.Resampling.BICUBIC)
    return picture, words


def _outline(kind: Kind) -> dict[str, object]:
    return {"stroke_width": 3, "stroke_fill": (255, 255, 255)} if kind.on_photo else {}


def _photograph(width: int, height: int) -> Image.Image:
    import skimage.data

    return Image.fromarray(skimage.data.coffee()).resize((width, height))
