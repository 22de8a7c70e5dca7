"""Fixtures of the walks: one PhotoNest for all of them, one browser, watched visitors, prepared users."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from web.e2e.account import PASSWORD, Account
from web.e2e.first_run import FirstRun, walk_first_run
from web.e2e.running_photonest import ROOT, RunningPhotoNest
from web.e2e.visitor import Visitor

ARGUMENTS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
expect.set_options(timeout=30_000)  # two cores may be busy with the import of another walk
SIZES = {"phone": (390, 844), "tablet": (820, 1180), "desktop": (1440, 900), "narrow": (320, 640)}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The walks come last: PhotoNest runs only while it is needed, and Playwright's loop disturbs no other test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("e2e")
    items.sort(key=lambda item: here in item.path.parents)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report: Any = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def photonest() -> Iterator[RunningPhotoNest]:
    """Everything real, started once."""
    built = Path(os.environ.get("PHOTONEST_WEB_DIST") or ROOT / "web" / "dist") / "index.html"
    assert built.exists(), "The web app is not built. Run: make setup"
    running = RunningPhotoNest()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def playwright_running() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright_running: Playwright) -> Iterator[Browser]:
    """Headless Chromium: the one that `make test` found, else one of the system."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    found = os.environ.get("PHOTONEST_CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    started = playwright_running.chromium.launch(executable_path=found, args=[*ARGUMENTS, *as_root])
    yield started
    started.close()


@pytest.fixture(scope="session")
def new_visitor(browser: Browser, photonest: RunningPhotoNest) -> Callable[..., Visitor]:
    """Make a visitor: `size` is a name of `SIZES`, `theme` light or dark, `account` one who is signed in."""

    def make(size: str = "desktop", theme: str = "light", account: Account | None = None, **more: Any) -> Visitor:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, base_url=photonest.url,
            locale="en-GB", timezone_id="Europe/Vienna", **more,
        )  # fmt: skip
        if account is not None:
            context.add_cookies(account.cookies())
        return Visitor(context, photonest.url)

    return make


@pytest.fixture
def visit(request: pytest.FixtureRequest, new_visitor: Callable[..., Visitor]) -> Iterator[Callable[..., Visitor]]:
    """`new_visitor` for one test: afterwards nothing may have been complained about; failures leave a screenshot."""
    visitors: list[Visitor] = []

    def make(*words: Any, **more: Any) -> Visitor:
        visitors.append(new_visitor(*words, **more))
        return visitors[-1]

    yield make
    complaints = [found for visitor in visitors if (found := visitor.seen.complaints())]
    for visitor in visitors:
        if request.node.stash.get(FAILED, True) or visitor.seen.complaints():
            keep_screenshot(visitor, request.node.name)
        visitor.context.close()
    assert not complaints, complaints


def keep_screenshot(visitor: Visitor, name: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="photonest-failed-walk-"))
    path = folder / f"{name[:80].replace('/', '-')}.png"
    visitor.page.screenshot(path=path)
    print(f"The screen when it failed ({visitor.page.url}): {path}")  # noqa: T201  shown below the failed test


@pytest.fixture(scope="session")
def first_run(photonest: RunningPhotoNest, new_visitor: Callable[..., Visitor]) -> FirstRun:
    """The first account with its first pictures, made in the browser; what was seen on the way is in it."""
    visitor = new_visitor()
    try:
        return walk_first_run(visitor, photonest)
    except BaseException:
        keep_screenshot(visitor, "first-run")
        raise
    finally:
        visitor.context.close()


@pytest.fixture(scope="session")
def owner(photonest: RunningPhotoNest, first_run: FirstRun) -> Iterator[Account]:
    """Whoever did the first run. Tests look at these photos and change nothing."""
    account = Account(photonest.url, first_run.username, first_run.password)
    yield account
    account.close()


@pytest.fixture(scope="session")
def new_account(photonest: RunningPhotoNest, owner: Account) -> Iterator[Callable[[], Account]]:
    """Make a further user without photos, for tests that change things."""
    numbers = itertools.count(1)
    made: list[Account] = []

    def make() -> Account:
        username = f"guest{next(numbers)}"
        owner.add_user(username)
        made.append(Account(photonest.url, username, PASSWORD))
        made[-1].send("PATCH", "/api/me", json={"faces_enabled": False, "time_zone": "Europe/Vienna"})
        return made[-1]

    yield make
    for account in made:
        account.close()
