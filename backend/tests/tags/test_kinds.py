"""Kinds of pictures by what the file says of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from photonest.tags.kinds import FileFacts, kinds_of, shown_from

PHOTO = FileFacts(
    filename="IMG_0412.JPG", format="jpeg", width_px=4032, height_px=3024, camera="Apple iPhone 12",
    lens="iPhone 12 back dual wide camera 4.2mm f/1.6", software="17.1", projection="", is_video=False,
)  # fmt: skip


def shown(facts: FileFacts, **seen: float) -> set[str]:
    return {kind for kind, score in kinds_of(facts, seen).items() if score >= shown_from(kind)}


@pytest.mark.parametrize(
    "name", ["Screenshot 2024-01-02.png", "Screen Shot 2019.png", "Bildschirmfoto 2023-04-01.png", "screencap_1.webp"]
)
def test_a_file_named_so_is_a_screenshot(name: str) -> None:
    assert shown(replace(PHOTO, filename=name, camera="", format="png")) == {"screenshot"}


def test_what_a_camera_took_is_no_screenshot_however_flat_it_is() -> None:
    assert shown(PHOTO, screenshot=0.9) == set()


def test_a_png_as_large_as_a_screen_is_a_screenshot_and_a_chart_is_not() -> None:
    screen = replace(PHOTO, camera="", lens="", format="png", width_px=1170, height_px=2532, filename="a.png")
    assert shown(screen) == {"screenshot"}
    assert shown(replace(screen, width_px=800, height_px=617), screenshot=0.8) == set()
    assert shown(replace(screen, format="jpeg")) == set()


def test_a_window_full_of_text_is_a_screenshot_and_no_document() -> None:
    named = replace(PHOTO, filename="screenshot.png", camera="", format="png")
    assert shown(named, document=0.9) == {"screenshot"}
    assert shown(PHOTO, document=0.9) == {"document"}


def test_a_scanner_makes_documents() -> None:
    assert shown(replace(PHOTO, camera="EPSON Perfection V39", lens=""), document=0.3) == {"document"}


def test_a_large_face_is_a_selfie_only_where_the_front_camera_took_it() -> None:
    assert "selfie" not in shown(PHOTO, selfie=0.5, portrait=0.9)
    front = replace(PHOTO, lens="iPhone 12 front camera 2.71mm f/2.2")
    assert "selfie" in shown(front, selfie=0.4, portrait=0.9)
    assert "selfie" in shown(replace(PHOTO, filename="selfie_2.jpg"))
    assert "selfie" not in shown(replace(PHOTO, filename="himselfiest.jpg"))


def test_a_panorama_is_long_or_says_so() -> None:
    assert "panorama" in shown(replace(PHOTO, width_px=9000, height_px=2400))
    assert "panorama" not in shown(replace(PHOTO, width_px=4032, height_px=2268), panorama=0.2)
    assert "panorama" in shown(replace(PHOTO, projection="equirectangular"))
    banner = replace(PHOTO, camera="", width_px=3000, height_px=400)
    assert "panorama" not in shown(banner, panorama=0.99)


def test_what_pixels_know_alone_stays() -> None:
    assert shown(PHOTO, portrait=0.9, group=0.2) == {"portrait"}


def test_a_film_is_neither_screenshot_nor_panorama() -> None:
    film = replace(PHOTO, is_video=True, filename="Screenshot.mp4", width_px=3000, height_px=1000)
    assert shown(film, panorama=0.9) == set()
