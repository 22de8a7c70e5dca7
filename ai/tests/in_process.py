"""The contract's client over an application in the same process: real routes, real JSON, no socket."""

from __future__ import annotations

import base64
from types import TracebackType
from typing import Any, Self

from starlette.testclient import TestClient

from photonest_ai.main import create_app
from photonest_ai.runtime.store import ModelStore
from photonest_ai.settings import Settings
from photonest_contracts.inference import (
    REQUEST_HEADER,
    AnalyseRequest,
    Analysis,
    EmbedTextRequest,
    EmbedTextResult,
    Health,
    InferenceFailed,
    ModelList,
    Problem,
    Vocabulary,
)

JSON = {"Content-Type": "application/json"}


class InProcessClient:
    """Use as a context manager: entering starts the service, leaving stops it."""

    def __init__(self, settings: Settings, store: ModelStore) -> None:
        self._http = TestClient(create_app(settings, store), raise_server_exceptions=False)

    def __enter__(self) -> Self:
        self._http.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.__exit__(kind, error, trace)

    def health(self) -> Health:
        return Health.model_validate_json(self._checked(self._http.get("/healthz")))

    def analyse(self, request: AnalyseRequest, body: bytes | memoryview = b"") -> Analysis:
        header = base64.urlsafe_b64encode(request.model_dump_json().encode()).decode("ascii")
        answer = self._http.post("/v1/analyse", content=bytes(body), headers={REQUEST_HEADER: header})
        return Analysis.model_validate_json(self._checked(answer))

    def embed_text(self, request: EmbedTextRequest) -> EmbedTextResult:
        answer = self._http.post("/v1/embed_text", content=request.model_dump_json().encode(), headers=JSON)
        return EmbedTextResult.model_validate_json(self._checked(answer))

    def vocabulary(self) -> Vocabulary:
        return Vocabulary.model_validate_json(self._checked(self._http.get("/v1/vocabulary")))

    def models(self) -> ModelList:
        return ModelList.model_validate_json(self._checked(self._http.get("/v1/models")))

    @staticmethod
    def _checked(answer: Any) -> bytes:
        if answer.status_code != 200:
            raise InferenceFailed(Problem.model_validate_json(answer.content))
        return answer.content
