"""Further embedding spaces (CLIP packs): what there is, and a picture's vector in one of them.

Wire format of ``POST /v1/embed_image``: the JSON of `EmbedImageRequest` in the header ``X-PhotoNest-Request``
(base64url), the picture as the raw body, exactly as in ``POST /v1/analyse``. A query gets its vector through
``POST /v1/embed_text`` with the name of the space.
"""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import Field

from photonest_contracts.inference import EncodedPreview, Message, RawPixels, Vector


class EmbedImageRequest(Message):
    """One picture to be placed in one space."""

    pixels: RawPixels | EncodedPreview = Field(discriminator="encoding")
    space: str
    """``name@version``; the service's default space is made by ``/v1/analyse`` and is not asked for here."""


class EmbedImageResult(Message):
    vector: Vector


class PackCard(Message):
    """One pack in the models folder, as the models page shows it."""

    space: str
    """``id@version``."""
    dim: Annotated[int, Field(ge=1, le=4000)]
    licence: str
    source: str
    """Where it came from: a folder, or ``owner/name@commit`` of a model hub."""
    size_bytes: int
    fingerprint: str
    """SHA-256 over the names and hashes of all its files; what ``--pin`` compares with."""
    state: Literal["ready", "loaded", "broken"]
    notice: str = ""


class PackList(Message):
    packs: tuple[PackCard, ...]
    adding: AddProgress | None = None
    """The pack that is being added right now, or what became of the last one."""


class AddPackRequest(Message):
    """A folder on the machine of the AI service, or ``owner/name[@revision]`` of a model hub."""

    source: Annotated[str, Field(min_length=1, max_length=400)]
    pin: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """Fingerprint that the pack must have; required for a hub, because what a hub serves may change."""


class AddProgress(Message):
    source: str
    state: Literal["running", "done", "failed"]
    words: str
    """What is happening, or why it failed: a sentence."""
    done_bytes: int = 0
    total_bytes: int = 0
    space: str = ""
    """Of the finished pack."""


PackList.model_rebuild()


class SpacesClient(Protocol):
    """The part of the service about further spaces, as its caller sees it."""

    def packs(self) -> PackList: ...

    def add_pack(self, request: AddPackRequest) -> AddProgress: ...

    def remove_pack(self, space: str) -> PackList: ...

    def embed_image(self, request: EmbedImageRequest, body: bytes | memoryview = b"") -> EmbedImageResult: ...
