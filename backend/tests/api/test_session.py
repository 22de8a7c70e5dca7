"""First run, signing in and out, CSRF, lock-out, and what a user sets."""

from __future__ import annotations

import pytest
from tests.cast import Browser
from tests.factories import PASSWORD

from photonest.accounts import services
from photonest.accounts.models import User

pytestmark = pytest.mark.django_db


def test_before_setup_the_session_says_so_and_nothing_else_answers() -> None:
    browser = Browser()
    assert browser.get("/api/session").json() == {"needs_setup": True, "user": None, "version": "0.1.0"}
    for path in ("/api/timeline", "/api/activity", "/api/about", "/api/users"):
        assert browser.get(path).status_code == 401, path


def test_setup_makes_the_first_account_and_signs_it_in() -> None:
    browser = Browser()
    body = {
        "token": services.setup_link_token(), "username": "alice", "password": PASSWORD, "time_zone": "Europe/Vienna",
    }  # fmt: skip
    answer = browser.post("/api/setup", body)
    assert answer.status_code == 201
    assert answer.json()["user"]["is_admin"]
    assert answer.json()["user"]["faces_enabled"] is False
    assert browser.get("/api/session").json()["user"]["time_zone"] == "Europe/Vienna"
    again = Browser().post("/api/setup", body | {"username": "mallory"})
    assert (again.status_code, again.json()["code"]) == (403, "setup_token_wrong")


def test_the_right_password_signs_in_and_gives_the_session_a_new_key() -> None:
    services.create_user("alice", PASSWORD)
    browser = Browser()
    browser.client.session.save()
    browser.client.cookies["photonest_session"] = "a" * 32  # planted by somebody else
    answer = browser.post("/api/session", {"username": "ALICE", "password": PASSWORD})
    assert answer.status_code == 200
    cookie = answer.cookies["photonest_session"]
    assert cookie.value != "a" * 32
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_signing_in_changes_the_csrf_token() -> None:
    services.create_user("alice", PASSWORD)
    browser = Browser()
    before = browser.csrf_token
    browser.post("/api/session", {"username": "alice", "password": PASSWORD})
    assert browser.csrf_token != before


@pytest.mark.parametrize(
    ("username", "password"), [("alice", "wrong"), ("nobody", PASSWORD), ("", ""), ("a\u202e", "x")]
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(username: str, password: str) -> None:
    services.create_user("alice", PASSWORD)
    answer = Browser().post("/api/session", {"username": username, "password": password})
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")
    assert answer.json()["message"] == "This name and password do not belong together. Check both and try again."


def test_ten_wrong_passwords_lock_the_name_in_any_case_and_even_for_the_right_password() -> None:
    services.create_user("alice", PASSWORD)
    services.create_user("bob", PASSWORD)
    browser = Browser()
    answers = [
        browser.post("/api/session", {"username": name, "password": "wrong"}).status_code
        for name in ["alice", "Alice"] * 5
    ]
    assert answers[:9] == [401] * 9
    locked = browser.post("/api/session", {"username": "alice", "password": PASSWORD})
    assert (locked.status_code, locked.json()["code"]) == (429, "locked_out")
    assert "15 minutes" in locked.json()["message"]
    assert browser.post("/api/session", {"username": "bob", "password": PASSWORD}).status_code == 200


def test_signing_out_ends_the_session_on_the_server() -> None:
    services.create_user("alice", PASSWORD)
    browser = Browser()
    browser.post("/api/session", {"username": "alice", "password": PASSWORD})
    stolen = browser.client.cookies["photonest_session"].value
    assert browser.delete("/api/session").status_code == 204
    thief = Browser()
    thief.client.cookies["photonest_session"] = stolen
    assert thief.get("/api/timeline").status_code == 401


def test_a_disabled_user_is_signed_out_at_once(alice: User, as_alice: Browser) -> None:
    assert as_alice.get("/api/timeline").status_code == 200
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert as_alice.get("/api/timeline").status_code == 401
    assert as_alice.get("/api/session").json()["user"] is None


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/session"), ("DELETE", "/api/session"), ("POST", "/api/setup"), ("PATCH", "/api/me"),
        ("POST", "/api/assets/actions"), ("POST", "/api/trash/empty"), ("POST", "/api/activity/pause"),
        ("POST", "/api/users"), ("PATCH", "/api/activity"), ("POST", "/api/uploads/check"),
    ],
)  # fmt: skip
def test_nothing_changes_without_the_csrf_header(as_alice: Browser, method: str, path: str) -> None:
    answer = as_alice.client.generic(method, path, b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_the_csrf_token_of_somebody_else_does_not_help(as_alice: Browser, as_mallory: Browser) -> None:
    answer = as_alice.post("/api/trash/empty", X_CSRFToken=as_mallory.csrf_token[::-1])
    assert answer.status_code == 403


def test_a_user_changes_only_what_was_sent(as_alice: Browser, alice: User) -> None:
    answer = as_alice.patch("/api/me", {"theme": "dark", "shortcuts_enabled": False, "display_name": "  Ali\u202ece "})
    assert answer.status_code == 200
    alice.refresh_from_db()
    assert (alice.theme, alice.are_shortcuts_enabled, alice.display_name) == ("dark", False, "Alice")
    assert answer.json()["user"]["faces_decided_at"] is None
    assert as_alice.patch("/api/me", {"time_zone": "Nowhere"}).json()["code"] == "time_zone_unknown"
    assert as_alice.patch("/api/me", {"theme": "pink"}).status_code == 422


def test_nobody_makes_themselves_an_administrator(as_bob: Browser, bob: User) -> None:
    as_bob.patch("/api/me", {"is_admin": True})
    bob.refresh_from_db()
    assert not bob.is_admin
    assert as_bob.get("/api/users").status_code == 403
    assert as_bob.post("/api/users", {"username": "eve", "password": PASSWORD}).status_code == 403
    assert as_bob.post("/api/activity/pause").status_code == 403


def test_an_administrator_makes_and_lists_accounts(as_alice: Browser) -> None:
    made = as_alice.post("/api/users", {"username": "eve", "password": PASSWORD})
    assert made.status_code == 201
    assert made.json()["is_admin"] is False
    assert [user["username"] for user in as_alice.get("/api/users").json()] == ["alice", "eve"]
    assert as_alice.post("/api/users", {"username": "EVE", "password": PASSWORD}).json()["code"] == "username_taken"


def test_the_week_the_hemisphere_and_home_are_the_users_own(as_alice: Browser, alice: User) -> None:
    home = {"latitude": 48.2, "longitude": 16.4}
    told = as_alice.patch("/api/me", {"week_start": "sunday", "hemisphere": "south", "home": home}).json()["user"]
    assert (told["week_start"], told["hemisphere"], told["home"]) == ("sunday", "south", home)
    as_alice.patch("/api/me", {"theme": "dark"})
    alice.refresh_from_db()
    assert (alice.week_start, alice.home_latitude) == ("sunday", 48.2)
    assert as_alice.patch("/api/me", {"home": {"latitude": 91, "longitude": 0}}).status_code == 422
    assert as_alice.patch("/api/me", {"week_start": "tuesday"}).status_code == 422
    assert as_alice.patch("/api/me", {"home": "nowhere"}).json()["user"]["home"] is None
