"""Bands of a picture with small print: everything is covered once, and no line is lost or told twice."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonest.assets.text_bands import (
    BAND_PIXELS,
    MOST_BANDS,
    OVERLAP_PX,
    bands,
    lines_of_band,
    put_together,
    run_down,
)
from photonest_contracts.inference import ReadLine


def line(left: float, top: float, right: float, bottom: float, text: str = "x") -> ReadLine:
    return ReadLine(text=text, score=0.9, box=((left, top), (right, top), (right, bottom), (left, bottom)))


@given(st.integers(40, 4000), st.integers(40, 4000), st.booleans())
def test_bands_cover_the_picture_and_answer_for_each_row_once(width: int, height: int, are_columns: bool) -> None:
    found = bands(width, height, are_columns=are_columns)
    assert 1 <= len(found) <= MOST_BANDS
    assert found[0].first == 0
    assert found[-1].last == (width if are_columns else height)
    for one, other in pairwise(found):
        assert one.last == pytest.approx(other.first, abs=1)
    for band in found:
        assert band.left + band.width <= width
        assert band.top + band.height <= height
        if len(found) < MOST_BANDS:
            assert band.width * band.height <= BAND_PIXELS + 3 * OVERLAP_PX * max(width, height)


def test_a_line_in_the_overlap_is_told_by_one_band_only() -> None:
    width, height = 2000, 3000
    top, *_, low = bands(width, height, are_columns=False)
    others = bands(width, height, are_columns=False)
    assert len(others) > 1
    told = []
    at = (top.top + top.height - OVERLAP_PX * 0.3) / height  # seen by the first two
    for band in others:
        if band.top <= at * height <= band.top + band.height:
            inside = (at * height - band.top) / band.height
            told += lines_of_band(band, [line(0.1, inside, 0.9, inside)], width, height)
    (only,) = told
    assert only.box[0] == pytest.approx((0.1, at), abs=1e-6)
    assert low.last == height


def test_large_lines_come_from_the_preview_and_small_ones_from_the_bands_in_reading_order() -> None:
    preview = [line(0.1, 0.1, 0.9, 0.2, "HEADLINE"), line(0.1, 0.5, 0.9, 0.505, "unreadable")]
    close = [
        line(0.5, 0.501, 0.9, 0.506, "right"),
        line(0.1, 0.5, 0.4, 0.505, "left"),
        line(0.1, 0.1, 0.9, 0.19, "half a headline"),
    ]
    assert [one.text for one in put_together(preview, close, 2000, 3000)] == ["HEADLINE", "left", "right"]


def test_a_page_on_its_side_is_cut_into_columns() -> None:
    assert run_down([line(0.1, 0.1, 0.12, 0.9)] * 3, 2000, 1500)
    assert not run_down([line(0.1, 0.1, 0.9, 0.12)] * 3, 2000, 1500)
    assert not run_down([], 2000, 1500)
    assert all(band.height == 1500 for band in bands(2800, 1500, are_columns=True))
