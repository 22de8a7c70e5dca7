"""What a viewer's text means in the space that their search uses: a pack's, a provider's, or the built-in one.

A space that fails steps aside: the built-in one answers, with a note on the page. So search never depends on what an
operator added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from photonest.accounts.models import User
from photonest.ai.client import ai_client
from photonest.ai.errors import AIRefused
from photonest.ai.half_vectors import decode_vector
from photonest.core.errors import NotAllowed, Unavailable
from photonest.providers.queries import allowed_card
from photonest.providers.services import leaving
from photonest.search.meaning import Meaning, read_meaning
from photonest.search.models import SpaceKind
from photonest.search.spaces import InUse, built_in_space
from photonest_contracts.inference import Vector
from photonest_contracts.providers import OutsideTask, Provider, ProviderCard, WordsRequest

QUERY_S = 3.0
"""As long as a search waits for a provider outside."""
STEPPED_ASIDE = "{space} did not answer, so this search used the built-in models. {reason}"


@dataclass(frozen=True)
class Understanding:
    """`meaning` is of the space `within`. `note`: a sentence for the page, empty when all went as set."""

    within: InUse
    meaning: Meaning
    note: str = ""


def understand(viewer: User, text: str, within: InUse) -> Understanding:
    """What `text` means in the space `within`. Raises what `read_meaning` raises when no space answers."""
    try:
        return Understanding(within, _meaning(viewer, text, within))
    except (Unavailable, AIRefused, NotAllowed) as problem:
        built_in = built_in_space()
        if built_in is None or built_in.pk == within.space.pk:
            raise
        note = STEPPED_ASIDE.format(space=within.space.name, reason=problem.message)
        return Understanding(InUse(built_in), read_meaning(text, space=built_in.name), note)


def _meaning(viewer: User, text: str, within: InUse) -> Meaning:
    if within.space.kind != SpaceKind.WORDS:
        return read_meaning(text, space=within.space.name)
    built_in = built_in_space()
    concepts = read_meaning(text, space=built_in.name) if built_in else Meaning(vector=(), concepts={})
    (vector,) = embed_outside(viewer, [text], about="query", timeout_s=QUERY_S)
    return replace(concepts, vector=tuple(decode_vector(vector)))


def embed_outside(
    viewer: User, texts: Sequence[str], *, about: str, timeout_s: float, card: ProviderCard | None = None
) -> tuple[Vector, ...]:
    """Vectors of texts by the provider, where the viewer allows it. Raises `ConsentMissing` and other refusals."""
    from photonest.providers.errors import ConsentMissing

    card = card or allowed_card(viewer.pk, Provider.OPENAI, OutsideTask.EMBED_WORDS)
    if card is None:
        raise ConsentMissing("You did not allow the words of your searches to leave this machine.")
    with leaving(viewer.pk, card, about=about) as leave:
        leave.sent_bytes = sum(len(text.encode()) for text in texts)
        answer = ai_client().embed_words(WordsRequest(texts=tuple(texts), timeout_s=timeout_s))
        leave.sent_bytes = answer.sent_bytes
    return answer.vectors
