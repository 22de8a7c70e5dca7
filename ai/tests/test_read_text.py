"""Text in pictures: heat maps and letters decoded by hand-made numbers, and rendered pages read with real weights."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from photonest_ai.models.registry import Models
from photonest_ai.models.text_finder import Region, decode
from photonest_ai.models.text_reader import batch_of, spell
from photonest_ai.runtime.images import Picture, fit
from photonest_ai.tasks import read_text as task
from photonest_ai.tasks.read_text import _Line, in_reading_order, read, read_text, strip

_WORDS = """
invoice total amount receipt Hamburg station platform departure coffee museum ticket entrance closed opening hours
Monday Friday water street garden harbour bakery menu soup bread butter price market number telephone address
welcome caution private road parking library airport gate boarding passport holiday summer winter birthday
"""
WORDS = _WORDS.split()


def heat(*boxes: tuple[int, int, int, int], value: float = 0.9) -> np.ndarray:
    found = np.zeros((120, 200), np.float32)
    for left, top, right, bottom in boxes:
        found[top:bottom, left:right] = value
    return found


def test_a_hot_bar_is_a_line_grown_by_its_area_over_its_outline() -> None:
    (region,) = decode(heat((40, 50, 140, 60)))
    left, top = region.corners.min(axis=0)
    right, bottom = region.corners.max(axis=0)
    grown = 100 * 10 * 1.6 / (2 * 110)
    assert (left, top) == (pytest.approx(40 - grown, abs=1.5), pytest.approx(50 - grown, abs=1.5))
    assert (right, bottom) == (pytest.approx(140 + grown, abs=1.5), pytest.approx(60 + grown, abs=1.5))
    assert region.score == pytest.approx(0.9, abs=0.1)
    assert region.corners[0] == pytest.approx((left, top), abs=1)
    assert region.corners[2] == pytest.approx((right, bottom), abs=1)


def test_specks_and_lukewarm_places_are_no_lines() -> None:
    assert decode(heat((40, 50, 42, 51))) == []
    assert decode(heat((40, 50, 140, 60), value=0.4)) == []
    assert len(decode(heat((10, 10, 90, 20), (10, 60, 90, 70)))) == 2


def test_lines_are_measured_in_the_picture_given() -> None:
    (plain,) = decode(heat((40, 50, 140, 60)))
    (scaled,) = decode(heat((40, 50, 140, 60)), 2.0, 3.0)
    assert scaled.corners == pytest.approx(plain.corners * (2, 3))


def test_letters_are_spelled_without_repeats_and_blanks() -> None:
    signs = np.array(["", "a", "b", " "], dtype=object)
    steps = np.eye(4, dtype=np.float32)[[0, 1, 1, 0, 1, 2, 3, 3, 2, 0]] * 0.8
    assert spell(steps, signs) == ("aab b", pytest.approx(0.8))
    assert spell(np.eye(4, dtype=np.float32)[[0, 0]], signs) == ("", 0.0)


def test_strips_are_padded_to_the_widest_and_squeezed_at_the_end() -> None:
    white = [np.full((10, width, 3), 255, np.uint8) for width in (20, 100, 5000)]
    batch = batch_of(white, most=3200)
    assert batch.shape == (3, 3, 48, 3200)
    assert batch[0, :, :, :96].min() == 1
    assert batch[0, :, :, 96:].max() == 0
    assert batch[2].min() == 1


def test_a_tall_region_is_turned_to_lie() -> None:
    rgb = np.zeros((100, 100, 3), np.uint8)
    tall = np.array([[10, 5], [30, 5], [30, 95], [10, 95]], np.float32)
    assert strip(rgb, tall).shape == (20, 90, 3)
    assert strip(rgb, tall[[0, 1, 2, 3]] * (3, 0.2)).shape[0] < 30


def line(text: str, left: float, top: float, height: float = 20) -> _Line:
    corners = np.array([[left, top], [left + 80, top], [left + 80, top + height], [left, top + height]], np.float32)
    return _Line(Region(corners, 0.9), text, 0.9)


def test_lines_are_in_the_order_of_reading() -> None:
    given = [line("d", 200, 62), line("b", 150, 4), line("c", 10, 60), line("a", 10, 0), line("e", 10, 100)]
    random.Random(1).shuffle(given)
    assert [one.text for one in in_reading_order(given)] == ["a", "b", "c", "d", "e"]


def page(
    size: int, *, seed: int = 1, dark: bool = False, width: int = 900, height: int = 640
) -> tuple[Image.Image, list[str]]:
    """A page of words and numbers; `size` is the height of its letters' line in px."""
    ground, ink = ((30, 60, 90), (240, 240, 200)) if dark else ((255, 255, 255), (20, 20, 20))
    picture = Image.new("RGB", (width, height), ground)
    pen, font, words, chance = ImageDraw.Draw(picture), ImageFont.load_default(size), [], random.Random(seed)
    top = 40
    while top < height - 2 * size:
        left = 50.0
        while True:
            word = chance.choice(WORDS) if chance.random() > 0.1 else str(chance.randint(10, 9999))
            wide = pen.textlength(word + " ", font=font)
            if left + wide > width - 50:
                break
            pen.text((left, top), word, font=font, fill=ink)
            words.append(word)
            left += wide
        top += int(size * 1.7)
    return picture, words


