"""Copies side by side, a burst as one photo with a strip below it, and the text of a picture marked and copied."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page, expect

from web.e2e import pictures
from web.e2e.account import Account
from web.e2e.pictures import Upload
from web.e2e.visitor import Visitor
from web.e2e.walking import open_viewer, photos

Visit = Callable[..., Visitor]
BURST = "20240704_182201_00{}.jpg"


def upload(name: str, content: bytes) -> Upload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def sign() -> bytes:
    picture = Image.new("RGB", (900, 600), "white")
    ImageDraw.Draw(picture).text((80, 250), "Harbour museum", font=ImageFont.load_default(64), fill="black")
    return pictures.jpeg(picture, "2020:01:01 10:00:00")


def until(account: Account, path: str, is_so: Callable[[Any], bool], patience_s: float = 120.0) -> None:
    deadline = time.monotonic() + patience_s
    while not is_so(account.get(path)):
        assert time.monotonic() < deadline, f"{path} did not come to it within {patience_s:.0f} s"
        time.sleep(0.3)


@pytest.fixture(scope="module")
def account(new_account: Callable[[], Account]) -> Account:
    """Somebody with a photograph and its small copy, a burst of two, and a sign."""
    account = new_account()
    cat, rocket = pictures.photograph("chelsea"), pictures.photograph("rocket")
    ids = account.upload(
        [
            upload("cat.jpg", pictures.jpeg(cat, "2024:05:01 12:00:00")),
            upload("cat small.jpg", pictures.jpeg(cat.resize((cat.width // 2, cat.height // 2)))),
            upload(BURST.format(1), pictures.jpeg(rocket, "2024:07:04 18:22:01")),
            upload(BURST.format(2), pictures.jpeg(rocket.crop((8, 4, 640, 420)), "2024:07:04 18:22:02")),
            upload("sign.jpg", sign()),
        ]
    )
    account.wait_until_settled(ids)
    until(account, "/api/duplicates", lambda found: found["total"] == 1 and found["waiting"] == 0)
    until(account, f"/api/assets/{ids[4]}", lambda asset: bool(asset["text"]))
    return account


@pytest.fixture
def page(account: Account, visit: Visit) -> Page:
    return visit(account=account, reduced_motion="reduce").page


def test_one_of_the_copies_is_kept_by_a_key_and_everything_comes_back_by_undo(page: Page) -> None:
    page.goto("/duplicates")
    expect(page.get_by_role("radio", name="Keep cat.jpg")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("No copies to look at")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("radio", name="Keep cat small.jpg")).to_be_visible()


def test_a_burst_is_one_photo_and_its_shots_are_reached_below_it(page: Page) -> None:
    page.goto("/")
    expect(photos(page)).to_have_count(4)
    page.get_by_role("link", name=re.compile("stack of 2")).click()
    strip = open_viewer(page).get_by_role("navigation", name="Stack of 2")
    strip.get_by_role("button", name=re.compile(f"2 of 2: {BURST.format(2)}")).click()
    expect(page.get_by_role("dialog", name=BURST.format(2))).to_be_visible()
    page.keyboard.press("i")
    page.get_by_role("button", name="Unstack all").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(photos(page)).to_have_count(5)
    page.get_by_role("button", name="Undo").click()
    expect(photos(page)).to_have_count(4)


def test_the_text_of_a_picture_is_found_and_can_be_marked(page: Page, account: Account) -> None:
    (hit,) = account.get('/api/search?q="harbour museum"')["hits"]
    assert 'text: "Harbour museum"' in hit["why"]
    page.goto(f"/photo/{hit['id']}")
    expect(open_viewer(page)).to_be_visible()
    page.keyboard.press("t")
    line = page.locator("[data-text-layer]").get_by_text("Harbour museum")
    line.select_text()
    assert page.evaluate("String(getSelection())").strip() == "Harbour museum"
    box = line.bounding_box()
    stage = page.locator(".stage-photo").bounding_box()
    assert box is not None
    assert stage is not None
    assert abs((box["x"] - stage["x"]) / stage["width"] - 80 / 900) < 0.05
