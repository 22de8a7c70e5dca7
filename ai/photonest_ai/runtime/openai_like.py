"""One connection to a server that speaks like OpenAI's: the official client, bytes counted, errors explained."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from photonest_ai.errors import (
    AIError,
    ProviderBroken,
    ProviderBusy,
    ProviderDown,
    ProviderKeyWrong,
    ProviderOff,
    ProviderQuota,
    ProviderRefused,
)
from photonest_ai.settings import OpenAILike, is_loopback

if TYPE_CHECKING:
    import openai

DEFAULT_URL = "https://api.openai.com/v1"
PAUSES_S = (0.5, 1.5)
Answer = TypeVar("Answer")


def address(settings: OpenAILike) -> str:
    return settings.url or DEFAULT_URL


class Connection:
    """``call`` runs something with the client; connection errors and 5xx are tried again while time is left."""

    def __init__(self, settings: OpenAILike, *, name: str, pause: Callable[[float], None] = time.sleep) -> None:
        if not settings.is_set_up:
            raise ProviderOff(f"{name} is not set up; the settings say how.")
        import openai

        self.name = name
        self.host = urlsplit(address(settings)).netloc
        self._pause = pause
        self._sent = 0
        # A proxy of the environment must not see what goes to a server on this machine; and the yes names one host,
        # which does not get to send anything on to another.
        inner = openai.DefaultHttpxClient(
            trust_env=not is_loopback(address(settings)),
            follow_redirects=False,
            event_hooks={"request": [self._count]},
        )
        self._client = openai.OpenAI(
            base_url=address(settings), api_key=settings.key or "none", max_retries=0, http_client=inner
        )

    def _count(self, request: Any) -> None:
        self._sent += len(request.content)

    def call(self, work: Callable[[openai.OpenAI], Answer], *, timeout_s: float, repeats: bool) -> tuple[Answer, int]:
        """What `work` returns, and the bytes that left for it. Raises kinds of `AIError` only."""
        import openai

        before, deadline = self._sent, time.monotonic() + timeout_s
        for pause_s in (*(PAUSES_S if repeats else ()), None):
            try:
                left = max(0.05, deadline - time.monotonic())
                return work(self._client.with_options(timeout=left)), self._sent - before
            except AIError:
                raise
            except (openai.APIConnectionError, openai.InternalServerError) as error:
                if pause_s is None or time.monotonic() + pause_s >= deadline:
                    raise self._explained(error) from error
                self._pause(pause_s)
            except Exception as error:
                raise self._explained(error) from error
        raise AssertionError("the last try raises or returns")

    def _explained(self, error: Exception) -> AIError:
        import openai

        if isinstance(error, openai.APITimeoutError):
            return ProviderDown(f"{self.name} at {self.host} did not answer in time.")
        if isinstance(error, openai.APIConnectionError):
            return ProviderDown(f"{self.name} at {self.host} does not answer, or cut its answer off.")
        if isinstance(error, openai.RateLimitError):
            said = str(error.code or "")
            if said in {"insufficient_quota", "billing_hard_limit_reached"}:
                return ProviderQuota(
                    f"The account at {self.host} has no credit left. Add some there, or switch this task off; "
                    "PhotoNest's own search is not touched."
                )
            return ProviderBusy(
                f"{self.name} at {self.host} asks to be left alone for a while; it is tried again by itself.",
                retry_after_s=_retry_after(error),
            )
        if isinstance(error, (openai.AuthenticationError, openai.PermissionDeniedError)):
            return ProviderKeyWrong(f"{self.host} refuses the key. Check the setting that holds it.")
        if isinstance(error, openai.InternalServerError):
            return ProviderDown(f"{self.name} at {self.host} failed ({error.status_code}).")
        if isinstance(error, openai.APIStatusError):
            return ProviderRefused(f"{self.name} at {self.host} refuses the request ({error.status_code}).")
        kind = type(error).__name__
        return ProviderBroken(f"{self.name} at {self.host} sent an answer that cannot be read ({kind}).")

    def close(self) -> None:
        self._client.close()


def _retry_after(error: Any) -> float | None:
    text = str(error.response.headers.get("retry-after", ""))
    try:
        return max(0.0, float(text))
    except ValueError:
        return None
