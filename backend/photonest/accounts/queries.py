"""Reads about accounts."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from photonest.accounts.models import User


def needs_setup() -> bool:
    """Whether no account exists yet."""
    return not User.objects.exists()


def find_user(username: str) -> User | None:
    """The account of this name in any case, or ``None``."""
    return User.objects.filter(username__iexact=User.normalize_username(username)).first()


def user_by_id(user_id: UUID) -> User | None:
    return User.objects.filter(pk=user_id).first()


def all_users() -> QuerySet[User]:
    """Every account, oldest first."""
    return User.objects.order_by("created_at", "id")
