"""What is here already is not sent again."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from web.e2e import pictures
from web.e2e.account import Account
from web.e2e.visitor import Visitor
from web.e2e.walking import choose_files, photos, wait_for_uploads


def test_the_same_files_under_other_names_are_recognised_before_a_byte_is_sent(
    owner: Account, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(account=owner)
    page = visitor.page
    page.goto("/")
    expect(photos(page).first).to_be_visible()
    known = pictures.holiday()
    choose_files(page, [{**file, "name": f"copy of {file['name']}"} for file in known])
    expect(page.get_by_text(f"{len(known)} here already", exact=True)).to_be_visible(timeout=60_000)
    wait_for_uploads(page)
    assert visitor.sent("PUT", "/api/uploads") == 0
    assert visitor.sent("POST", "/api/uploads/check") >= 1
    assert owner.get("/api/timeline")["total"] == len(known)
    expect(page.get_by_text("Here already, not sent again").first).to_be_visible()


def test_a_file_whose_photo_lies_in_the_trash_is_offered_for_restoring(
    new_account: Callable[[], Account], visit: Callable[..., Visitor]
) -> None:
    account = new_account()
    file = pictures.holiday()[2]
    ids = account.upload([file])
    account.wait_until_settled(ids)
    account.send("POST", "/api/assets/actions", json={"action": "trash", "ids": ids})
    visitor = visit(account=account)
    page = visitor.page
    page.goto("/")
    choose_files(page, [file])
    page.get_by_role("button", name="Restore from the trash").click()
    expect(page.get_by_text("Restored from the trash")).to_be_visible()
    expect(photos(page)).to_have_count(1)
    assert visitor.sent("PUT", "/api/uploads") == 0
