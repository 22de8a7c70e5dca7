"""The only file that speaks to the AI service over HTTP (TCP or a Unix socket)."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import quote, unquote, urlsplit

from pydantic import ValidationError

from photonest.ai.errors import (
    AIAnswerBroken,
    AINotReady,
    AIRefused,
    AISecretWrong,
    AITooSlow,
    AIUnreachable,
)
from photonest_contracts.inference import (
    REQUEST_HEADER,
    SECRET_HEADER,
    AnalyseRequest,
    Analysis,
    EmbedTextRequest,
    EmbedTextResult,
    Health,
    InferenceClient,
    Message,
    ModelList,
    Problem,
    Vocabulary,
)
from photonest_contracts.providers import (
    CaptionRequest,
    CaptionResult,
    LookRequest,
    LookResult,
    ProviderList,
    ProvidersClient,
    ReadQueryRequest,
    ReadQueryResult,
    WordsRequest,
    WordsResult,
)
from photonest_contracts.spaces import (
    AddPackRequest,
    AddProgress,
    EmbedImageRequest,
    EmbedImageResult,
    PackList,
    SpacesClient,
)

if TYPE_CHECKING:
    import httpx

Answer = TypeVar("Answer", bound=Message)

CONNECT_S = 2.0
HEALTH_S = 3.0
TEXT_S = 10.0  # a first query may have to load the text model
ANALYSE_S = 120.0  # a first photo loads every model; a loaded machine is slow
OUTSIDE_S = 90.0  # the provider's own time-outs and repeats lie inside this
OUTSIDE_EXTRA_S = 4.0  # the first time the service loads the client of the provider
ATTEMPTS = 3
PAUSES_S = (0.1, 0.4)


class Service(InferenceClient, SpacesClient, ProvidersClient, Protocol):
    """Everything the AI service does."""


class AIClient:
    """A connection pool to one AI service. Safe to share between threads, not between forked processes.

    `url`: ``http://host:port``, ``unix:/path/of/socket`` or ``http+unix:///path/of/socket``.
    Every call raises `AIUnreachable`, `AITooSlow`, `AINotReady`, `AIAnswerBroken` or `AISecretWrong` (trying again
    may help) or `AIRefused` (it never will). Connection errors are tried `ATTEMPTS` times: every route is a pure
    function of its request, so a repeated one does no harm.
    """

    def __init__(
        self,
        url: str,
        *,
        secret: str = "",
        text_timeout_s: float = TEXT_S,
        analyse_timeout_s: float = ANALYSE_S,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = url
        self._secret = secret
        self._text_timeout_s = text_timeout_s
        self._analyse_timeout_s = analyse_timeout_s
        self._pause = pause
        self._lock = threading.Lock()
        self._http: httpx.Client | None = None

    def health(self) -> Health:
        return self._call("GET", "/v1/health", Health, timeout_s=HEALTH_S, attempts=1)

    def analyse(self, request: AnalyseRequest, body: bytes | memoryview = b"") -> Analysis:
        """`body`: the pixels, or nothing when `request` names a shared file."""
        return self._with_pixels("/v1/analyse", request, body, Analysis)

    def embed_text(self, request: EmbedTextRequest) -> EmbedTextResult:
        result = self._send("/v1/embed_text", request, EmbedTextResult, timeout_s=self._text_timeout_s)
        if len(result.texts) != len(request.texts):
            raise AIAnswerBroken(f"The AI service answered {len(result.texts)} texts for {len(request.texts)}.")
        return result

    def vocabulary(self) -> Vocabulary:
        return self._call("GET", "/v1/vocabulary", Vocabulary, timeout_s=self._text_timeout_s)

    def models(self) -> ModelList:
        return self._call("GET", "/v1/models", ModelList, timeout_s=self._text_timeout_s)

    # -- further spaces ---------------------------------------------------------------------------------------------

    def packs(self) -> PackList:
        return self._call("GET", "/v1/packs", PackList, timeout_s=self._text_timeout_s)

    def add_pack(self, request: AddPackRequest) -> AddProgress:
        return self._send("/v1/packs", request, AddProgress, timeout_s=self._text_timeout_s)

    def remove_pack(self, space: str) -> PackList:
        return self._call("DELETE", f"/v1/packs/{quote(space, safe='')}", PackList, timeout_s=self._text_timeout_s)

    def embed_image(self, request: EmbedImageRequest, body: bytes | memoryview = b"") -> EmbedImageResult:
        return self._with_pixels("/v1/embed_image", request, body, EmbedImageResult)

    # -- providers outside: never asked twice by us, because each asking is counted and may cost ---------------------

    def providers(self) -> ProviderList:
        return self._call("GET", "/v1/providers", ProviderList, timeout_s=self._text_timeout_s)

    def look(self, request: LookRequest) -> LookResult:
        return self._send("/v1/outside/look", request, LookResult, timeout_s=OUTSIDE_S, attempts=1)

    def embed_words(self, request: WordsRequest) -> WordsResult:
        patience = request.timeout_s + OUTSIDE_EXTRA_S
        return self._send("/v1/outside/embed_words", request, WordsResult, timeout_s=patience, attempts=1)

    def read_query(self, request: ReadQueryRequest) -> ReadQueryResult:
        patience = request.timeout_s + OUTSIDE_EXTRA_S
        return self._send("/v1/outside/read_query", request, ReadQueryResult, timeout_s=patience, attempts=1)

    def caption(self, request: CaptionRequest) -> CaptionResult:
        return self._send("/v1/outside/caption", request, CaptionResult, timeout_s=OUTSIDE_S, attempts=1)

    def close(self) -> None:
        with self._lock:
            if self._http is not None:
                self._http.close()
                self._http = None

    def _with_pixels(self, path: str, request: Message, body: bytes | memoryview, answer: type[Answer]) -> Answer:
        header = base64.urlsafe_b64encode(request.model_dump_json().encode()).decode("ascii")
        return self._call(
            "POST",
            path,
            answer,
            timeout_s=self._analyse_timeout_s,
            body=bytes(body),
            headers={REQUEST_HEADER: header, "Content-Type": "application/octet-stream"},
        )

    def _send(
        self, path: str, request: Message, answer: type[Answer], *, timeout_s: float, attempts: int = ATTEMPTS
    ) -> Answer:
        return self._call(
            "POST",
            path,
            answer,
            timeout_s=timeout_s,
            body=request.model_dump_json().encode(),
            headers={"Content-Type": "application/json"},
            attempts=attempts,
        )

    def _call(
        self,
        method: str,
        path: str,
        answer: type[Answer],
        *,
        timeout_s: float,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        attempts: int = ATTEMPTS,
    ) -> Answer:
        import httpx

        request_headers = {**(headers or {}), **({SECRET_HEADER: self._secret} if self._secret else {})}
        timeout = httpx.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s))
        for attempt in range(1, attempts + 1):
            try:
                response = self._pool().request(method, path, content=body, headers=request_headers, timeout=timeout)
                return _understood(response, answer)
            except httpx.ConnectTimeout:
                pass  # the same as refused: try again, then say that nobody answers
            except httpx.TimeoutException:
                raise AITooSlow(f"The AI service did not answer within {timeout_s:g} seconds.") from None
            except (httpx.DecodingError, httpx.TooManyRedirects):
                raise AIAnswerBroken("The AI service sent an answer that cannot be decoded.") from None
            except httpx.TransportError as problem:
                if attempt == attempts and isinstance(problem, httpx.RemoteProtocolError):
                    raise AIAnswerBroken("The AI service cut its answer off.") from None
            if attempt < attempts:
                self._pause(PAUSES_S[min(attempt, len(PAUSES_S)) - 1])
        raise AIUnreachable(
            f"Nothing answers at {self.url}. Photos stay safe and are analysed when the AI service is back."
        )

    def _pool(self) -> httpx.Client:
        with self._lock:
            if self._http is None:
                self._http = _open_pool(self.url)
            return self._http


def _open_pool(url: str) -> httpx.Client:
    import httpx

    # trust_env=False: a proxy of the environment must never see pictures that go to our own machine.
    socket_path = _socket_path(url)
    transport = httpx.HTTPTransport(uds=socket_path, trust_env=False)
    base = "http://photonest-ai" if socket_path else url.rstrip("/")
    return httpx.Client(base_url=base, transport=transport, trust_env=False, follow_redirects=False)


def _socket_path(url: str) -> str | None:
    """The path in ``unix:/path`` or ``http+unix:///path`` (percent-encoded slashes allowed), else ``None``."""
    if url.startswith("unix:"):
        return "/" + unquote(url.removeprefix("unix:")).lstrip("/")
    if url.startswith("http+unix:"):
        parts = urlsplit(url)
        return "/" + unquote(parts.netloc + parts.path).lstrip("/")
    return None


