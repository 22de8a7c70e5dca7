"""Asking providers outside. Whether anything may leave is decided by the caller; nothing here is called by itself."""

from __future__ import annotations

import base64
import binascii
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

from photonest_ai.errors import BadRequest, ProviderOff
from photonest_ai.settings import Settings, is_loopback
from photonest_contracts.providers import (
    CaptionRequest,
    CaptionResult,
    LookRequest,
    LookResult,
    OutsideTask,
    Provider,
    ProviderCard,
    ProviderList,
    ReadQueryRequest,
    ReadQueryResult,
    WordsRequest,
    WordsResult,
)

if TYPE_CHECKING:
    from photonest_ai.models.google_vision import GoogleVision
    from photonest_ai.models.language_model import LanguageModel
    from photonest_ai.models.openai_words import OpenAIWords

Adapter = TypeVar("Adapter")
PICTURES_OFF = "This language model is not set to look at pictures (PHOTONEST_AI_LLM_SEES)."


class Outside:
    """The adapters of one service, each made on its first use."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._made: dict[Provider, Any] = {}

    def cards(self) -> ProviderList:
        """Every provider and task, ready or with the setting that is missing."""
        return ProviderList(
            providers=(self._google_card(), self._openai_card(), *self._language_model_cards()),
        )

    def look(self, request: LookRequest) -> LookResult:
        """Raises `ProviderOff` and the other kinds of `AIError`."""
        return self._google().look([_bytes(picture) for picture in request.pictures])

    def embed_words(self, request: WordsRequest) -> WordsResult:
        from photonest_ai.tasks.vectors import to_message  # late: it brings NumPy along

        words = self._openai()
        vectors, sent = words.embed(request.texts, timeout_s=request.timeout_s)
        return WordsResult(vectors=tuple(to_message(words.space, vector) for vector in vectors), sent_bytes=sent)

    def read_query(self, request: ReadQueryRequest) -> ReadQueryResult:
        model = self._language_model()
        reading, sent = model.read_query(request.query, request.names, timeout_s=request.timeout_s)
        return ReadQueryResult(reading=reading, source=model.source, sent_bytes=sent)

    def caption(self, request: CaptionRequest) -> CaptionResult:
        if request.picture is not None and not self._settings.language_model.sees_pictures:
            raise ProviderOff(PICTURES_OFF)
        model = self._language_model()
        picture = None if request.picture is None else _bytes(request.picture)
        caption, sent = model.caption(request.words, picture)
        return CaptionResult(caption=caption, source=model.source, sent_bytes=sent)

    def prepare(self, provider: Provider) -> None:
        """Load the client of a provider; sends nothing. Raises `ProviderOff`."""
        {
            Provider.GOOGLE_VISION: self._google,
            Provider.OPENAI: self._openai,
            Provider.LANGUAGE_MODEL: self._language_model,
        }[provider]()

    def close(self) -> None:
        """End all connections, when the service ends."""
        with self._lock:
            for adapter in self._made.values():
                adapter.close()
            self._made.clear()

    def _made_once(self, provider: Provider, make: Callable[[], Adapter]) -> Adapter:
        with self._lock:
            if provider not in self._made:
                self._made[provider] = make()
            return cast("Adapter", self._made[provider])

    def _google(self) -> GoogleVision:
        from photonest_ai.models.google_vision import GoogleVision

        return self._made_once(Provider.GOOGLE_VISION, lambda: GoogleVision(self._settings.google))

    def _openai(self) -> OpenAIWords:
        from photonest_ai.models.openai_words import OpenAIWords

        return self._made_once(Provider.OPENAI, lambda: OpenAIWords(self._settings.openai))

    def _language_model(self) -> LanguageModel:
        from photonest_ai.models.language_model import LanguageModel

        return self._made_once(Provider.LANGUAGE_MODEL, lambda: LanguageModel(self._settings.language_model))

    def _google_card(self) -> ProviderCard:
        from photonest_ai.models import google_vision

        settings = self._settings.google
        words = ""
        if not settings.is_set_up:
            words = "PHOTONEST_AI_GOOGLE_KEY or PHOTONEST_AI_GOOGLE_CREDENTIALS is not set."
        elif not google_vision.is_installed():
            words = google_vision.NO_CLIENT
        return ProviderCard(
            provider=Provider.GOOGLE_VISION,
            task=OutsideTask.LOOK,
            is_ready=not words,
            words=words,
            host=urlsplit(settings.url).netloc or google_vision.HOST,
            is_local=is_loopback(settings.url),
            model=google_vision.MODEL,
            source=google_vision.SOURCE,
            sends_pictures=True,
        )

    def _openai_card(self) -> ProviderCard:
        from photonest_ai.models.openai_words import space_of
        from photonest_ai.runtime.openai_like import address

        settings = self._settings.openai
        return ProviderCard(
            provider=Provider.OPENAI,
            task=OutsideTask.EMBED_WORDS,
            is_ready=settings.is_set_up,
            words="" if settings.is_set_up else "PHOTONEST_AI_OPENAI_KEY or PHOTONEST_AI_OPENAI_URL is not set.",
            host=urlsplit(address(settings)).netloc,
            is_local=is_loopback(address(settings)),
            model=settings.model,
            source=space_of(settings),
        )

    def _language_model_cards(self) -> tuple[ProviderCard, ...]:
        settings = self._settings.language_model
        is_ready = bool(settings.url and settings.model)
        return tuple(
            ProviderCard(
                provider=Provider.LANGUAGE_MODEL,
                task=task,
                is_ready=is_ready,
                words="" if is_ready else "PHOTONEST_AI_LLM_URL and PHOTONEST_AI_LLM_MODEL are not set.",
                host=urlsplit(settings.url).netloc,
                is_local=is_loopback(settings.url),
                model=settings.model,
                source=f"llm@{settings.model}"[:75],
                sends_pictures=task is OutsideTask.CAPTION and settings.sees_pictures,
            )
            for task in (OutsideTask.READ_QUERY, OutsideTask.CAPTION)
        )


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadRequest("A picture is not base64.") from None
