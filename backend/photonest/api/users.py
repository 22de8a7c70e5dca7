"""Accounts as the administrator sees them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from photonest import access
from photonest.accounts import queries, services
from photonest.accounts.models import User
from photonest.api.authentication import viewer

router = Router(tags=["users"])


class AccountOut(Schema):
    id: UUID
    username: str
    display_name: str
    is_admin: bool
    is_active: bool
    created_at: datetime


class AccountIn(Schema):
    username: Annotated[str, Field(max_length=1000)]
    password: Annotated[str, Field(max_length=4096)]


@router.get("", response=list[AccountOut])
def list_users(request: HttpRequest) -> list[AccountOut]:
    """Every account, oldest first. Administrators only."""
    access.require_admin(viewer(request))
    return [_out(user) for user in queries.all_users()]


@router.post("", response={201: AccountOut})
def add_user(request: HttpRequest, payload: AccountIn) -> Status[AccountOut]:
    """Make an account. Administrators only."""
    access.require_admin(viewer(request))
    return Status(201, _out(services.create_user(payload.username, payload.password)))


def _out(user: User) -> AccountOut:
    return AccountOut(
        id=user.id,
        username=user.username,
        display_name=user.display_name or user.username,
        is_admin=user.is_admin,
        is_active=user.is_active,
        created_at=user.created_at,
    )
