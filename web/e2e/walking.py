"""The steps that several walks share, done as a person does them."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from web.e2e.pictures import Upload

PHOTO = "[role=gridcell] a"
IMPORT_MS = 120_000


def make_account(page: Page, username: str, password: str) -> None:
    """Step 1 of the first run."""
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Make the account").click()


def sign_in(page: Page, username: str, password: str) -> None:
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def choose_files(page: Page, files: Sequence[Upload]) -> None:
    """Through the file chooser that the key ``u`` opens everywhere."""
    expect(page.get_by_test_id("upload-files")).to_be_attached()  # comes after the first paint
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("u")
    chooser.value.set_files(list(files))


def drop_files(page: Page, files: Sequence[Upload]) -> None:
    """Dragged over the page and dropped."""
    transfer = page.evaluate_handle(
        """(files) => {
            const transfer = new DataTransfer();
            for (const { name, mimeType, base64 } of files) {
                const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
                transfer.items.add(new File([bytes], name, { type: mimeType }));
            }
            return transfer;
        }""",
        [{"name": file["name"], "mimeType": file["mimeType"], "base64": _base64(file["buffer"])} for file in files],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("#content", event, {"dataTransfer": transfer})


def panel(page: Page) -> Locator:
    """The upload panel, found by its list of files or its heading."""
    return page.locator("section").filter(
        has=page.get_by_role("heading", level=2, name=re.compile("upload|stored|file", re.IGNORECASE))
    )


def wait_for_uploads(page: Page) -> None:
    """Until nothing is being sent or processed any more."""
    expect(page.get_by_role("heading", name="All uploads are over")).to_be_visible(timeout=IMPORT_MS)


def photos(page: Page) -> Locator:
    """Every mounted photo of the grid, in order."""
    return page.locator(PHOTO)


def ids_shown(page: Page) -> list[str]:
    """Ids of the mounted photos, in order."""
    return [
        address.rsplit("/", 1)[1]
        for address in photos(page).evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    ]


def open_viewer(page: Page) -> Locator:
    """The layer that shows one photo."""
    return page.locator("[role=dialog].stage")


def wait_for(page: Page, condition: str, patience_s: float = 30.0) -> None:
    """Until a JavaScript expression is true.

    Not `wait_for_function`, which works only where the content policy allows eval.
    """
    deadline = time.monotonic() + patience_s
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"still not true after {patience_s:.0f} s: {condition}"
        page.wait_for_timeout(50)


def _base64(content: bytes) -> str:
    import base64

    return base64.b64encode(content).decode()
