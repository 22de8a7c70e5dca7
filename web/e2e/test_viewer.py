"""One photo on the stage: keys, info, zoom, and back to the same row."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from web.e2e.account import Account
from web.e2e.visitor import Visitor
from web.e2e.walking import open_viewer, photos, wait_for

Visit = Callable[..., Visitor]
COUNT_MOVES = """() => {
    window.moves = 0;
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (...words) {
        if (this.matches(".stage-photo")) window.moves += 1;
        return animate.apply(this, words);
    };
}"""
SCALE = "el => new DOMMatrix(getComputedStyle(el).transform).a"


def test_keys_open_turn_zoom_inform_and_close_and_the_last_photo_has_the_focus(owner: Account, visit: Visit) -> None:
    page = visit(account=owner).page
    page.goto("/")
    ids = owner.timeline_ids()  # not from the page: its rows come in one after the other
    expect(photos(page).first).to_have_attribute("href", f"/photo/{ids[0]}")
    photos(page).first.focus()
    page.keyboard.press("Enter")
    viewer = open_viewer(page)
    expect(viewer).to_be_visible()
    expect(page).to_have_url(re.compile(f"/photo/{ids[0]}$"))
    expect(page.get_by_text(f"1 of {len(ids)}")).to_be_visible()

    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(f"/photo/{ids[1]}$"))
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(f"/photo/{ids[2]}$"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(f"/photo/{ids[1]}$"))

    page.keyboard.press("i")
    info = page.get_by_role("complementary", name="About this photo")
    expect(info.get_by_text(re.compile(r"Date from|Date .*(file|upload)", re.IGNORECASE)).first).to_be_visible()
    page.keyboard.press("i")
    expect(info).to_be_hidden()

    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(page.locator(":focus")).to_have_attribute("href", f"/photo/{ids[1]}")


def test_the_picture_comes_out_of_its_tile_and_goes_back_unless_less_motion_is_wanted(
    owner: Account, visit: Visit
) -> None:
    for wish, moves in (("no-preference", True), ("reduce", False)):
        page = visit(account=owner, reduced_motion=wish).page
        page.goto("/")
        page.evaluate(COUNT_MOVES)
        photos(page).first.click()
        expect(open_viewer(page)).to_be_visible()
        assert (page.evaluate("window.moves") > 0) is moves
        opened = page.evaluate("window.moves")
        page.keyboard.press("Escape")
        expect(open_viewer(page)).to_be_hidden()
        assert (page.evaluate("window.moves") > opened) is moves


def test_zoom_by_key_and_wheel_goes_in_and_escape_first_goes_back_to_the_whole_photo(
    owner: Account, visit: Visit
) -> None:
    page = visit(account=owner).page
    asset = named(owner, "IMG_1004.jpg")
    page.goto(f"/photo/{asset}")
    picture = page.locator(".stage-photo")
    expect(picture).to_be_visible()
    wait_for(page, "document.querySelector('.stage-photo img[src$=preview]')?.naturalWidth > 0")
    assert picture.evaluate(SCALE) == 1
    page.mouse.move(720, 450)
    page.mouse.wheel(0, -400)
    wait_for(page, f"({SCALE})(document.querySelector('.stage-photo')) > 1.2")
    page.keyboard.press("Escape")
    wait_for(page, f"({SCALE})(document.querySelector('.stage-photo')) === 1")
    expect(open_viewer(page)).to_be_visible()
    page.keyboard.press("z")
    wait_for(page, f"({SCALE})(document.querySelector('.stage-photo')) > 1.2")


def test_the_info_panel_tells_camera_date_and_its_source_and_what_the_machine_guessed(
    owner: Account, visit: Visit
) -> None:
    page = visit(account=owner).page
    asset = named(owner, "IMG_1001.jpg")
    page.goto(f"/photo/{asset}")
    expect(page.locator(".stage-photo")).to_be_visible()
    page.keyboard.press("i")
    info = page.get_by_role("complementary", name="About this photo")
    expect(info).to_contain_text("Thursday, 4 July 2024")
    expect(info).to_contain_text("18:22")
    expect(info).to_contain_text("Camera One")
    expect(info).to_contain_text("IMG_1001.jpg")
    expect(info.get_by_role("listitem").filter(has_text=re.compile(r"\bcat\b")).first).to_be_visible()
    info.get_by_text("Why is it here?").click()
    expect(info).to_contain_text("SHA-256 of the original")


def named(account: Account, filename: str) -> str:
    """The id of the photo with that name."""
    for columns in account.timeline_segments():
        if filename in columns["filenames"]:
            return str(columns["ids"][columns["filenames"].index(filename)])
    raise AssertionError(f"{filename} is not on the timeline")
