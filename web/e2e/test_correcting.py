"""Time, place and tags corrected in the browser, one photo and many, and everything by its name with Ctrl + K."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from web.e2e import pictures
from web.e2e.account import Account
from web.e2e.visitor import Visitor
from web.e2e.walking import open_viewer, photos

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def four_photos(new_account: Callable[[], Account]) -> tuple[Account, list[str]]:
    account = new_account()
    ids = account.upload(pictures.holiday()[:4])
    account.wait_until_settled(ids)
    return account, ids


def press(page: Page, action: str) -> None:
    """By the palette, as somebody who uses no mouse does."""
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search your photos, or name an action")
    box.fill(action)
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(box).to_have_count(0)


def open_info(page: Page, asset_id: str) -> Locator:
    """A photo in the viewer with the panel of facts beside it."""
    page.goto(f"/photo/{asset_id}")
    expect(open_viewer(page).get_by_role("button", name="Info", exact=True)).to_be_visible()
    expect(open_viewer(page).get_by_role("button", name="Move to the trash")).to_be_visible()
    page.keyboard.press("i")
    panel = page.get_by_role("complementary", name="About this photo")
    expect(panel).to_be_visible()
    return panel


def test_the_place_of_all_photos_is_set_by_name_looked_at_before_and_undone(
    four_photos: tuple[Account, list[str]], visit: Visit
) -> None:
    account, ids = four_photos
    visitor = visit(account=account)
    page = visitor.page
    page.goto("/")
    expect(photos(page)).to_have_count(4)
    press(page, "choose all")
    expect(page.get_by_text("4 chosen")).to_be_visible()
    press(page, "set the place")
    page.get_by_label("Town", exact=True).fill("lisb")
    page.get_by_role("option", name=re.compile("Lisbon.*Portugal")).click()
    changes = page.get_by_role("region", name="What changes")
    expect(changes).to_contain_text("4 photos change")
    expect(changes.get_by_role("listitem").first).to_contain_text(re.compile("no place.*Lisbon, Portugal"))
    page.get_by_role("button", name="Set the place").click()
    expect(page.get_by_text("Place of 4 photos set.")).to_be_visible()
    expect(page.locator(".day-head, h2").filter(has_text="Lisbon").first).to_be_visible()
    assert account.get(f"/api/assets/{ids[0]}")["place"]["city"] == "Lisbon"
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".day-head, h2").filter(has_text="Lisbon")).to_have_count(0)
    assert account.get(f"/api/assets/{ids[0]}")["place"] is None


def test_the_time_of_a_photo_is_shifted_in_the_viewer_and_undone(
    four_photos: tuple[Account, list[str]], visit: Visit
) -> None:
    account, ids = four_photos
    page = visit(account=account).page
    panel = open_info(page, ids[0])
    page.keyboard.press("e")
    page.get_by_text("Shift the clock").click()
    page.get_by_label("Hours").fill("2")
    expect(page.get_by_role("region", name="What changes")).to_contain_text("1 photo changes")
    page.get_by_role("button", name="Set the time").click()
    expect(panel).to_contain_text("set by you")
    assert account.get(f"/api/assets/{ids[0]}")["local_at"] == "2024-07-04T12:12:00"
    page.get_by_role("button", name="Undo").click()
    expect(panel).to_contain_text("from the camera")
    assert account.get(f"/api/assets/{ids[0]}")["local_at"] == "2024-07-04T10:12:00"


def test_a_guess_is_taken_off_and_a_tag_given_in_the_viewer(
    four_photos: tuple[Account, list[str]], visit: Visit
) -> None:
    account, ids = four_photos
    page = visit(account=account).page
    open_info(page, ids[2])  # a cup of coffee
    wrong = page.get_by_role("button", name=re.compile("that is wrong")).first
    name = (wrong.get_attribute("aria-label") or "").removesuffix(": that is wrong")
    wrong.click()
    expect(page.get_by_role("button", name=f"{name}: that is wrong", exact=True)).to_have_count(0)
    page.keyboard.press("g")
    page.get_by_label("Give", exact=True).fill("Places/Kitchen")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Change tags").click()
    expect(page.get_by_role("button", name="Take off Places › Kitchen")).to_be_visible()
    tags = {tag["name"]: tag["by"] for tag in account.get(f"/api/assets/{ids[2]}")["tags"]}
    assert tags["Places/Kitchen"] == "user"
    assert name not in tags


def test_the_automatic_caption_can_be_taken_over_and_is_then_ones_own(
    four_photos: tuple[Account, list[str]], visit: Visit
) -> None:
    account, ids = four_photos
    automatic = account.get(f"/api/assets/{ids[1]}")["caption"]
    page = visit(account=account).page
    open_info(page, ids[1])
    expect(page.get_by_text(re.compile("Written automatically"))).to_be_visible()
    page.get_by_role("button", name="Use and edit").click()
    expect(page.get_by_label("Description")).to_have_value(automatic)
    page.get_by_label("Description").fill(f"{automatic}, asleep")
    page.keyboard.press("Escape")
    expect(page.get_by_text(re.compile("Written automatically"))).to_have_count(0)
    page.wait_for_timeout(300)
    found = account.get(f"/api/assets/{ids[1]}")
    assert found["description"] == found["alt"] == f"{automatic}, asleep"


def test_the_palette_names_every_action_of_the_page_with_its_key_and_searches(
    four_photos: tuple[Account, list[str]], visit: Visit
) -> None:
    account, _ = four_photos
    page = visit(account=account).page
    page.goto("/")
    expect(photos(page)).to_have_count(4)
    press(page, "choose all")
    expect(page.get_by_text("4 chosen")).to_be_visible()
    page.keyboard.press("Control+k")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    offered = options.all_inner_texts()
    for key, action in {
        "f": "Add to favourites", "5": "Rate 5 stars", "0": "Remove the rating", "g": "Give or take off tags",
        "l": "Set the place", "e": "Set the time", "Del": "Move to the trash", "Esc": "Choose nothing",
        "Ctrl + A": "Choose all", "/": "Search", "u": "Upload photos", "?": "Map of keys",
    }.items():  # fmt: skip
        assert any(line.startswith(action) and line.split("\n")[-1] == key for line in offered), (action, offered)
    places = page.get_by_role("navigation", name="Places").first.get_by_role("link").all_inner_texts()
    for place in places:
        assert place in {"", "PhotoNest"} or any(line.startswith(f"Go to {place}") for line in offered), place
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_text("4 chosen")).to_have_count(0)
    page.keyboard.press("Control+k")
    page.keyboard.type("purple elephants")
    expect(options.first).to_contain_text("Search photos for “purple elephants”")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("purple"))


def test_in_the_viewer_the_palette_offers_what_the_viewer_can_do(
    four_photos: tuple[Account, list[str]], visit: Visit
) -> None:
    account, ids = four_photos
    page = visit(account=account).page
    page.goto(f"/photo/{ids[0]}")
    expect(open_viewer(page).get_by_role("img").first).to_be_visible()
    press(page, "info")
    expect(page.get_by_role("complementary", name="About this photo")).to_be_visible()
    press(page, "next photo")
    expect(page).not_to_have_url(re.compile(ids[0]))
    expect(open_viewer(page)).to_be_visible()
