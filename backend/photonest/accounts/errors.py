"""What can go wrong around accounts: one class a reason."""

from __future__ import annotations

from photonest.core.errors import BadInput, Conflict, NotAllowed, NotSignedIn, PhotoNestError


class WrongCredentials(NotSignedIn):
    """This name and password do not belong together. Check both and try again."""

    code = "wrong_credentials"


class LockedOut(PhotoNestError):
    """Too many wrong passwords. Signing in with this name is closed for 15 minutes; then try again."""

    code, status, permanent = "locked_out", 429, False


class PasswordTooWeak(BadInput):
    """This password is too easy to guess. Use at least 10 characters that are not a common word or number."""

    code = "password_too_weak"


class UsernameInvalid(BadInput):
    """A name has 1 to 150 letters, digits, spaces or signs, and no invisible characters."""

    code = "username_invalid"


class UsernameTaken(Conflict):
    """Somebody already has this name. Choose another one."""

    code = "username_taken"


class TimeZoneUnknown(BadInput):
    """PhotoNest does not know this time zone. Use a name such as Europe/Vienna, or leave it empty."""

    code = "time_zone_unknown"


class SetupTokenWrong(NotAllowed):
    """This set-up link is not valid, or it was used already. Start PhotoNest again to see the present link."""

    code = "setup_token_wrong"
