"""Own tags over the whole library, the home place, the small map in a photo's info, and the name of a moment."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from web.e2e import pictures
from web.e2e.account import Account
from web.e2e.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def somebody(new_account: Callable[[], Account]) -> tuple[Account, list[str]]:
    """Three photos, two of them with tags, one with a place, all of them one event."""
    account = new_account()
    ids = account.upload(pictures.holiday()[:3])
    account.wait_until_settled(ids)
    account.send("POST", "/api/tags/changes", json={"ids": ids[:2], "add": ["Lisbon", "Lisbon/Alfama"]})
    place = {"latitude": 38.7117, "longitude": -9.13}
    account.send("POST", "/api/assets/corrections", json={"ids": ids[:1], "place": place})
    account.send("POST", "/api/events/move", json={"ids": ids})
    return account, ids


def test_a_tag_is_moved_with_what_lies_under_it_and_taken_back(
    somebody: tuple[Account, list[str]], visit: Visit
) -> None:
    account, _ = somebody
    page = visit(account=account).page
    page.goto("/tags")
    page.get_by_role("button", name="More for Lisbon", exact=True).click()
    page.get_by_role("menuitem", name="Rename or move").click()
    page.get_by_label("New name").fill("Places/Lisbon")
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(page.get_by_role("link", name="Places/Lisbon/Alfama, 2 photos")).to_be_visible()
    page.get_by_role("link", name="Places/Lisbon, 2 photos").click()
    expect(page).to_have_url(re.compile("/search"))
    expect(page.get_by_role("list", name="Photos that fit").get_by_role("link")).to_have_count(2)
    page.go_back()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Lisbon/Alfama, 2 photos", exact=True)).to_be_visible()
    assert [tag["name"] for tag in account.get("/api/tags")["tags"]] == ["Lisbon", "Lisbon/Alfama"]


def test_home_is_chosen_by_name_understood_by_the_search_and_forgotten(
    somebody: tuple[Account, list[str]], visit: Visit
) -> None:
    account, ids = somebody
    page = visit(account=account).page
    page.goto("/you")
    page.get_by_role("button", name="Choose a place").click()
    page.get_by_label("Town", exact=True).fill("lisbon")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Choose this place").click()
    expect(page.get_by_text("Lisbon, Portugal")).to_be_visible()
    assert [hit["id"] for hit in account.get("/api/search?q=near home")["hits"]] == ids[:1]
    page.get_by_role("button", name="Forget").click()
    expect(page.get_by_role("button", name="Choose a place")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Lisbon, Portugal")).to_be_visible()


def test_the_info_of_a_photo_draws_where_it_was_without_the_code_of_the_big_map(
    somebody: tuple[Account, list[str]], visit: Visit
) -> None:
    account, ids = somebody
    visitor = visit(account=account)
    page = visitor.page
    page.goto(f"/photo/{ids[0]}")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert not visitor.sent("GET", "/assets/world-")
    page.keyboard.press("i")
    drawn = page.get_by_role("link", name="Show on the map")
    expect(drawn.locator("path.land")).to_have_attribute("d", re.compile(r"^M.{40}"))
    expect(drawn.locator("text").first).to_be_attached()
    assert not visitor.sent("GET", "/assets/maplibre")
    drawn.click()
    expect(page).to_have_url(re.compile(r"/places\?at=38\.71"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_moment_is_named_where_it_stands(somebody: tuple[Account, list[str]], visit: Visit) -> None:
    account, _ = somebody
    event = account.get("/api/events")["events"][0]["id"]
    page = visit(account=account).page
    page.goto(f"/events/{event}")
    page.get_by_role("button", name=re.compile("^Name the moment")).first.click()
    page.get_by_role("textbox", name=re.compile("^Name the moment")).fill("By the river")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="By the river")).to_be_visible()
    assert account.get("/api/search?q=by the river")["total"] >= 1
