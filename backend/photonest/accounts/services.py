"""Writes about accounts: making them, the first run, signing in, and what a user sets for themselves."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
import zoneinfo
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Literal

from django.contrib import auth
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from photonest.accounts import queries
from photonest.accounts.errors import (
    LockedOut,
    PasswordTooWeak,
    SetupTokenWrong,
    TimeZoneUnknown,
    UsernameInvalid,
    UsernameTaken,
    WrongCredentials,
)
from photonest.accounts.models import FaceChoice, Hemisphere, SetupToken, Theme, User, WeekStart
from photonest.core.errors import BadInput

Home = tuple[float, float]
"""Latitude and longitude in degrees."""

MAX_NAME = 150
MAX_PASSWORD = 1024
"""Longer ones only cost hashing time."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def create_user(username: str, password: str, *, is_admin: bool = False, time_zone: str = "") -> User:
    """Make an account; the first one of all is the administrator.

    Raises `UsernameInvalid`, `UsernameTaken`, `PasswordTooWeak`, `TimeZoneUnknown`.
    """
    user = User(
        username=_clean_username(username),
        time_zone=_known_time_zone(time_zone),
        is_admin=is_admin or queries.needs_setup(),
    )
    user.display_name = user.username
    _require_strong_password(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise UsernameTaken from None
    return user


def setup_link_token() -> str | None:
    """A fresh one-time token for the first run, or ``None`` when an account exists. Only its hash is kept."""
    if not queries.needs_setup():
        SetupToken.objects.all().delete()
        return None
    token = secrets.token_urlsafe(32)
    SetupToken.objects.update_or_create(id=1, defaults={"token_hash": _token_hash(token)})
    return token


def complete_setup(token: str, *, username: str, password: str, time_zone: str = "") -> User:
    """Make the first account and use the token up; works exactly once.

    Raises `SetupTokenWrong`, `UsernameInvalid`, `PasswordTooWeak`, `TimeZoneUnknown`.
    The token survives the last three.
    """
    with transaction.atomic():
        # The row lock makes a second caller with the same token wait, and then find no row.
        row = SetupToken.objects.select_for_update().filter(id=1).first()
        if row is None or not hmac.compare_digest(bytes(row.token_hash), _token_hash(token)):
            raise SetupTokenWrong
        if not queries.needs_setup():
            raise SetupTokenWrong
        user = create_user(username, password, is_admin=True, time_zone=time_zone)
        row.delete()
    return user


def sign_in(request: HttpRequest, username: str, password: str) -> User:
    """Check the password, count failures, and give the session a new key.

    Raises `WrongCredentials`, `LockedOut`.
    """
    if not username or "\0" in username or len(username) > MAX_NAME or len(password) > MAX_PASSWORD:
        raise WrongCredentials
    known = queries.find_user(username)
    # The stored spelling, so that guesses under "Alice" and "alice" are counted together.
    name = known.username if known else User.normalize_username(username)
    user = auth.authenticate(request, username=name, password=password)
    if getattr(request, "axes_locked_out", False):
        raise LockedOut
    if not isinstance(user, User):
        raise WrongCredentials
    begin_session(request, user)
    return user


def begin_session(request: HttpRequest, user: User) -> None:
    """Sign `user` in: new session key, new CSRF token."""
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")


def end_session(request: HttpRequest) -> None:
    """Sign out; the session row is deleted."""
    auth.logout(request)


def update_profile(
    user: User,
    *,
    display_name: str | None = None,
    time_zone: str | None = None,
    theme: str | None = None,
    are_shortcuts_enabled: bool | None = None,
    week_start: str | None = None,
    hemisphere: str | None = None,
    home: Home | Literal["nowhere"] | None = None,
) -> User:
    """Change what was given; `home` "nowhere" forgets it. Raises `TimeZoneUnknown`, `BadInput`."""
    changed: dict[str, Any] = {}
    if display_name is not None:
        changed["display_name"] = _clean_display_name(display_name) or user.username
    if time_zone is not None:
        changed["time_zone"] = _known_time_zone(time_zone)
    if theme is not None:
        changed["theme"] = _one_of(theme, Theme.values, "theme")
    if are_shortcuts_enabled is not None:
        changed["are_shortcuts_enabled"] = are_shortcuts_enabled
    if week_start is not None:
        changed["week_start"] = _one_of(week_start, WeekStart.values, "first day of the week")
    if hemisphere is not None:
        changed["hemisphere"] = _one_of(hemisphere, Hemisphere.values, "hemisphere")
    if home is not None:
        changed["home_latitude"], changed["home_longitude"] = (None, None) if home == "nowhere" else _on_earth(home)
    for name, value in changed.items():
        setattr(user, name, value)
    if changed:
        user.save(update_fields=list(changed))
    return user


def record_face_choice(user: User, *, is_enabled: bool, text_version: str, at: datetime | None = None) -> None:
    """Write down who said yes or no to face recognition, when, and to which text.

    Only the record: what follows for vectors and queues is `pipelines.faces_choice.set_faces`.
    """
    FaceChoice.objects.create(user=user, is_enabled=is_enabled, text_version=text_version)
    user.faces_enabled = is_enabled
    user.faces_decided_at = at or timezone.now()
    user.save(update_fields=["faces_enabled", "faces_decided_at"])


def record_expression_choice(user: User, *, is_enabled: bool) -> None:
    """Write down whether looks ("looks joyful") may be read from faces."""
    user.expressions_enabled = is_enabled
    user.save(update_fields=["expressions_enabled"])


def _clean_username(username: str) -> str:
    name = " ".join(User.normalize_username(username).split(" ")).strip()
    if not name or len(name) > MAX_NAME or any(unicodedata.category(sign) in _INVISIBLE for sign in name):
        raise UsernameInvalid
    return name


def _clean_display_name(text: str) -> str:
    name = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) not in _INVISIBLE)
    return name.strip()[:MAX_NAME]


def _require_strong_password(password: str, user: User) -> None:
    if len(password) > MAX_PASSWORD:
        raise PasswordTooWeak(f"A password has at most {MAX_PASSWORD} characters.")
    try:
        password_validation.validate_password(password, user)
    except ValidationError as problem:
        raise PasswordTooWeak(" ".join(problem.messages)) from None


def _one_of(value: str, known: Sequence[str], what: str) -> str:
    if value not in known:
        raise BadInput(f"The {what} must be one of {', '.join(known)}.")
    return value


def _on_earth(home: Home) -> Home:
    latitude, longitude = home
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # false for NaN, too
        raise BadInput("A home lies between -90 and 90 degrees latitude and -180 and 180 degrees longitude.")
    return latitude, longitude


def _known_time_zone(name: str) -> str:
    if name and name not in _time_zones():
        raise TimeZoneUnknown
    return name


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _token_hash(token: str) -> bytes:
    # A plain hash is enough: the token has 256 random bits, there is nothing to guess.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
