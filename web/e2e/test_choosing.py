"""Choosing photos and acting on them: range, favourite, rating, trash, undo, restore."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from web.e2e import pictures
from web.e2e.account import Account
from web.e2e.visitor import Visitor
from web.e2e.walking import ids_shown, open_viewer, photos

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def six_photos(new_account: Callable[[], Account]) -> tuple[Account, list[str]]:
    """Somebody with six photos."""
    account = new_account()
    ids = account.upload(pictures.holiday()[:6])
    account.wait_until_settled(ids)
    return account, ids


@pytest.fixture
def six(six_photos: tuple[Account, list[str]]) -> Account:
    """The same, with nothing done to the photos yet."""
    account, ids = six_photos
    for action in ({"action": "restore"}, {"action": "unfavourite"}, {"action": "rate", "rating": 0}):
        account.send("POST", "/api/assets/actions", json={**action, "ids": ids})
    return account


def choose(page: Page, number: int, *, shift: bool = False) -> None:
    """Press the round check of a photo."""
    tile = page.locator("[role=gridcell][data-at]").nth(number)
    tile.hover()
    tile.locator("[data-check]").click(modifiers=["Shift"] if shift else [])


def test_shift_chooses_a_range_that_is_trashed_by_one_request_and_comes_back_by_one_undo(
    six: Account, visit: Visit
) -> None:
    visitor = visit(account=six)
    page = visitor.page
    page.goto("/")
    expect(photos(page)).to_have_count(6)
    before = ids_shown(page)
    choose(page, 1)
    choose(page, 4, shift=True)
    expect(page.get_by_text("4 chosen")).to_be_visible()
    page.keyboard.press("Delete")
    expect(photos(page)).to_have_count(2)
    assert visitor.sent("POST", "/api/assets/actions") == 1
    page.get_by_role("button", name="Undo").click()
    expect(photos(page)).to_have_count(6)
    assert visitor.sent("POST", "/api/undo/") == 1
    assert ids_shown(page) == before


def test_what_lies_in_the_trash_can_be_put_back(six: Account, visit: Visit) -> None:
    page = visit(account=six).page
    page.goto("/")
    photos(page).first.focus()
    page.keyboard.press("x")
    page.keyboard.press("Delete")
    expect(photos(page)).to_have_count(5)
    page.goto("/trash")
    expect(photos(page)).to_have_count(1)
    choose(page, 0)
    page.get_by_role("button", name="Put back").click()
    expect(page.get_by_text("The trash is empty")).to_be_visible()
    assert six.get("/api/timeline")["total"] == 6


def test_f_makes_a_favourite_and_a_digit_rates_the_photo_under_the_focus(six: Account, visit: Visit) -> None:
    page = visit(account=six).page
    page.goto("/")
    expect(photos(page)).to_have_count(6)
    asset = ids_shown(page)[0]
    photos(page).first.focus()
    with page.expect_response(re.compile("/api/assets/actions")):
        page.keyboard.press("f")
    with page.expect_response(re.compile("/api/assets/actions")):
        page.keyboard.press("4")
    expect(photos(page).first).to_have_attribute("aria-label", re.compile("favourite"))
    known = six.get(f"/api/assets/{asset}")
    assert (known["is_favourite"], known["rating"]) == (True, 4)
    page.goto("/favourites")
    expect(photos(page)).to_have_count(1)
    photos(page).first.click()
    expect(open_viewer(page)).to_be_visible()
    page.keyboard.press("i")
    expect(page.get_by_role("button", name="Rated 4 of 5. Take the rating away")).to_be_visible()


def test_ctrl_a_chooses_the_day_and_again_everything(six: Account, visit: Visit) -> None:
    page = visit(account=six).page
    page.goto("/")
    expect(photos(page)).to_have_count(6)
    photos(page).first.focus()
    page.keyboard.press("Control+a")
    expect(page.get_by_text("2 chosen")).to_be_visible()
    page.keyboard.press("Control+a")
    expect(page.get_by_text("6 chosen")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("6 chosen")).to_be_hidden()
