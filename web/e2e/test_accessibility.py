"""axe-core has nothing to complain about on any page, in both themes, on a desktop and at 320 px."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from web.e2e import pictures
from web.e2e.account import Account
from web.e2e.running_photonest import ROOT
from web.e2e.visitor import Visitor
from web.e2e.walking import choose_files, open_viewer, photos, wait_for, wait_for_uploads

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async (only) => {
    const runOnly = only ? { runOnly: { type: "rule", values: only } } : {};
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...runOnly });
    const where = (node) => node.target.join(" ") + " " + node.failureSummary;
    return violations.map(({ id, help, nodes }) => [id, help, ...nodes.slice(0, 3).map(where)].join(" | "));
}"""
CALM = """async () => {
    for (let calm = 0; calm < 5; calm = document.getAnimations().length ? 0 : calm + 1)
        await new Promise(requestAnimationFrame);
}"""
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
COLOURS = ["color-contrast"]
ROUTES = "Object.keys(window.__TSR_ROUTER__.routesByPath)"
WIDTHS = {"desktop": (1440, 900), "narrow": (320, 640)}

WALKED: dict[str, str] = {
    "/": "/",
    "/photo/$id": "/photo/{photo}",
    "/favourites": "/favourites",
    "/favourites/photo/$id": "/favourites/photo/{photo}",
    "/recent": "/recent",
    "/recent/photo/$id": "/recent/photo/{photo}",
    "/videos": "/videos",
    "/videos/photo/$id": "/videos/photo/{video}",
    "/trash": "/trash",
    "/trash/photo/$id": "/trash/photo/{trashed}",
    "/search": "/search?q=cat",
    "/search/photo/$id": "/search/photo/{photo}?q=cat",
    "/places": "/places",
    "/places/photo/$id": "/places/photo/{photo}",
    "/places/list": "/places/list",
    "/places/in": "/places/in?country=Portugal",
    "/places/in/photo/$id": "/places/in/photo/{photo}?country=Portugal",
    "/people": "/people",
    "/people/questions": "/people/questions",
    "/people/$person": "/people/{person}",
    "/people/$person/photo/$id": "/people/{person}/photo/{photo}",
    "/tags": "/tags",
    "/duplicates": "/duplicates",
    "/events": "/events",
    "/events/$eventId": "/events/{event}",
    "/events/$eventId/photo/$id": "/events/{event}/photo/{photo}",
    "/memories": "/memories",
    "/memories/photo/$id": "/memories/photo/{photo}",
    "/activity": "/activity",
    "/leaves": "/leaves",
    "/models": "/models",
    "/you": "/you",
    "/welcome": "/welcome",
    "/login": "/login",
}
"""Every route of the application, and the address where it is looked at."""
SIGNED_OUT = {"/welcome", "/login"}
MORE = ("/search", "/search?q=purple elephants on the moon", "/search?q=photos, not cats before:banana", "/nowhere")
"""Other faces of the same routes, and a page that does not exist."""
LIBRARY = pictures.holiday()


@pytest.fixture(scope="module")
def account(new_account: Callable[[], Account]) -> Account:
    """Somebody with photos, a video, a favourite and something in the trash."""
    account = new_account()
    ids = account.upload([LIBRARY[n] for n in (1, 2, 4, -1)])
    account.wait_until_settled(ids)
    account.send("PATCH", f"/api/assets/{ids[0]}", json={"is_favourite": True, "rating": 4})
    account.send("POST", "/api/assets/actions", json={"action": "trash", "ids": ids[1:2]})
    account.send(
        "POST", "/api/assets/corrections", json={"ids": ids, "place": {"latitude": 38.7167, "longitude": -9.1333}}
    )
    # A person with a face that was drawn: recognition is on, so that names, boxes and questions are looked at, too.
    account.send("PATCH", "/api/me", json={"faces_enabled": True})
    account.send("POST", f"/api/assets/{ids[0]}/faces", json={"box": [0.3, 0.2, 0.3, 0.4], "name": "Anna"})
    account.send("POST", "/api/events/move", json={"ids": [ids[0], ids[3]]})
    account.send("POST", "/api/tags/changes", json={"ids": [ids[0], ids[3]], "add": ["Places/Lisbon", "Holiday"]})
    return account


@pytest.fixture(scope="module")
def addresses(account: Account) -> dict[str, str]:
    """Route -> address with real ids in it."""

    def first(view: str) -> str:
        index = account.get(f"/api/timeline?view={view}")
        key = index["segments"][0]["key"]
        return str(account.get(f"/api/timeline/segments/{key}?view={view}&v={index['version']}")["ids"][0])

    ids: dict[str, str] = {}
    ids["person"] = account.get("/api/people")["people"][0]["id"]
    event = account.get("/api/events")["events"][0]["id"]
    ids |= {"event": event, "photo": first("favourites"), "video": first("videos"), "trashed": first("trash")}
    return {route: address.format(**ids) for route, address in WALKED.items()}


@pytest.fixture
def page(account: Account, visit: Callable[..., Visitor]) -> Page:
    return visit(account=account, reduced_motion="reduce").page


def test_every_route_of_the_router_is_walked(account: Account, visit: Callable[..., Visitor]) -> None:
    page = visit(account=account).page
    page.goto("/you")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    known = {path.rstrip("/") or "/" for path in page.evaluate(ROUTES)}
    assert known == set(WALKED)


