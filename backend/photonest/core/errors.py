"""The error tree. Slices subclass `PhotoNestError` in their own ``errors.py``; nothing else is raised on purpose.

PhotoNestError
├── NotFound          what was asked for does not exist, or the asker may not know that it does
├── NotAllowed        the asker may not do this
├── NotSignedIn       no session, or it ended
├── BadInput          what was sent cannot be used
├── Conflict          the thing is not in a state where this is possible
├── Unavailable       a part of PhotoNest does not answer right now; trying again may help
└── StorageFull       the disk has no room
"""

from __future__ import annotations

from typing import Any, ClassVar


class PhotoNestError(Exception):
    """Base of every error a user may see.

    `code` is for programs, `status` for HTTP, `permanent` for the job queue (``True``: the same attempt
    can never succeed), the message for people: what happened, what is safe, what to do.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    permanent: ClassVar[bool] = True

    def __init__(self, message: str | None = None, **details: Any) -> None:
        self.message = message or (type(self).__doc__ or "Something went wrong.").strip().splitlines()[0]
        self.details = details
        super().__init__(self.message)


class NotFound(PhotoNestError):
    """This does not exist, or it is not yours."""

    code, status = "not_found", 404


class NotAllowed(PhotoNestError):
    """You may not do this."""

    code, status = "not_allowed", 403


class NotSignedIn(PhotoNestError):
    """Please sign in first."""

    code, status = "not_signed_in", 401


class BadInput(PhotoNestError):
    """What was sent cannot be used."""

    code, status = "bad_input", 400


class Conflict(PhotoNestError):
    """This is not possible right now."""

    code, status = "conflict", 409


class Unavailable(PhotoNestError):
    """A part of PhotoNest does not answer right now. Nothing was lost; try again in a moment."""

    code, status, permanent = "unavailable", 503, False


class StorageFull(PhotoNestError):
    """The disk is full. Nothing was lost; free some space and try again."""

    code, status, permanent = "storage_full", 507, False
