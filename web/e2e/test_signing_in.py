"""Signing in and out, and what others see: nothing."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from web.e2e.account import PASSWORD, Account
from web.e2e.first_run import FirstRun
from web.e2e.visitor import Visitor
from web.e2e.walking import photos, sign_in

Visit = Callable[..., Visitor]


def test_a_wrong_password_is_a_sentence_and_the_right_one_leads_where_one_wanted_to_be(
    first_run: FirstRun, visit: Visit
) -> None:
    page = visit().page
    page.goto("/favourites")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, first_run.username, "not the password")
    expect(page.get_by_role("alert")).to_contain_text("password")
    sign_in(page, first_run.username, first_run.password)
    expect(page.get_by_role("heading", name="Favourites", exact=True)).to_be_visible()

    page.goto("/you")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(photos(page)).to_have_count(0)


def test_somebody_else_sees_nothing_of_the_first_library(
    owner: Account, new_account: Callable[[], Account], visit: Visit
) -> None:
    other = new_account()
    index = owner.get("/api/timeline")
    key = index["segments"][0]["key"]
    foreign = owner.get(f"/api/timeline/segments/{key}?v={index['version']}")["ids"][0]
    page = visit().page
    page.goto("/")
    sign_in(page, other.username, PASSWORD)
    expect(page.get_by_text("Drop your photos here")).to_be_visible()
    for place in ("/favourites", "/recent", "/videos", "/trash"):
        page.goto(place)
        expect(page.get_by_role("heading", level=2)).to_be_visible()
        expect(photos(page)).to_have_count(0)
    page.goto("/search?q=cat")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    page.goto(f"/photo/{foreign}")
    expect(page.get_by_role("alert")).to_be_visible()
    for part in ("tile", "preview", "original"):
        assert page.request.get(f"/media/{foreign}/{part}").status == 404
