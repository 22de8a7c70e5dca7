"""Photos on the map and by country and city, without any request to elsewhere (every visitor is watched for that)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from web.e2e import pictures
from web.e2e.account import Account
from web.e2e.visitor import Visitor
from web.e2e.walking import open_viewer

Visit = Callable[..., Visitor]

LISBON = {"latitude": 38.7167, "longitude": -9.1333}
VIENNA = {"latitude": 48.2085, "longitude": 16.3731}
SYDNEY = {"latitude": -33.8679, "longitude": 151.2073}
NO_WEB_GL = """
const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind.startsWith("webgl") ? null : real.call(this, kind, ...more);
};
"""


@pytest.fixture(scope="module")
def traveller(new_account: Callable[[], Account]) -> Account:
    """Three photos in Lisbon, one in Vienna, one in Sydney, one nowhere."""
    account = new_account()
    ids = account.upload(pictures.holiday()[:6])
    account.wait_until_settled(ids)
    for some, place in ((ids[:3], LISBON), (ids[3:4], VIENNA), (ids[4:5], SYDNEY)):
        account.send("POST", "/api/assets/corrections", json={"ids": some, "place": place})
    return account


def markers(page: Page) -> Locator:
    return page.locator(".photo-marker")


def test_photos_are_on_the_map_and_a_cluster_comes_apart(traveller: Account, visit: Visit) -> None:
    page = visit(account=traveller).page
    page.goto("/places")
    expect(page.get_by_role("heading", name="5 photos in sight")).to_be_visible()
    expect(markers(page)).to_have_count(3)
    expect(page.get_by_role("list", name="Photos in sight").get_by_role("link")).to_have_count(5)
    page.get_by_role("button", name="3 photos: come nearer").click()
    # All three were taken at one spot, which no zoom takes apart: they are listed.
    expect(page.get_by_role("heading", name="3 photos of this place")).to_be_visible()
    page.get_by_role("button", name="All in sight").click()
    expect(page.get_by_role("heading", name="5 photos in sight")).to_be_visible()


def test_a_photo_opens_above_the_map_and_closes_back_to_it(traveller: Account, visit: Visit) -> None:
    page = visit(account=traveller).page
    page.goto("/places")
    page.get_by_role("button", name="1 photo: open it").first.click()
    expect(open_viewer(page)).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(open_viewer(page)).to_have_count(0)
    expect(markers(page)).to_have_count(3)


def test_the_map_is_used_by_keys_and_leads_to_a_search_of_its_area(traveller: Account, visit: Visit) -> None:
    page = visit(account=traveller).page
    page.goto("/places")
    expect(markers(page)).to_have_count(3)
    assert markers(page).evaluate_all("all => all.filter((one) => one.tabIndex === 0).length") == 1
    page.get_by_role("button", name="3 photos: come nearer").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".photo-marker:focus")).to_have_attribute("aria-label", "1 photo: open it")
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Search in this area").click()
    expect(page).to_have_url(re.compile(r"/search\?q=area"))


def test_the_list_has_the_same_places_and_leads_to_each(traveller: Account, visit: Visit) -> None:
    page = visit(account=traveller).page
    page.goto("/places")
    page.get_by_role("link", name="List").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(
        [re.compile("Portugal"), re.compile("A"), re.compile("A")]
    )
    expect(page.get_by_text("GeoNames, CC BY 4.0")).to_be_visible()
    page.get_by_role("link", name=re.compile("Lisbon")).click()
    expect(page.get_by_role("heading", level=1, name="Lisbon")).to_be_visible()
    photos = page.get_by_role("list", name="Photos of Lisbon").get_by_role("link")
    expect(photos).to_have_count(3)
    photos.first.click()
    expect(open_viewer(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1, name="Lisbon")).to_be_visible()


def test_a_browser_without_web_gl_gets_the_list_and_is_told_why(traveller: Account, visit: Visit) -> None:
    visitor = visit(account=traveller)
    visitor.context.add_init_script(NO_WEB_GL)
    visitor.page.goto("/places")
    expect(visitor.page.get_by_text("This browser cannot draw the map")).to_be_visible()
    expect(visitor.page.get_by_role("link", name=re.compile("Lisbon"))).to_be_visible()


def test_without_any_place_the_page_says_what_to_do(new_account: Callable[[], Account], visit: Visit) -> None:
    page = visit(account=new_account()).page
    page.goto("/places")
    expect(page.get_by_role("heading", name="No photo has a place yet")).to_be_visible()


def test_on_a_phone_the_photos_in_sight_rise_from_below(traveller: Account, visit: Visit) -> None:
    page = visit("phone", account=traveller).page
    page.goto("/places")
    expect(markers(page).first).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^\d photos?$")).click()
    expect(page.get_by_role("list", name="Photos in sight").get_by_role("link").first).to_be_visible()
