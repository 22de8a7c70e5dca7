"""The real AI service in this process, reached over a real connection; and the fake with the real one's packs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from photonest.ai.client import AIClient
from photonest.ai.fake import FakeAI
from photonest_ai.main import create_app
from photonest_ai.settings import Settings
from photonest_contracts import providers as outside
from photonest_contracts import spaces
from photonest_contracts.inference import EmbedTextRequest, EmbedTextResult


@contextmanager
def serve_ai(settings: Settings) -> Iterator[AIClient]:
    """A client of a service with these settings, on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive(), "the AI service did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    client = AIClient(f"http://127.0.0.1:{port}")
    try:
        yield client
    finally:
        client.close()
        server.should_exit = True
        thread.join(20)


class FakeWithReal(FakeAI):
    """Colours are seen by the fake, which needs no weights; packs and providers are the real service's."""

    def __init__(self, real: AIClient) -> None:
        super().__init__()
        self.real = real

    def packs(self) -> spaces.PackList:
        return self.real.packs()

    def add_pack(self, request: spaces.AddPackRequest) -> spaces.AddProgress:
        return self.real.add_pack(request)

    def remove_pack(self, space: str) -> spaces.PackList:
        return self.real.remove_pack(space)

    def embed_image(self, request: spaces.EmbedImageRequest, body: bytes | memoryview = b"") -> spaces.EmbedImageResult:
        return self.real.embed_image(request, body)

    def embed_text(self, request: EmbedTextRequest) -> EmbedTextResult:
        if request.space in {None, self.health().space}:
            return super().embed_text(request)
        concepts = super().embed_text(EmbedTextRequest(texts=request.texts)).texts
        vectors = self.real.embed_text(request).texts
        texts = (
            vector.model_copy(update={"concepts": near.concepts})
            for vector, near in zip(vectors, concepts, strict=True)
        )
        return EmbedTextResult(texts=tuple(texts))

    def providers(self) -> outside.ProviderList:
        return self.real.providers()

    def look(self, request: outside.LookRequest) -> outside.LookResult:
        self.asked_outside += 1
        return self.real.look(request)

    def embed_words(self, request: outside.WordsRequest) -> outside.WordsResult:
        self.asked_outside += 1
        return self.real.embed_words(request)

    def read_query(self, request: outside.ReadQueryRequest) -> outside.ReadQueryResult:
        self.asked_outside += 1
        return self.real.read_query(request)

    def caption(self, request: outside.CaptionRequest) -> outside.CaptionResult:
        self.asked_outside += 1
        return self.real.caption(request)
