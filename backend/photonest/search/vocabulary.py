"""Reads what a viewer's words may mean out of the database, and what time it is for them."""

from __future__ import annotations

from datetime import UTC, datetime

from photonest.accounts.models import User
from photonest.search.query.clock import Clock
from photonest.search.query.names import Vocabulary


def vocabulary_of(viewer: User) -> Vocabulary:
    """The names of everything the viewer may see."""
    return Vocabulary(are_faces_on=viewer.faces_enabled)


def clock_of(viewer: User) -> Clock:
    """Now, by the viewer's settings."""
    return Clock(now=datetime.now(UTC), zone=viewer.time_zone or "UTC")
