"""Text vectors by OpenAI or a server like it: captions, tags and text of photos, and queries. It embeds no pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from photonest_ai.errors import ProviderBroken
from photonest_ai.runtime.openai_like import Connection
from photonest_ai.settings import OpenAILike

if TYPE_CHECKING:
    import openai

NATIVE = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072}
"""Models that can be asked for fewer numbers than they give by themselves."""
QUERY_S = 5.0
"""From so much time on it is background work, which is tried again."""


def space_of(settings: OpenAILike) -> str:
    """The space of these vectors: ``text-embedding-3-small@1536``."""
    plain = "".join(c if c.isalnum() or c in "._-" else "-" for c in settings.model.lower())
    return f"{plain[:60]}@{settings.dim}"


class OpenAIWords:
    def __init__(self, settings: OpenAILike, connection: Connection | None = None) -> None:
        self.space = space_of(settings)
        self._settings = settings
        self._connection = connection or Connection(settings, name="The text model")

    def embed(self, texts: Sequence[str], *, timeout_s: float) -> tuple[np.ndarray, int]:
        """float32 [n, dim], each of length 1, and the bytes that left. Raises kinds of `AIError`."""
        options: dict[str, Any] = {}
        if NATIVE.get(self._settings.model, self._settings.dim) != self._settings.dim:
            options["dimensions"] = self._settings.dim

        def work(client: openai.OpenAI) -> np.ndarray:
            answer = client.embeddings.create(
                model=self._settings.model,
                input=[text or " " for text in texts],
                encoding_format="float",
                **options,
            )
            return self._checked(answer, len(texts))

        return self._connection.call(work, timeout_s=timeout_s, repeats=timeout_s > QUERY_S)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _checked(self, answer: Any, count: int) -> np.ndarray:
        rows = getattr(answer, "data", None)
        if not isinstance(rows, list) or len(rows) != count:
            raise ProviderBroken(f"{self._connection.host} sent no vector for each of {count} texts.")
        found = {getattr(row, "index", None): getattr(row, "embedding", None) for row in rows}
        vectors = [found.get(number) for number in range(count)]
        for vector in vectors:
            if not isinstance(vector, list) or not all(
                isinstance(v, (int, float)) and math.isfinite(v) for v in vector
            ):
                raise ProviderBroken(f"{self._connection.host} sent a vector that holds no numbers.")
            if len(vector) != self._settings.dim:
                raise ProviderBroken(
                    f"{self._connection.host} sent vectors of {len(vector)} numbers where {self._settings.dim} are set "
                    "(PHOTONEST_AI_OPENAI_DIM)."
                )
        matrix = np.asarray(vectors, np.float32)
        return np.asarray(matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12), np.float32)
