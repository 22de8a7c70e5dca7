"""The first run from the printed link to the first pictures; keeps what was seen, so that tests can ask about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from web.e2e import pictures
from web.e2e.running_photonest import RunningPhotoNest
from web.e2e.visitor import Visitor
from web.e2e.walking import drop_files, make_account, wait_for_uploads

USERNAME, PASSWORD = "anna", "seven quiet swans"
SLOW_UPLOAD_BYTES_PER_S = 1_500_000
"""So that even on loopback a file is seen on its way."""
KEEP_STATES = """() => {
    window.seenStates = {};
    const look = () => {
        for (const row of document.querySelectorAll("[aria-label=Files] bdi")) {
            const words = row.closest("div").querySelector("[title].counts")?.textContent ?? "";
            (window.seenStates[row.textContent] ??= new Set()).add(words);
        }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


@dataclass
class FirstRun:
    """What the walk met."""

    username: str = USERNAME
    password: str = PASSWORD
    faces_was_ticked: bool | None = None
    went_to: str = ""
    states: dict[str, set[str]] = field(default_factory=dict)
    """File name -> every state that the panel showed for it."""
    outcome: str = ""
    bodies_sent: int = 0
    complaints: dict[str, list[str]] = field(default_factory=dict)


def walk_first_run(visitor: Visitor, photonest: RunningPhotoNest) -> FirstRun:
    """Account, the question about faces, photos by chooser and by drop; ends when all are processed."""
    met, page = FirstRun(), visitor.page
    page.goto(photonest.link)
    make_account(page, met.username, met.password)
    expect(page.get_by_role("heading", name="May PhotoNest recognise faces?")).to_be_visible()
    met.faces_was_ticked = page.get_by_role("checkbox").is_checked()
    page.get_by_role("button", name="Go on with faces off").click()
    expect(page.get_by_text("Drop your photos here")).to_be_visible()
    met.went_to = page.url.removeprefix(photonest.url)

    page.evaluate(KEEP_STATES)
    _slow_down(page)
    half = len(pictures.holiday()) // 2
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose photos").click()
    chooser.value.set_files([*pictures.holiday()[half:], *pictures.refused()])
    expect(page.get_by_role("heading", name=re.compile("Uploading"))).to_be_visible()
    drop_files(page, pictures.holiday()[:half])
    wait_for_uploads(page)
    met.states = {name: set(states) for name, states in page.evaluate(
        "Object.fromEntries(Object.entries(window.seenStates).map(([name, states]) => [name, [...states]]))"
    ).items()}  # fmt: skip
    met.outcome = page.locator("section h2 + p").first.inner_text()
    met.bodies_sent = visitor.sent("PUT", "/api/uploads")
    met.complaints = visitor.seen.complaints()
    return met


def _slow_down(page: Page) -> None:
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW_UPLOAD_BYTES_PER_S},
    )
