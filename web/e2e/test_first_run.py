"""From the printed link to the first pictures on the timeline."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from web.e2e import pictures
from web.e2e.account import Account
from web.e2e.first_run import FirstRun
from web.e2e.running_photonest import RunningPhotoNest
from web.e2e.visitor import Visitor
from web.e2e.walking import photos, wait_for


def test_the_first_run_leads_from_the_link_to_an_empty_timeline_and_faces_stay_off_without_a_yes(
    first_run: FirstRun, owner: Account
) -> None:
    assert first_run.faces_was_ticked is False
    assert first_run.went_to == "/"
    assert first_run.complaints == {}
    user = owner.get("/api/session")["user"]
    assert (user["is_admin"], user["faces_enabled"], user["faces_decided_at"] is not None) == (True, False, True)


def test_the_panel_shows_every_state_on_the_way_of_a_file(first_run: FirstRun) -> None:
    said = set().union(*first_run.states.values())
    # "Reading" and "Waiting" are too short to be seen on a fast machine; the tests of the panel's words know them.
    for state in ("Looking whether it is here already", r"Sending \d+ %", "Stored, being processed", "Done"):
        assert any(re.fullmatch(state, words) for words in said), (state, said)
    assert "Done" in first_run.states["IMG_3000.HEIC"]
    assert f"{len(pictures.holiday())} stored" in first_run.outcome
    assert "1 failed · 1 not kept" in first_run.outcome


def test_a_text_and_an_empty_file_called_jpg_are_refused_with_a_reason(first_run: FirstRun, owner: Account) -> None:
    for file in pictures.refused():
        last = first_run.states[file["name"]] - {"Waiting", "Waiting to be sent", "Reading"}
        assert any(re.search(r"empty|no photo|not.*(photo|picture|format)", words, re.IGNORECASE) for words in last), (
            last
        )
    stored = owner.get("/api/timeline")["total"]
    assert stored == len(pictures.holiday())


def test_everything_that_was_stored_is_on_the_timeline(
    first_run: FirstRun, owner: Account, visit: Callable[..., Visitor]
) -> None:
    page = visit("tablet", account=owner).page
    page.goto("/")
    expect(photos(page)).to_have_count(len(pictures.holiday()))
    expect(page.get_by_role("grid")).to_have_accessible_name(re.compile(rf"{len(pictures.holiday())} photos"))
    expect(page.locator("time[datetime='2024-07-04']")).to_be_visible()
    wait_for(
        page,
        "[...document.querySelectorAll('[role=gridcell] img')].every((img) => img.complete && img.naturalWidth > 0)",
    )


def test_the_one_time_link_works_once(
    first_run: FirstRun, photonest: RunningPhotoNest, visit: Callable[..., Visitor]
) -> None:
    page = visit().page
    page.goto(photonest.link)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
