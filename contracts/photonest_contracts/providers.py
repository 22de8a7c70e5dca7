"""What may be asked of services outside this machine, through the AI service's adapters; and what came of it.

The caller decides whether anything may leave at all (consent, daily limit, log); the adapter decides nothing. Every
result says how many bytes left.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import Field

from photonest_contracts.inference import Message, UnitInterval, Vector

MAX_PICTURES = 16
"""Pictures in one `LookRequest`: what Google Vision takes at once."""
MAX_TEXTS = 64


class Provider(StrEnum):
    GOOGLE_VISION = "google-vision"
    OPENAI = "openai"
    LANGUAGE_MODEL = "language-model"


class OutsideTask(StrEnum):
    """What a provider is asked to do."""

    LOOK = "look"
    """Labels, objects, number of faces, text, landmarks and safe search of a picture."""
    EMBED_WORDS = "embed_words"
    """Vectors of captions, tags and text in pictures, and of queries."""
    READ_QUERY = "read_query"
    """Take a search text apart."""
    CAPTION = "caption"
    """One sentence about a photo, from its tags or from its picture."""


class ProviderCard(Message):
    """One provider and task, set up or not."""

    provider: Provider
    task: OutsideTask
    is_ready: bool
    words: str = ""
    """Why it is not ready: what must be set or installed."""
    host: str = ""
    is_local: bool = False
    """The host is this machine; what is sent does not leave it."""
    model: str = ""
    source: str = ""
    """``name@version`` that results carry."""
    sends_pictures: bool = False


class ProviderList(Message):
    providers: tuple[ProviderCard, ...]


class LookRequest(Message):
    """Previews as base64 JPEG, at most 1,024 px long and without metadata; the adapter refuses others."""

    pictures: Annotated[tuple[str, ...], Field(min_length=1, max_length=MAX_PICTURES)]


class SeenThing(Message):
    name: str
    score: UnitInterval
    box: tuple[UnitInterval, UnitInterval, UnitInterval, UnitInterval] | None = None
    """Left, top, width, height as shares of the picture."""


class SeenLandmark(Message):
    name: str
    score: UnitInterval
    latitude: float | None = None
    longitude: float | None = None


class SeenLine(Message):
    text: str
    box: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
    """Four corners as shares of the picture."""


class Seen(Message):
    """What a provider saw in one picture; `problem` when it could not look at this one."""

    labels: tuple[SeenThing, ...] = ()
    objects: tuple[SeenThing, ...] = ()
    landmarks: tuple[SeenLandmark, ...] = ()
    lines: tuple[SeenLine, ...] = ()
    face_count: int = 0
    safe_search: dict[str, str] = Field(default_factory=dict)
    """``adult``, ``violence`` … -> ``very unlikely`` to ``very likely``."""
    problem: str = ""
    is_permanent: bool = False


class LookResult(Message):
    seen: tuple[Seen, ...]
    source: str
    sent_bytes: int


class WordsRequest(Message):
    texts: Annotated[tuple[Annotated[str, Field(max_length=4000)], ...], Field(min_length=1, max_length=MAX_TEXTS)]
    timeout_s: Annotated[float, Field(gt=0, le=60)] = 30.0
    """A search waits for its answer, background work can be patient."""


class WordsResult(Message):
    vectors: tuple[Vector, ...]
    sent_bytes: int


class ReadQueryRequest(Message):
    query: Annotated[str, Field(max_length=500)]
    names: Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=200)] = ()
    """Names of the user's own vocabulary that may be sent."""
    timeout_s: Annotated[float, Field(gt=0, le=30)] = 3.0


class ReadQueryResult(Message):
    """The model's JSON as it came, an object; nothing in it is believed yet."""

    reading: dict[str, object]
    source: str
    sent_bytes: int


class CaptionRequest(Message):
    """Words that the caption may use. ``picture``: base64 JPEG, only for a provider whose card says so."""

    words: Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=40)] = ()
    picture: str | None = None


class CaptionResult(Message):
    caption: str
    """One line; empty when the model gave nothing usable."""
    source: str
    sent_bytes: int


class ProvidersClient(Protocol):
    """The part of the service about providers, as its caller sees it."""

    def providers(self) -> ProviderList: ...

    def look(self, request: LookRequest) -> LookResult: ...

    def embed_words(self, request: WordsRequest) -> WordsResult: ...

    def read_query(self, request: ReadQueryRequest) -> ReadQueryResult: ...

    def caption(self, request: CaptionRequest) -> CaptionResult: ...
