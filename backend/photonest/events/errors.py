"""What can go wrong with events."""

from __future__ import annotations

from photonest.core.errors import BadInput, NotFound


class EventsNotMergeable(BadInput):
    """Choose at least two events to merge. Nothing was changed."""

    code = "events_not_mergeable"


class NoSplitHere(BadInput):
    """An event can be split at any of its photos but the first. Nothing was changed."""

    code = "no_split_here"


class NotInEvent(BadInput):
    """This photo is not in this event. Nothing was changed."""

    code = "not_in_event"


class NotHidden(NotFound):
    """This is not hidden from memories."""

    code = "not_hidden"