def recall(models: Models, picture: Image.Image, words: list[str]) -> float:
    lines = read_text(models, Picture(np.asarray(picture)))
    found = Counter(word.strip(".,").lower() for one in lines for word in one.text.split())
    wanted = Counter(word.lower() for word in words)
    return sum(min(count, found[word]) for word, count in wanted.items()) / len(words)


@pytest.mark.parametrize(
    ("size", "turned", "dark"), [(20, 0, False), (28, 0, True), (26, 4, False), (30, 180, False), (30, 90, False)]
)
def test_words_of_20_px_and_more_are_read_on_upright_tilted_and_turned_pages(
    models: Models, size: int, turned: int, dark: bool
) -> None:
    picture, words = page(size, dark=dark)
    if turned:
        picture = picture.rotate(
            turned, expand=True, fillcolor=picture.getpixel((0, 0)), resample=Image.Resampling.BICUBIC
        )
    assert recall(models, picture, words) >= 0.95


def test_print_too_fine_for_a_glance_is_read_on_a_page(models: Models) -> None:
    picture, words = page(20, width=2880, height=420)
    picture = picture.resize((1440, 210), Image.Resampling.BOX)
    assert models.text_finder.regions(fit(np.asarray(picture), task.GLANCE_PX)) == []
    assert recall(models, picture, words) >= 0.95


def test_what_is_too_small_to_be_read_surely_says_so_and_is_read_in_more_pixels(models: Models) -> None:
    large, words = page(24, width=1000, height=400)
    small = np.asarray(large.resize((250, 100), Image.Resampling.BOX))
    found = read(models, Picture(small))
    assert found.is_small
    closely = read(models, Picture(np.asarray(large)), is_sure=True)
    assert not closely.is_small
    assert len(" ".join(line.text for line in closely.lines).split()) == len(words)


def test_boxes_lie_around_their_words(models: Models) -> None:
    picture = Image.new("RGB", (600, 400), "white")
    ImageDraw.Draw(picture).text((300, 200), "harbour", font=ImageFont.load_default(40), fill="black")
    (found,) = read_text(models, Picture(np.asarray(picture)))
    assert found.text == "harbour"
    (left, top), _, (right, bottom), _ = found.box
    assert (left, top) < (0.5, 0.53)
    assert left > 0.45
    assert 0.72 < right < 0.85
    assert 0.56 < bottom < 0.68


def test_a_picture_without_text_costs_one_glance(models: Models, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "strip", lambda *_: pytest.fail("nothing is there to be read"))
    gradient = np.asarray(Image.radial_gradient("L").resize((1400, 1000)).convert("RGB"))
    assert read_text(models, Picture(np.ascontiguousarray(gradient))) == ()


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 900), (900, 1), (31, 33)])
def test_any_shape_survives(models: Models, width: int, height: int) -> None:
    assert read_text(models, Picture(np.zeros((height, width, 3), np.uint8))) == ()
