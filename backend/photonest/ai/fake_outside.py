"""The fake's part about packs and providers: it has none, and counts whoever asks nevertheless."""

from __future__ import annotations

from typing import NoReturn

from photonest.ai.errors import AINotReady, AIRefused
from photonest_contracts.providers import (
    CaptionRequest,
    CaptionResult,
    LookRequest,
    LookResult,
    ProviderList,
    ReadQueryRequest,
    ReadQueryResult,
    WordsRequest,
    WordsResult,
)
from photonest_contracts.spaces import AddPackRequest, AddProgress, EmbedImageRequest, EmbedImageResult, PackList


class NothingOutside:
    """Base of `FakeAI`: no pack is installed and no provider is set up."""

    asked_outside = 0
    """Requests that would have left the machine: tests assert that there are none without a yes."""

    def packs(self) -> PackList:
        return PackList(packs=())

    def add_pack(self, request: AddPackRequest) -> AddProgress:
        return AddProgress(source=request.source, state="failed", words="The fake takes no packs.")

    def remove_pack(self, space: str) -> PackList:
        raise AIRefused(f"There is no pack {space} in the models folder.", ai_code="pack_invalid")

    def embed_image(
        self,
        request: EmbedImageRequest,
        body: bytes | memoryview = b"",  # noqa: ARG002  (the contract)
    ) -> EmbedImageResult:
        raise AIRefused(f"There is no pack for the space {request.space!r}.", ai_code="space_unknown")

    def providers(self) -> ProviderList:
        return ProviderList(providers=())

    def look(self, request: LookRequest) -> LookResult:  # noqa: ARG002  (the contract)
        self._refuse()

    def embed_words(self, request: WordsRequest) -> WordsResult:  # noqa: ARG002  (the contract)
        self._refuse()

    def read_query(self, request: ReadQueryRequest) -> ReadQueryResult:  # noqa: ARG002  (the contract)
        self._refuse()

    def caption(self, request: CaptionRequest) -> CaptionResult:  # noqa: ARG002  (the contract)
        self._refuse()

    def _refuse(self) -> NoReturn:
        self.asked_outside += 1
        raise AINotReady("No provider is set up.", ai_code="provider_off")
