"""Recognising people, from the explaining page and its yes to names, corrections, a drawn face and erasing it all."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable

import pytest
from PIL import Image, ImageEnhance
from playwright.sync_api import Page, expect
from skimage import data

from web.e2e.account import Account
from web.e2e.pictures import Upload
from web.e2e.visitor import Visitor
from web.e2e.walking import open_viewer


def portraits() -> list[Upload]:
    """The astronaut in four pictures that are not alike to the byte, and a cat, which is nobody."""
    whole = Image.fromarray(data.astronaut())
    found: list[Upload] = []
    for number, (side, light) in enumerate([(512, 1.0), (440, 1.15), (400, 0.8), (360, 1.0)]):
        picture = ImageEnhance.Brightness(whole.resize((side, side))).enhance(light)
        if number % 2:
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        found.append(_upload(f"portrait-{number}.jpg", picture))
    return [*found, _upload("cat.jpg", Image.fromarray(data.chelsea()))]


def _upload(name: str, picture: Image.Image) -> Upload:
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=90)
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


@pytest.fixture
def account(new_account: Callable[[], Account]) -> Account:
    """Somebody with four pictures of one person from before the yes."""
    account = new_account()
    account.wait_until_settled(account.upload(portraits()))
    return account


def wait_for_people(account: Account, count: int) -> list[dict[str, object]]:
    deadline = time.monotonic() + 90
    while True:
        people = account.get("/api/people")["people"]
        if len(people) == count and all(person["photos"] > 1 for person in people):
            return list(people)
        assert time.monotonic() < deadline, people
        time.sleep(0.3)


def wait_for_questions(account: Account, count: int) -> None:
    """The screen does not wait for the answer to arrive; a test that asks the server does."""
    deadline = time.monotonic() + 30
    while account.get("/api/people/questions")["total"] != count:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def undo(page: Page, words: str) -> None:
    """Of the message that says `words`; older ones may still be there."""
    page.get_by_role("dialog").filter(has_text=words).get_by_role("button", name="Undo").click()


def test_from_a_yes_to_names_and_corrections_and_back_to_nothing(
    account: Account, visit: Callable[..., Visitor]
) -> None:
    page = visit(account=account).page
    page.goto("/people")
    expect(page.get_by_text("personal data about everyone", exact=False)).to_be_visible()
    expect(page.get_by_text("Children, siblings and poor light are mistaken more often", exact=False)).to_be_visible()
    assert account.get("/api/people/data")["vectors"] == 0
    page.get_by_role("switch", name="Recognise people in my photos").click()
    expect(page.get_by_role("heading", level=1, name="People")).to_be_visible()

    (group,) = wait_for_people(account, 1)
    assert group["photos"] == 4
    page.reload()
    page.get_by_role("button", name=re.compile("Give this person")).click()
    page.get_by_role("combobox", name="Name", exact=True).fill("Eileen")
    page.keyboard.press("Enter")
    card = page.get_by_role("link", name=re.compile(r"^Eileen\W+4 photos$"))
    expect(card).to_be_visible()

    card.click()
    expect(page.get_by_role("heading", level=1, name="Eileen")).to_be_visible()
    expect(page.locator("main a[href*='/photo/']")).to_have_count(4)
    page.get_by_role("button", name="Correct faces").click()
    page.get_by_role("button", name=re.compile("^Face 1")).click()
    page.get_by_role("button", name="Not Eileen").click()
    expect(page.get_by_role("button", name=re.compile("^Face "))).to_have_count(3)
    undo(page, "1 face taken out.")
    expect(page.get_by_role("button", name=re.compile("^Face "))).to_have_count(4)
    page.get_by_role("button", name="Show photos").click()

    page.locator("main a[href*='/photo/']").first.click()
    expect(open_viewer(page)).to_be_visible()
    page.keyboard.press("p")
    panel = page.get_by_role("complementary", name="About this photo")
    expect(panel.get_by_role("link", name="Eileen")).to_be_visible()
    panel.get_by_role("button", name="Mark a face that was missed").click()
    page.get_by_role("application").press("Enter")
    page.get_by_role("combobox", name="Name", exact=True).fill("Tom")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("link", name="Tom")).to_be_visible()
    page.keyboard.press("Escape")
    expect(open_viewer(page)).to_be_hidden()

    page.goto("/you")
    page.get_by_role("button", name="Erase all face data").click()
    page.get_by_role("button", name="Erase all", exact=True).click()
    expect(page.get_by_text("A scan found no vector, no name and no box")).to_be_visible()
    assert set(account.get("/api/people/data").values()) == {0}
    page.goto("/people")
    expect(page.get_by_role("switch", name="Recognise people in my photos")).not_to_be_checked()


def test_questions_are_answered_by_one_key_each_and_taken_back(account: Account, visit: Callable[..., Visitor]) -> None:
    account.send("PATCH", "/api/me", json={"faces_enabled": True})
    (group,) = wait_for_people(account, 1)
    faces = account.get(f"/api/people/{group['id']}/faces")["faces"]
    account.send("PATCH", f"/api/people/{group['id']}", json={"name": "Eileen"})
    other = account.send(
        "POST", "/api/people/faces", json={"action": "assign", "face_ids": [faces[0]["id"]], "name": "Tom"}
    )
    page = visit(account=account).page
    page.goto("/people/questions")
    expect(page.get_by_text(re.compile("Are both (Eileen|Tom)"))).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="All answered for now")).to_be_visible()
    wait_for_questions(account, 0)
    page.keyboard.press("z")
    expect(page.get_by_text(re.compile("Are both (Eileen|Tom)"))).to_be_visible()
    page.keyboard.press("y")
    expect(page.get_by_role("heading", name="All answered for now")).to_be_visible()
    page.get_by_role("link", name="To the people").click()
    expect(page.get_by_role("list", name="People with a name").get_by_role("listitem")).to_have_count(1)
    assert other["person"]
