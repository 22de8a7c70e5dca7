"""What follows when a user says yes or no to face recognition or to expressions: record, erase, look again."""

from __future__ import annotations

from django.db import transaction

from photonest.accounts import services as accounts
from photonest.accounts.models import User
from photonest.people.models import Face, FaceEmbedding

TEXT_VERSION = "2026-11"
"""Version of the sentences the user agreed to (web: the faces question); raise it when their meaning changes."""


def set_faces(user: User, *, is_enabled: bool, text_version: str = TEXT_VERSION) -> None:
    """Record the choice. A no erases every recognition vector and every expression in the same transaction;
    a yes makes the faces of all photos due again.
    """
    with transaction.atomic():
        user_row = User.objects.select_for_update().get(pk=user.pk)
        was_enabled = user_row.faces_enabled
        accounts.record_face_choice(user, is_enabled=is_enabled, text_version=text_version)
        if not is_enabled:
            FaceEmbedding.objects.filter(owner=user).delete()
            _erase_expressions(user)
            accounts.record_expression_choice(user, is_enabled=False)
        elif not was_enabled:
            _look_again(user)


def set_expressions(user: User, *, is_enabled: bool) -> None:
    """Record whether looks may be read from faces; a no erases what was read."""
    with transaction.atomic():
        was_enabled = User.objects.select_for_update().get(pk=user.pk).expressions_enabled
        accounts.record_expression_choice(user, is_enabled=is_enabled)
        if not is_enabled:
            _erase_expressions(user)
        elif not was_enabled:
            _look_again(user)


def _erase_expressions(user: User) -> None:
    Face.objects.filter(owner=user, expression__isnull=False).update(expression=None)


def _look_again(user: User) -> None:
    """Make the analysis of all photos of `user` due; the worker takes it up from there."""
