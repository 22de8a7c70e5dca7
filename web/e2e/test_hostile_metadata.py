"""Markup in names and metadata stays text in every view."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from web.e2e import pictures
from web.e2e.account import Account
from web.e2e.visitor import Visitor
from web.e2e.walking import choose_files, ids_shown, open_viewer, photos, wait_for_uploads

INJECTED = """() => [...document.querySelectorAll(
    "script:not([src^='/']):not([src^='http://127.0.0.1']), img[src='x'],"
    + "[onerror], [onclick], [onload], a[href^='javascript:' i]"
)].map((node) => node.outerHTML)"""
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_no_script_runs_nothing_is_injected_and_no_view_breaks(
    new_account: Callable[[], Account], visit: Callable[..., Visitor]
) -> None:
    account, files = new_account(), pictures.hostile()
    visitor = visit("tablet", account=account)
    page = visitor.page
    page.goto("/")
    choose_files(page, files)
    wait_for_uploads(page)
    check(page, "upload panel")
    expect(page.get_by_text(f"{len(files)} stored", exact=True)).to_be_visible()
    page.get_by_role("button", name="Close and clear the list").click()
    expect(photos(page)).to_have_count(len(files))
    check(page, "timeline")
    ids = ids_shown(page)
    assert account.wait_until_settled(ids) == dict.fromkeys(ids, "ready")

    known = [account.get(f"/api/assets/{asset_id}") for asset_id in ids]
    assert any(pictures.SCRIPT in asset["camera"]["model"] for asset in known), (
        "the trick must reach the page to be tested"
    )
    assert {asset["filename"] for asset in known} >= {
        "<img src=x onerror=alert(4)>.jpg",
        "';alert(5)<script>alert(6)<.jpg",
    }
    for asset in known:
        account.send(
            "PATCH", f"/api/assets/{asset['id']}", json={"description": pictures.SCRIPT + pictures.IMAGE_TRICK}
        )

    photos(page).first.click()
    expect(open_viewer(page)).to_be_visible()
    page.keyboard.press("i")
    for asset in known:
        expect(open_viewer(page)).to_have_accessible_name(asset["filename"])
        expect(page.get_by_role("complementary", name="About this photo")).to_contain_text(asset["filename"])
        page.locator("summary", has_text="Why is it here?").click()
        check(page, page.url)
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")  # the sheet
    page.keyboard.press("Escape")  # the viewer
    expect(open_viewer(page)).to_be_hidden()

    trick = "<img src=x onerror=alert(7)>"
    for place in ("/favourites", "/recent", "/activity", "/you", f"/search?q={trick}", "/search?q=cat", f"/{trick}"):
        page.goto(place)
        expect(page.get_by_role("heading").first).to_be_visible()
        check(page, place)
    account.send("POST", "/api/assets/actions", json={"action": "trash", "ids": ids})
    page.goto("/trash")
    expect(photos(page)).to_have_count(len(files))
    check(page, "trash")
    assert visitor.seen.complaints() == {}


def check(page: Page, where: str) -> None:
    assert page.evaluate(INJECTED) == [], where
    assert not page.evaluate(OVERFLOWS), f"{where} is wider than the window"
