"""On a phone: the bar of places below, sheets instead of panels, nothing wider than the screen."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from web.e2e.account import Account
from web.e2e.visitor import Visitor
from web.e2e.walking import open_viewer, photos

Visit = Callable[..., Visitor]
PHONE = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def test_the_places_are_below_and_lead_on(owner: Account, visit: Visit) -> None:
    page = visit("phone", account=owner, **PHONE).page
    page.goto("/")
    bar = page.get_by_role("navigation", name="Places").last
    expect(bar).to_be_in_viewport()
    box = bar.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == 844
    for link in bar.get_by_role("link").all():
        place = link.bounding_box()
        assert place is not None
        assert place["height"] >= 40
        assert place["width"] >= 40
    bar.get_by_role("link", name="Favourites").tap()
    expect(page).to_have_url(re.compile("/favourites$"))
    expect(page.get_by_role("heading", name="Favourites", exact=True)).to_be_visible()


def test_photos_reach_both_edges_of_the_screen_and_nothing_is_wider(owner: Account, visit: Visit) -> None:
    page = visit("phone", account=owner, **PHONE).page
    for place in ("/", "/favourites", "/search?q=cat", "/you", "/activity", "/trash"):
        page.goto(place)
        expect(page.get_by_role("heading").first).to_be_attached()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, place
    page.goto("/")
    expect(photos(page).first).to_be_visible()
    edges = page.locator("[role=gridcell][data-at]").evaluate_all(
        "tiles => tiles.map((tile) => tile.getBoundingClientRect()).map((box) => [box.left, box.right])"
    )
    assert min(left for left, _right in edges) == 0
    assert max(right for _left, right in edges) >= 389


def test_info_opens_as_a_sheet_below_the_photo_and_a_long_press_chooses(owner: Account, visit: Visit) -> None:
    page = visit("phone", account=owner, **PHONE).page
    page.goto("/")
    photos(page).nth(3).tap()
    expect(open_viewer(page)).to_be_visible()
    page.get_by_role("button", name="Info", exact=True).tap()
    sheet = page.get_by_role("complementary", name="About this photo")
    expect(sheet).to_be_visible()
    box = sheet.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert box["y"] > 300
    page.get_by_role("button", name="Close info").tap()
    page.get_by_role("button", name="Back", exact=True).tap()
    expect(open_viewer(page)).to_be_hidden()

    finger = page.context.new_cdp_session(page)
    tile = photos(page).nth(2).bounding_box()
    assert tile is not None
    point = {"x": tile["x"] + 30, "y": tile["y"] + 30}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(page.get_by_text("1 chosen")).to_be_visible()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.get_by_text("1 chosen")).to_be_visible()
    expect(open_viewer(page)).to_be_hidden()
