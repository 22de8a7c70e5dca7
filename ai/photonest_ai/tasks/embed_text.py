"""Queries in the default space, and the words of the vocabulary they are near to.

The vector is that of the bare query, as the photo vectors are made of bare words (mAP 0.62 on 66 queries over 81
photographs, framed 0.57). For the concepts every query is put into one frame, "a photo of a …": bare words are near
to each other just for being bare words (mean similarity to all labels 0.22, framed 0.14), so with one threshold a
bare "dog" means half the vocabulary. On 80 object names the weight that falls on other objects is 1.43 of the right
one's bare, and 0.15 framed.
"""

from __future__ import annotations

import re

import numpy as np

from photonest_ai.errors import ModelBroken, ModelMissing
from photonest_ai.models.registry import Models
from photonest_ai.models.vocabulary import TAU
from photonest_ai.tasks import SPACE
from photonest_ai.tasks.lexicon import lexicon
from photonest_ai.tasks.spaces import embed_query
from photonest_ai.tasks.vectors import to_message
from photonest_contracts.inference import Concept, EmbeddedText, EmbedTextRequest, EmbedTextResult

STRANGE_FROM, STRANGE_NEAR, STRANGE_BONUS = 0.50, 0.06, 0.20
"""A query that no table knows ("champagne": wine glass 0.52): from which similarity its nearest words are taken for
meant, how near to the nearest others must be, and what is added."""
FRAME = re.compile(
    r"^\s*(?:(?:please\s+)?(?:show|find|give|get)(?:\s+me)?\s+)?(?:(?:all|any|some|my|our|the|a|an)\s+)*"
    r"(?:photos?|photographs?|pictures?|pics?|images?|snapshots?|shots?)\s+"
    r"(?:of|with|showing|containing|where\s+there\s+(?:is|are))\s+(?:(?:a|an|the|some|my)\s+)?",
    re.IGNORECASE,
)
"""``a photo of a``, ``show me all pictures with``: words about photos, not about what is in them."""
ARTICLE = re.compile(r"^(?:a|an|the|some|my|our)\s+", re.IGNORECASE)


def core_of(text: str) -> str:
    """The query without its frame and its first article; ``"a photo of a"`` alone stays as it is."""
    core = ARTICLE.sub("", FRAME.sub("", text, count=1).strip(), count=1).strip()
    return text.strip() if core.lower() in {"", "a", "an", "the"} else core


def framed(core: str) -> str:
    """The core in the one frame; a phrase or plural takes no article."""
    article = "" if " " in core or core.endswith("s") else "a "
    return f"a photo of {article}{core}"


def concepts(models: Models, vector: np.ndarray, core: str, *, has_objects: bool = True) -> tuple[Concept, ...]:
    """Tags with similarity ≥ `TAU`, best first, equal ones by name: the nearest vector of the tag, or what the
    lexicon grants.
    """
    similarities = models.vocabulary.similarities(vector)
    words = lexicon(has_objects=has_objects)
    granted = words.grants(core)
    if not granted and (best := float(similarities.max())) >= STRANGE_FROM:
        # No table knows the query, so the nearest words are the best guess there is.
        similarities[similarities >= best - STRANGE_NEAR] += STRANGE_BONUS
    for i, least in granted.items():
        similarities[i] = max(similarities[i], least)
    for i in words.refused(core):
        similarities[i] = -1.0
    tags = models.vocabulary.tags
    found = [(tags[i].name, min(float(similarities[i]), 1.0)) for i in np.flatnonzero(similarities >= TAU)]
    return tuple(Concept(name=n, similarity=s) for n, s in sorted(found, key=lambda pair: (-pair[1], pair[0])))


def _near(models: Models, core: str, space: str, *, has_objects: bool) -> tuple[Concept, ...]:
    """Concepts of the query. A pack's space is answered without them where the default models are not installed."""
    try:
        return concepts(models, models.minilm.embed(framed(core)), core, has_objects=has_objects)
    except (ModelMissing, ModelBroken):
        if space == SPACE:
            raise
        return ()


def embed_text(models: Models, request: EmbedTextRequest, *, has_objects: bool = True) -> EmbedTextResult:
    """One vector and its concepts for each text. Raises `SpaceUnknown`, `ModelMissing`, `ModelBroken`.

    The vector is of the space asked for; the concepts come from the default one, whatever is asked: tags are named
    by it.
    """
    space = request.space or SPACE
    found = []
    for text in request.texts:
        core = core_of(text)
        near = _near(models, core, space, has_objects=has_objects) if core else ()
        vector = to_message(SPACE, models.minilm.embed(core)) if space == SPACE else embed_query(models, core, space)
        found.append(EmbeddedText(vector=vector, concepts=near))
    return EmbedTextResult(texts=tuple(found))
