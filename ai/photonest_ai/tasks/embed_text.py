"""Queries in the default space, and the words of the vocabulary they are near to."""

from __future__ import annotations

import re

from photonest_ai.errors import SpaceUnknown
from photonest_ai.models.registry import Models
from photonest_ai.tasks import SPACE
from photonest_ai.tasks.vectors import to_message
from photonest_contracts.inference import Concept, EmbeddedText, EmbedTextRequest, EmbedTextResult

FRAME = re.compile(
    r"^\s*(?:(?:please\s+)?(?:show|find|give|get)(?:\s+me)?\s+)?(?:(?:all|any|some|my|our|the|a|an)\s+)*"
    r"(?:photos?|photographs?|pictures?|pics?|images?|snapshots?|shots?)\s+"
    r"(?:(?:of|with|showing|containing|where\s+there\s+(?:is|are))\s+)(?:(?:a|an|the|some|my)\s+)?",
    re.IGNORECASE,
)
"""``a photo of a``, ``show me all pictures with``: words about photos, not about what is in them."""


def core_of(text: str) -> str:
    """The query without its frame; ``"a photo of a"`` alone stays as it is."""
    core = FRAME.sub("", text, count=1).strip()
    return core or text.strip()


def embed_text(models: Models, request: EmbedTextRequest) -> EmbedTextResult:
    """One vector and its concepts for each text. Raises `SpaceUnknown`, `ModelMissing`, `ModelBroken`."""
    if request.space not in (None, SPACE):
        raise SpaceUnknown(f"This service offers no space {request.space!r}; it offers {SPACE}.")
    vocabulary, encoder = models.vocabulary, models.minilm
    found = []
    for text in request.texts:
        vector = encoder.embed(core_of(text))
        concepts = tuple(Concept(name=n, similarity=s) for n, s in vocabulary.concepts(vector)) if text.strip() else ()
        found.append(EmbeddedText(vector=to_message(SPACE, vector), concepts=concepts))
    return EmbedTextResult(texts=tuple(found))
