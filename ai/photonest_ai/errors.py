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

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retry_after_s = retry_after_s

    def problem(self) -> Problem:
        """The error as it travels on the wire."""
        from photonest_contracts.inference import Problem  # late: the installer starts without pydantic

        return Problem(code=self.code, message=self.message, permanent=self.permanent, retry_after_s=self.retry_after_s)


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


class PackInvalid(AIError):
    """A pack cannot be used: its description, a checksum or a contract check is wrong. A sentence says which."""

    code = "pack_invalid"
    status = 422
    permanent = True


class PackBusy(AIError):
    """Another pack is being added; one at a time."""

    code = "pack_busy"
    status = 409
    permanent = False


class ProviderOff(AIError):
    """A provider outside is not set up: no key, no address, or its client is not installed."""

    code = "provider_off"
    status = 503
    permanent = False


class ProviderDown(AIError):
    """A provider outside does not answer, or with an error of its own."""

    code = "provider_down"
    status = 503
    permanent = False


class ProviderBusy(AIError):
    """A provider outside asks to be left alone for a while."""

    code = "provider_busy"
    status = 503
    permanent = False


class ProviderQuota(AIError):
    """The quota of the account at a provider outside is used up."""

    code = "provider_quota"
    status = 503
    permanent = False


class ProviderKeyWrong(AIError):
    """A provider outside does not accept the key."""

    code = "provider_key_wrong"
    status = 503
    permanent = False


class ProviderBroken(AIError):
    """A provider outside sent an answer that cannot be used."""

    code = "provider_broken"
    status = 503
    permanent = False


class ProviderRefused(AIError):
    """A provider outside says that this request can never succeed."""

    code = "provider_refused"
    status = 422
    permanent = True


class InstallFailed(AIError):
    """Weights could not be installed: no network, a changed archive, a conversion that does not verify."""

    code = "install_failed"
    permanent = False
