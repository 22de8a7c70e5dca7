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


def test_what_was_understood_stands_there_and_can_be_taken_away(owner: Account, visit: Callable[..., Visitor]) -> None:
    page = visit(account=owner).page
    page.goto("/search?q=cat photos in 1931, not screenshots")
    chips = page.get_by_role("list", name="Understood").get_by_role("listitem")
    expect(chips).to_have_text([re.compile("about “cat”"), "photos", "1931", "not screenshots"])
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Without “1931”")).click()
    expect(page).to_have_url(re.compile(r"cat(%20|\+)photos"))
    expect(page.locator(HIT).first).to_have_attribute("aria-label", re.compile(r"^IMG_1001\.jpg"))
    expect(chips).to_have_count(3)
    page.get_by_role("button", name="Search without not screenshots").click()
    expect(chips).to_have_text([re.compile("about “cat”"), "photos"])
    expect(page.locator(HIT).first).to_be_visible()


def test_the_order_can_be_switched_and_keeps_the_photos(owner: Account, visit: Callable[..., Visitor]) -> None:
    page = visit(account=owner).page
    page.goto("/search?q=coffee")
    expect(page.locator(HIT).first).to_be_visible()
    before = {hit.get_attribute("href") for hit in page.locator(HIT).all()}
    page.get_by_role("button", name="By date").click()
    expect(page).to_have_url(re.compile("sort=newest"))
    expect(page.get_by_role("button", name="By date")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(HIT)).to_have_count(len(before))
    ids = {re.search(r"/photo/([^?]+)", href or "") for href in before}
    after = {re.search(r"/photo/([^?]+)", hit.get_attribute("href") or "") for hit in page.locator(HIT).all()}
    assert {found.group(1) for found in ids if found} == {found.group(1) for found in after if found}


def test_a_search_that_cannot_be_read_says_where(owner: Account, visit: Callable[..., Visitor]) -> None:
    page = visit(account=owner).page
    page.goto("/search?q=cat before:banana")
    expect(page.get_by_role("heading", name="This search cannot be read")).to_be_visible()
    expect(page.locator("mark")).to_have_text("banana")


def test_a_search_is_kept_and_dropped_and_put_back(owner: Account, visit: Callable[..., Visitor]) -> None:
    page = visit(account=owner).page
    page.goto("/search?q=cat")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Name").fill("The cat")
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Saved", exact=True)).to_be_visible()
    page.goto("/search")
    page.get_by_role("button", name="The cat", exact=True).click()
    expect(page).to_have_url(re.compile(r"/search\?q=cat$"))
    page.goto("/search")
    page.get_by_role("button", name="Remove “The cat” from the saved searches").click()
    expect(page.get_by_role("button", name="The cat", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="The cat", exact=True)).to_be_visible()


def test_more_like_this_starts_from_the_viewer(owner: Account, visit: Callable[..., Visitor]) -> None:
    page = visit(account=owner).page
    page.goto("/search?q=cat")
    page.locator(HIT).first.click()
    expect(open_viewer(page)).to_be_visible()
    page.keyboard.press("v")
    expect(page).to_have_url(re.compile(r"/search\?like=[0-9a-f-]{36}$"))
    expect(page.get_by_role("heading", level=1, name="More like this photo")).to_be_visible()
    liked = page.url.rpartition("=")[2]
    expect(page.get_by_role("list", name="Understood")).to_have_text("like this photo")
    expect(page.locator(f"{HIT}[href*='{liked}?']")).to_have_count(0)