def test_no_route_has_a_violation(page: Page, addresses: dict[str, str]) -> None:
    found: dict[str, list[str]] = {}
    for address in [*(a for route, a in addresses.items() if route not in SIGNED_OUT), *MORE]:
        page.set_viewport_size(size_of("desktop"))
        page.goto(address)
        settled(page)
        look(page, address, found)
    assert not found, found


def test_no_page_before_signing_in_has_a_violation(visit: Callable[..., Visitor], owner: Account) -> None:
    page = visit(reduced_motion="reduce").page
    found: dict[str, list[str]] = {}
    page.goto("/login")
    page.get_by_label("User name").fill(owner.username)
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "login with an error", found)
    # The steps of the first run need a PhotoNest without accounts: only its answer about that is changed.
    for needs_setup, user, heading in (
        (True, None, "Whose photos will live here"),
        (False, {**owner.get("/api/session")["user"], "faces_decided_at": None}, "May PhotoNest recognise faces"),
    ):
        session = {"needs_setup": needs_setup, "user": user, "version": "0.1.0"}
        page.route("**/api/session", partial(Route.fulfill, json=session))
        page.goto("/welcome?setup=token")
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        look(page, heading, found)
    assert not found, found


def test_no_open_dialog_menu_or_panel_has_a_violation(page: Page, account: Account) -> None:
    found: dict[str, list[str]] = {}
    page.goto("/")
    settled(page)
    for name, opened in layers(page):
        opened()
        look(page, name, found)
        page.set_viewport_size(size_of("desktop"))
    assert not found, found


def layers(page: Page) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Everything that opens above a page, one after the other; each is closed before the next."""

    def keys() -> None:
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()

    def chosen() -> None:
        page.keyboard.press("Escape")
        photos(page).first.focus()
        page.keyboard.press("x")
        expect(page.get_by_role("region", name="Chosen photos")).to_be_visible()

    def rating() -> None:
        page.get_by_role("button", name="Rate", exact=True).click()
        expect(page.get_by_role("menu")).to_be_visible()

    def info() -> None:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.goto("/")
        settled(page)
        photos(page).first.click()
        expect(open_viewer(page)).to_be_visible()
        page.keyboard.press("i")
        expect(page.get_by_role("complementary", name="About this photo")).to_be_visible()
        page.locator("summary", has_text="Why is it here?").click()

    def uploads() -> None:
        page.keyboard.press("Escape")
        page.goto("/")
        settled(page)
        choose_files(page, [LIBRARY[1], *pictures.refused()])
        wait_for_uploads(page)

    def empty_trash() -> None:
        page.get_by_role("button", name="Close and clear the list").click()
        page.goto("/trash")
        settled(page)
        page.get_by_role("button", name="Empty the trash").click()
        expect(page.get_by_role("dialog")).to_be_visible()

    def suggestions() -> None:
        page.goto("/")
        settled(page)
        page.get_by_role("combobox", name="Search your photos").fill("c")
        expect(page.get_by_role("listbox")).to_be_visible()

    def limits() -> None:
        page.goto("/search?q=cat")
        settled(page)
        page.get_by_role("button", name="What search cannot know").click()
        expect(page.get_by_role("dialog")).to_be_visible()

    for layer in (keys, chosen, rating, info, *corrections(page), uploads, empty_trash, suggestions, limits):
        yield layer.__name__, layer


def close_above_viewer(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("[role=dialog]:not(.stage)")).to_have_count(0)


def corrections(page: Page) -> list[Callable[[], Any]]:
    """What opens above the viewer to correct a photo, and the palette."""

    def palette() -> None:
        page.keyboard.press("Control+k")
        expect(page.get_by_role("option").first).to_be_visible()

    def place() -> None:
        close_above_viewer(page)
        page.keyboard.press("l")
        page.get_by_label("Town", exact=True).fill("vienna")
        page.get_by_role("option").first.click()
        expect(page.get_by_role("region", name="What changes")).to_be_visible()

    def time() -> None:
        close_above_viewer(page)
        page.keyboard.press("e")
        page.get_by_text("Set the time zone").click()
        page.get_by_label("Time zone", exact=True).fill("Asia/Tokyo")
        expect(page.get_by_role("region", name="What changes")).to_be_visible()

    def tags() -> None:
        close_above_viewer(page)
        page.keyboard.press("g")
        page.get_by_label("Give", exact=True).fill("Holiday")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Do not give Holiday")).to_be_visible()

    return [palette, place, time, tags]


def settled(page: Page) -> None:
    """The page of the address is there, not its waiting place."""
    expect(page.get_by_role("heading").or_(open_viewer(page)).first).to_be_attached()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def look(page: Page, where: str, found: dict[str, list[str]]) -> None:
    """Adds what axe says at both widths and in both themes, and whether the page is wider than the window."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    for name in WIDTHS:
        page.set_viewport_size(size_of(name))
        # A menu or panel finds its new place a moment after the window changed.
        said = [] if eventually(page, FITS) else ["wider than the window"]
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.evaluate(CALM)  # colours change by transitions, each parent before its children
            # The elements are the same in both themes; only colours differ.
            said += [f"{theme}: {words}" for words in page.evaluate(RUN, COLOURS if theme == "dark" else None)]
        if said:
            found[f"{where} at {WIDTHS[name][0]} px"] = said


def eventually(page: Page, condition: str) -> bool:
    try:
        wait_for(page, condition, patience_s=3)
    except AssertionError:
        return False
    return True


def size_of(name: str) -> Any:
    width, height = WIDTHS[name]
    return {"width": width, "height": height}
