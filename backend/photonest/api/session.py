"""First run, signing in and out, and what a user sets for themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from ninja import Router, Schema, Status
from pydantic import Field

from photonest import __version__
from photonest.accounts import queries, services
from photonest.accounts.models import Hemisphere, Theme, User, WeekStart
from photonest.api.authentication import viewer
from photonest.pipelines import faces_choice

router = Router(tags=["session"])

Name = Annotated[str, Field(max_length=1000)]
Password = Annotated[str, Field(max_length=4096)]


class Home(Schema):
    """Where "near home" is."""

    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class UserOut(Schema):
    id: UUID
    username: str
    display_name: str
    is_admin: bool
    faces_enabled: bool
    faces_decided_at: datetime | None
    expressions_enabled: bool
    time_zone: str
    theme: Theme
    shortcuts_enabled: bool
    week_start: WeekStart
    hemisphere: Hemisphere
    home: Home | None


class WhoAmI(Schema):
    needs_setup: bool
    user: UserOut | None
    version: str


class SignedInUser(Schema):
    user: UserOut


class SetupIn(Schema):
    token: Annotated[str, Field(max_length=200)]
    username: Name
    password: Password
    time_zone: Annotated[str, Field(max_length=64)] = ""


class CredentialsIn(Schema):
    username: Name
    password: Password


class ProfileIn(Schema):
    faces_enabled: bool | None = None
    expressions_enabled: bool | None = None
    time_zone: Annotated[str, Field(max_length=64)] | None = None
    theme: Theme | None = None
    display_name: Name | None = None
    shortcuts_enabled: bool | None = None
    week_start: WeekStart | None = None
    """What "last week" means."""
    hemisphere: Hemisphere | None = None
    """What "last summer" means."""
    home: Home | Literal["nowhere"] | None = None


def user_out(user: User) -> UserOut:
    return UserOut(
        id=user.id,
        username=user.username,
        display_name=user.display_name or user.username,
        is_admin=user.is_admin,
        faces_enabled=user.faces_enabled,
        faces_decided_at=user.faces_decided_at,
        expressions_enabled=user.expressions_enabled,
        time_zone=user.time_zone,
        theme=Theme(user.theme),
        shortcuts_enabled=user.are_shortcuts_enabled,
        week_start=WeekStart(user.week_start),
        hemisphere=Hemisphere(user.hemisphere),
        home=(
            Home(latitude=user.home_latitude, longitude=user.home_longitude)
            if user.home_latitude is not None and user.home_longitude is not None
            else None
        ),
    )


@router.get("/session", auth=None, response=WhoAmI)
def who_am_i(request: HttpRequest, response: HttpResponse) -> WhoAmI:
    """Who is signed in, and whether the first account still has to be made. Sets the CSRF cookie; never 401."""
    get_token(request)
    response["Cache-Control"] = "no-store"
    user = request.user
    known = user if isinstance(user, User) and user.is_active else None
    return WhoAmI(
        needs_setup=known is None and queries.needs_setup(),
        user=user_out(known) if known else None,
        version=__version__,
    )


@router.post("/setup", auth=None, response={201: SignedInUser})
def set_up(request: HttpRequest, payload: SetupIn) -> Status[SignedInUser]:
    """Make the first account with the one-time token of the printed address, and sign it in."""
    user = services.complete_setup(
        payload.token, username=payload.username, password=payload.password, time_zone=payload.time_zone
    )
    services.begin_session(request, user)
    return Status(201, SignedInUser(user=user_out(user)))


@router.post("/session", auth=None, response=SignedInUser)
def sign_in(request: HttpRequest, payload: CredentialsIn) -> SignedInUser:
    """Sign in. 401 wrong_credentials; 429 locked_out after ten wrong passwords, for 15 minutes."""
    return SignedInUser(user=user_out(services.sign_in(request, payload.username, payload.password)))


@router.delete("/session", auth=None, response={204: None})
def sign_out(request: HttpRequest) -> Status[None]:
    """Sign out; signing out twice is fine."""
    services.end_session(request)
    return Status(204, None)


@router.patch("/me", response=SignedInUser)
def change_me(request: HttpRequest, payload: ProfileIn) -> SignedInUser:
    """Change what is given. `faces_enabled: false` erases every face vector at once."""
    user = services.update_profile(
        viewer(request),
        display_name=payload.display_name,
        time_zone=payload.time_zone,
        theme=payload.theme,
        are_shortcuts_enabled=payload.shortcuts_enabled,
        week_start=payload.week_start,
        hemisphere=payload.hemisphere,
        home=(payload.home.latitude, payload.home.longitude) if isinstance(payload.home, Home) else payload.home,
    )
    if payload.faces_enabled is not None:
        faces_choice.set_faces(user, is_enabled=payload.faces_enabled)
    if payload.expressions_enabled is not None:
        faces_choice.set_expressions(user, is_enabled=payload.expressions_enabled)
    return SignedInUser(user=user_out(user))
