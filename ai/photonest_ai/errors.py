"""Every error the AI service may answer: a code, whether trying again can help, and a sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonest_contracts.inference import Problem


class AIError(Exception):
    """Root of the service's errors. ``permanent``: asking again can never help; ``status`` is HTTP's."""

    code = "ai_error"
    status = 500
    permanent = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def problem(self) -> Problem:
        """The error as it travels on the wire."""
        from photonest_contracts.inference import Problem  # late: the installer starts without pydantic

        return Problem(code=self.code, message=self.message, permanent=self.permanent)


class BadRequest(AIError):
    """The request itself is wrong: a header, a size, a name."""

    code = "bad_request"
    status = 400
    permanent = True


class BadPixels(AIError):
    """The picture cannot be read: wrong number of bytes, or an encoded preview that does not decode."""

    code = "bad_pixels"
    status = 422
    permanent = True


class BodyTooLarge(AIError):
    """The body is over the limit of the service."""

    code = "body_too_large"
    status = 413
    permanent = True


class SharedPixelsMissing(AIError):
    """The shared pixel file is not there (any more); writing it again and asking again helps."""

    code = "shared_pixels_missing"
    status = 409
    permanent = False


class WrongSecret(AIError):
    """The caller does not know the shared secret."""

    code = "wrong_secret"
    status = 401
    permanent = True


class SpaceUnknown(AIError):
    """A space was asked for that this service does not offer."""

    code = "space_unknown"
    status = 404
    permanent = True


class ModelMissing(AIError):
    """The weights of a model are not installed; after ``photonest models install`` the same request works."""

    code = "model_missing"
    status = 503
    permanent = False


class ModelBroken(AIError):
    """The weights are there but cannot be loaded or do not pass their own check."""

    code = "model_broken"
    status = 503
    permanent = False


class SettingWrong(AIError):
    """A setting from the environment makes no sense; the service refuses to start."""

    code = "setting_wrong"
    permanent = True


class InstallFailed(AIError):
    """Weights could not be installed: no network, a changed archive, a conversion that does not verify."""

    code = "install_failed"
    permanent = False