def _understood(response: httpx.Response, answer: type[Answer]) -> Answer:
    if response.status_code != 200:
        raise _problem_of(response)
    try:
        return answer.model_validate_json(response.content)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the answer"
        raise AIAnswerBroken(
            f"The AI service sent an answer that does not fit ({where}: {first['msg']}). "
            "Both sides may be of different versions; restart PhotoNest."
        ) from None


def _problem_of(response: httpx.Response) -> AIRefused | AINotReady | AISecretWrong | AIAnswerBroken:
    if response.status_code in {401, 403}:
        return AISecretWrong()
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return AIAnswerBroken(f"The AI service answered {response.status_code} without saying why.")
    kind = AIRefused if problem.permanent else AINotReady
    return kind(problem.message, ai_code=problem.code, retry_after_s=problem.retry_after_s)


_shared_lock = threading.Lock()
_shared: AIClient | None = None
_replacement: Service | None = None


def ai_client() -> Service:
    """The client of this process, made from ``PHOTONEST_AI_URL`` and ``PHOTONEST_AI_SECRET`` on first use."""
    global _shared  # noqa: PLW0603  # one pool a process is the point
    from django.conf import settings

    with _shared_lock:
        if _replacement is not None:
            return _replacement
        if _shared is None or _shared.url != settings.PHOTONEST_AI_URL:
            _shared = AIClient(settings.PHOTONEST_AI_URL, secret=settings.PHOTONEST_AI_SECRET)
        return _shared


@contextmanager
def client_replaced(by: Service) -> Iterator[Service]:
    """Inside the block `ai_client` answers `by`, in every thread of this process. For tests."""
    global _replacement  # noqa: PLW0603
    with _shared_lock:
        before, _replacement = _replacement, by
    try:
        yield by
    finally:
        with _shared_lock:
            _replacement = before
