"""Photos become an event by themselves, which is named, split and merged; past years come back as memories."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from web.e2e import pictures
from web.e2e.account import Account
from web.e2e.visitor import Visitor
from web.e2e.walking import open_viewer

Visit = Callable[..., Visitor]
NAMES = ("astronaut", "chelsea", "coffee", "rocket", "china", "flower", "retina", "motorcycle_left")
TWO_YEARS_AGO = datetime.now(UTC).replace(hour=12, minute=0, second=0) - timedelta(days=731)


def party(start: datetime, count: int) -> list[pictures.Upload]:
    """That many photos of different things, two minutes apart."""
    return [
        {
            "name": f"PARTY_{start:%Y%m%d}_{number}.jpg",
            "mimeType": "image/jpeg",
            "buffer": pictures.jpeg(
                pictures.photograph(NAMES[number]).resize((480, 360)),
                (start + number * timedelta(minutes=2)).strftime("%Y:%m:%d %H:%M:%S"),
            ),
        }
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def account(new_account: Callable[[], Account]) -> Account:
    """Somebody with a party in 2019 and photos of this week two years ago, found as events by the worker."""
    account = new_account()
    ids = account.upload([*party(datetime(2019, 6, 15, 14, tzinfo=UTC), 8), *party(TWO_YEARS_AGO, 3)])
    account.wait_until_settled(ids)
    deadline = time.monotonic() + 90
    while account.get("/api/events")["total"] == 0:
        assert time.monotonic() < deadline, "no event was found"
        time.sleep(0.5)
    return account


@pytest.fixture
def page(account: Account, visit: Visit) -> Page:
    return visit(account=account).page


def the_event(page: Page) -> None:
    """The page of the party."""
    page.goto("/events")
    page.get_by_role("list").get_by_role("link").filter(has_text="2019").last.click()
    expect(page).to_have_url(re.compile(r"/events/[0-9a-f-]{36}$"))


def test_an_event_is_named_in_place_and_the_name_can_be_taken_back(page: Page) -> None:
    the_event(page)
    heading = page.get_by_role("heading", level=1)
    before = heading.inner_text()
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name of this event").fill("Anna’s picnic")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("Anna’s picnic")
    page.goto("/events")
    expect(page.get_by_role("link", name=re.compile("Anna’s picnic"))).to_be_visible()
    the_event(page)
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name of this event").fill("Another name")
    page.get_by_role("button", name="Save").click()
    expect(heading).to_have_text("Another name")
    page.get_by_role("button", name="Undo").click()
    expect(heading).to_have_text("Anna’s picnic")
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name of this event").fill("")
    page.keyboard.press("Enter")
    expect(heading).to_have_text(before)


def test_an_event_is_split_at_a_photo_and_merged_again(page: Page, account: Account) -> None:
    the_event(page)
    page.get_by_role("button", name="Choose").click()
    page.get_by_role("button", name=re.compile("Choose PARTY_20190615_5")).click()
    page.get_by_role("button", name="Split here").click()
    expect(page.get_by_text("Split into two events.")).to_be_visible()
    expect(page.get_by_text(re.compile("5 photos"))).to_be_visible()
    assert account.get("/api/events")["total"] == 2
    page.get_by_role("button", name="More for this event").click()
    page.get_by_role("menuitem", name=re.compile("Merge with .*, after")).click()
    expect(page.get_by_text(re.compile("8 photos"))).to_be_visible()
    assert account.get("/api/events")["total"] == 1


def test_a_photo_leads_to_its_event_and_back(page: Page) -> None:
    the_event(page)
    page.get_by_role("link", name=re.compile("PARTY_20190615_2")).click()
    expect(open_viewer(page)).to_be_visible()
    page.keyboard.press("i")
    link = page.get_by_role("complementary", name="About this photo").get_by_role("link").first
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/events/[0-9a-f-]{36}$"))


def test_memories_stand_above_the_timeline_can_be_opened_hidden_and_sent_away(page: Page) -> None:
    page.goto("/memories")
    memory = page.get_by_role("heading", level=2, name=re.compile("2 years ago"))
    expect(memory).to_be_visible()
    page.goto("/")
    strip = page.get_by_role("region", name="Memories of today")
    # A strip that came too late for this visit is there at the next one.
    expect(page.get_by_role("gridcell").first).to_be_visible()
    page.get_by_role("link", name="Videos").click()
    page.get_by_role("link", name="Photos", exact=True).click()
    expect(strip).to_be_visible()
    strip.get_by_role("link", name=re.compile("2 years ago")).click()
    expect(page).to_have_url(re.compile("/memories#"))
    page.get_by_role("button", name=re.compile("Hide from memories")).first.click()
    page.get_by_role("menuitem", name=re.compile("Hide ")).first.click()
    expect(memory).to_have_count(0)
    page.get_by_text("1 thing is hidden from memories").click()
    page.get_by_role("button", name=re.compile("Show memories of")).click()
    expect(memory).to_be_visible()
    page.get_by_role("link", name="Photos", exact=True).click()
    strip.get_by_role("button", name="No memories until tomorrow").click()
    expect(strip).to_have_count(0)
    page.reload()
    expect(page.get_by_role("gridcell").first).to_be_visible()
    expect(strip).to_have_count(0)
