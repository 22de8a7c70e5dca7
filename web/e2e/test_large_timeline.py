"""Twenty thousand photos: nothing jumps, little is in the page, any year is near."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from web.e2e import pictures
from web.e2e.account import Account
from web.e2e.running_photonest import RunningPhotoNest
from web.e2e.visitor import Visitor
from web.e2e.walking import photos, wait_for

COUNT = 20_000
MOST_NODES = 1_500
MOST_SHIFT = 0.02
FILL = """
INSERT INTO assets_asset SELECT made.*
FROM (SELECT a FROM assets_asset a LIMIT 1) AS present(one), accounts_user u, generate_series(1, %s) n,
    LATERAL (SELECT timestamptz '2024-12-31 20:00Z' - n * interval '4.37 hours' AS t) AS taken,
    LATERAL jsonb_populate_record(one, jsonb_build_object(
        'id', gen_random_uuid(), 'owner_id', u.id, 'sha256', sha256(convert_to('photo ' || n, 'UTF8')),
        'filename', 'IMG_' || n || '.jpg', 'size_bytes', 1000 + n, 'kind', 'image', 'state', 'ready',
        'ratio', (ARRAY[1.5, 1.333, 0.75, 0.667, 1.778])[1 + mod(n, 5)], 'colour_rgb', mod(n * 7919, 16777216),
        'renditions_version', 1, 'thumbhash', NULL, 'taken_at', t, 'local_at', t, 'local_day', t::date,
        'added_at', now() - n * interval '1 second', 'city', '', 'region', '', 'country', '', 'country_code', '',
        'is_favourite', false, 'trashed_at', NULL, 'motion_of_id', NULL, 'stack_id', NULL, 'is_behind', false,
        'stack_size', 1)) AS made
WHERE u.username = %s
"""
SHIFT = """() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
}"""


@pytest.fixture(scope="module")
def collector(photonest: RunningPhotoNest, new_account: Callable[[], Account]) -> Account:
    """Somebody with ten years of photos, written straight into the database: copies of a row that is there."""
    account = new_account()
    photonest.rows(FILL, COUNT, account.username)
    assert account.get("/api/timeline")["total"] == COUNT
    return account


@pytest.fixture
def page(collector: Account, visit: Callable[..., Visitor]) -> Page:
    """Their timeline. The tiles are all the same picture: only their rows exist."""
    visitor = visit(account=collector)
    tile = pictures.jpeg(pictures.photograph("coffee").resize((250, 167)))

    def answer(route: Route) -> None:
        route.fulfill(body=tile, content_type="image/jpeg")

    visitor.context.route("**/media/*/tile*", answer)
    visitor.page.goto("/")
    expect(photos(visitor.page).first).to_be_visible()
    return visitor.page


def test_the_page_holds_few_nodes_wherever_one_scrolls(page: Page) -> None:
    counts = []
    for share in (0, 0.1, 0.33, 0.5, 0.77, 1):
        page.evaluate("share => scrollTo(0, share * document.documentElement.scrollHeight)", share)
        in_sight(page)
        counts.append(page.evaluate("document.querySelectorAll('*').length"))
    assert max(counts) <= MOST_NODES, counts


def test_nothing_jumps_while_photos_load_and_while_scrolling(page: Page) -> None:
    page.evaluate(SHIFT)
    page.mouse.move(700, 450)
    for _ in range(12):
        page.mouse.wheel(0, 700)
        in_sight(page)
    page.evaluate("scrollTo(0, 0)")
    in_sight(page)
    assert (
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.shift))))")
        <= MOST_SHIFT
    )


def test_the_scrubber_leads_to_any_year(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    box = page.get_by_role("slider", name="Date").bounding_box()
    assert box is not None
    years: dict[str, float] = {}
    for share in (0.2, 0.5, 0.8, 0.35):
        began = time.monotonic()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + share * box["height"])
        in_sight(page)
        day = page.evaluate(
            "[...document.querySelectorAll('[role=grid] time')]"
            ".find((time) => time.getBoundingClientRect().bottom > 64)?.dateTime"
        )
        years[day[:4]] = time.monotonic() - began
    with capsys.disabled():
        took = ", ".join(f"{year} {seconds:.2f} s" for year, seconds in years.items())
        print(f"\nfrom a click on the scrubber to photos: {took}")  # noqa: T201  a figure for whoever reads the run
    assert len(years) == 4, years


def in_sight(page: Page) -> None:
    """Wait until real photos, not wells, lie in the window."""
    wait_for(
        page,
        """() => [...document.querySelectorAll("[role=gridcell][data-at]")].some((tile) => {
            const { top, bottom } = tile.getBoundingClientRect();
            return bottom > 100 && top < innerHeight - 100;
        })""",
    )
