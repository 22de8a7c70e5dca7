"""Finding by meaning, with a reason, and an honest nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from web.e2e.account import Account
from web.e2e.visitor import Visitor
from web.e2e.walking import open_viewer

HIT = "main a[href*='/search/photo/']"


def test_cat_finds_the_cat_first_and_says_why(owner: Account, visit: Callable[..., Visitor]) -> None:
    page = visit(account=owner).page
    page.goto("/")
    expect(page.get_by_role("grid")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("cat")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=cat$"))
    first = page.locator(HIT).first
    expect(first).to_have_attribute("aria-label", re.compile(r"^IMG_1001\.jpg.*\bcat\b", re.IGNORECASE))
    first.hover()
    expect(first.get_by_text(re.compile(r"\bcat\b", re.IGNORECASE)).first).to_be_visible()

    first.click()
    expect(open_viewer(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/search\?q=cat$"))
    expect(first).to_be_focused()


def test_what_is_in_no_photo_is_said_to_be_not_found_and_no_photo_is_shown(
    owner: Account, visit: Callable[..., Visitor]
) -> None:
    page = visit(account=owner).page
    page.goto("/")
    field = page.get_by_role("combobox", name="Search your photos")
    field.fill("purple elephants on the moon")
    field.press("Enter")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    expect(page.locator(HIT)).to_have_count(0)


def test_suggestions_come_while_typing_and_can_be_taken_by_key(owner: Account, visit: Callable[..., Visitor]) -> None:
    page = visit(account=owner).page
    page.goto("/")
    page.get_by_role("combobox", name="Search your photos").fill("ca")
    option = page.get_by_role("option").filter(has_text=re.compile(r"\bcat"))
    expect(option.first).to_be_visible()
    name = option.first.locator("span[dir=auto]").inner_text()
    while page.get_by_role("option", selected=True).filter(has_text=name).count() == 0:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(page.locator(HIT).first).to_be_visible()
