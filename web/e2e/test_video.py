"""A video plays, and the browser fetches only the part that it is asked to show."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Request, expect

from web.e2e.account import Account
from web.e2e.visitor import Visitor
from web.e2e.walking import photos, wait_for

VIDEO = "document.querySelector('video')"


def test_a_video_plays_and_seeks_by_range_requests(owner: Account, visit: Callable[..., Visitor]) -> None:
    page = visit(account=owner).page
    ranges: list[str] = []
    statuses: list[int] = []

    def note(request: Request) -> None:
        if request.url.endswith("/video") or request.url.endswith("/original"):
            ranges.append(request.headers.get("range", ""))

    page.on("request", note)
    page.on(
        "response",
        lambda answer: statuses.append(answer.status) if answer.url.endswith(("/video", "/original")) else None,
    )
    page.goto("/videos")
    expect(photos(page)).to_have_count(1)
    photos(page).first.click()
    wait_for(page, f"({VIDEO})?.currentTime > 0.2")
    assert page.evaluate("document.querySelector('video').duration") > 5.5
    page.evaluate("document.querySelector('video').currentTime = 4.5")
    wait_for(page, f"({VIDEO}).currentTime >= 4.5 && !({VIDEO}).seeking && ({VIDEO}).readyState >= 2")
    assert page.evaluate("document.querySelector('video').error") is None
    assert 206 in statuses
    assert all(ranges), ranges
    page.evaluate("document.querySelector('video').pause()")
    page.keyboard.press("Escape")
    expect(photos(page).first).to_be_focused()
