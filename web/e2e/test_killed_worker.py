"""The worker is killed in the middle of an import: nothing is lost and nothing is there twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from web.e2e import pictures
from web.e2e.account import Account
from web.e2e.running_photonest import RunningPhotoNest, until
from web.e2e.visitor import Visitor
from web.e2e.walking import choose_files, photos, wait_for_uploads

OF_USER = "FROM assets_asset a JOIN accounts_user u ON u.id = a.owner_id WHERE username = %s"


@pytest.mark.faults
def test_kill_9_of_the_worker_while_photos_are_processed_loses_and_doubles_nothing(
    photonest: RunningPhotoNest, new_account: Callable[[], Account], visit: Callable[..., Visitor]
) -> None:
    account, files = new_account(), pictures.many(14)
    page = visit("tablet", account=account).page
    page.goto("/")
    expect(page.get_by_text("Drop your photos here")).to_be_visible()
    choose_files(page, files)

    def ready() -> int:
        query = f"SELECT count(*) {OF_USER} AND state = 'ready'"
        return int(photonest.rows(query, account.username)[0][0])

    until(lambda: ready() >= 2, 120, "the first photos of the import")
    killed = photonest.state().processes["worker"]
    os.kill(killed[0], signal.SIGKILL)
    assert ready() < len(files), "the import was over before the worker could be killed"
    until(lambda: photonest.state().processes.get("worker", killed) != killed, 30, "the restart of the worker")

    wait_for_uploads(page)
    until(lambda: ready() == len(files), 120, "the rest of the import")
    expect(photos(page)).to_have_count(len(files), timeout=30_000)
    rows = photonest.rows(f"SELECT a.sha256, count(*) {OF_USER} GROUP BY 1", account.username)
    assert len(rows) == len(files)
    assert {count for _sha, count in rows} == {1}
    activity = account.get("/api/activity")
    assert activity["failures"] == []
    for line in photonest.said().splitlines():
        assert "Traceback" not in line
