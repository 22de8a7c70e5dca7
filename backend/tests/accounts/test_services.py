"""Accounts: names, passwords, the first run."""

from __future__ import annotations

import pytest
from tests.factories import PASSWORD

from photonest.accounts import services
from photonest.accounts.errors import (
    PasswordTooWeak,
    SetupTokenWrong,
    TimeZoneUnknown,
    UsernameInvalid,
    UsernameTaken,
)
from photonest.accounts.models import SetupToken, User

pytestmark = pytest.mark.django_db


def test_the_first_account_is_the_administrator_and_the_second_is_not() -> None:
    assert services.create_user("alice", PASSWORD).is_admin
    assert not services.create_user("bob", PASSWORD).is_admin


def test_a_password_is_stored_as_argon2id_and_never_as_itself() -> None:
    user = services.create_user("alice", PASSWORD)
    assert user.password.startswith("argon2$argon2id$")
    assert PASSWORD not in user.password
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("name", ["Ünïcode", "名前", "o'Brien", "a b", "x" * 150, "👩‍🚀"[0]])
def test_names_of_people_are_taken_as_they_are(name: str) -> None:
    assert services.create_user(name, PASSWORD).username == name


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "a\0b", "a\u202eb", "a\u200bb", "\ud800", "x" * 151, "a\x7f"])
def test_names_with_invisible_characters_are_refused(name: str) -> None:
    with pytest.raises(UsernameInvalid):
        services.create_user(name, PASSWORD)


def test_a_name_is_taken_in_any_case_and_in_any_unicode_form() -> None:
    services.create_user("José", PASSWORD)
    for same in ("JOSÉ", "Jose\u0301"):
        with pytest.raises(UsernameTaken):
            services.create_user(same, PASSWORD)


@pytest.mark.parametrize("password", ["short", "password123", "1234567890123", "x" * 1025, "alice-alice"])
def test_weak_passwords_are_refused_with_a_reason(password: str) -> None:
    with pytest.raises(PasswordTooWeak) as problem:
        services.create_user("alice-alice", password)
    assert problem.value.message.endswith(".")
    assert not User.objects.exists()


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(TimeZoneUnknown):
        services.create_user("alice", PASSWORD, time_zone="Mars/Olympus")


def test_only_the_hash_of_the_setup_token_is_kept() -> None:
    token = services.setup_link_token()
    assert token is not None
    assert len(token) >= 43  # 256 bits
    kept = bytes(SetupToken.objects.get().token_hash)
    assert len(kept) == 32
    assert token.encode() not in kept


def test_a_new_token_makes_the_older_one_worthless() -> None:
    older, newer = services.setup_link_token(), services.setup_link_token()
    assert older is not None
    assert newer is not None
    with pytest.raises(SetupTokenWrong):
        services.complete_setup(older, username="mallory", password=PASSWORD)
    assert services.complete_setup(newer, username="alice", password=PASSWORD).is_admin


def test_setup_works_exactly_once() -> None:
    token = services.setup_link_token()
    assert token is not None
    services.complete_setup(token, username="alice", password=PASSWORD)
    assert not SetupToken.objects.exists()
    with pytest.raises(SetupTokenWrong):
        services.complete_setup(token, username="mallory", password=PASSWORD)
    assert services.setup_link_token() is None


def test_a_weak_password_does_not_use_the_token_up() -> None:
    token = services.setup_link_token()
    assert token is not None
    with pytest.raises(PasswordTooWeak):
        services.complete_setup(token, username="alice", password="short")
    services.complete_setup(token, username="alice", password=PASSWORD)


def test_the_token_is_worthless_once_an_account_was_made_another_way() -> None:
    token = services.setup_link_token()
    assert token is not None
    services.create_user("alice", PASSWORD)
    with pytest.raises(SetupTokenWrong):
        services.complete_setup(token, username="mallory", password=PASSWORD)


@pytest.mark.parametrize("token", ["", "x", "\ud800", "🙂" * 50])
def test_no_strange_token_opens_the_first_run(token: str) -> None:
    services.setup_link_token()
    with pytest.raises(SetupTokenWrong):
        services.complete_setup(token, username="mallory", password=PASSWORD)
