"""What a query means to the AI service: its vector and the tags it is close to; remembered for a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from photonest.accounts.models import User
from photonest.ai.client import ai_client
from photonest.ai.errors import AIRefused
from photonest.ai.half_vectors import decode_vector
from photonest.core.errors import Unavailable
from photonest.search.retrieve import WantedTag, tag_ids
from photonest.search.words import tokens
from photonest_contracts.inference import EmbedTextRequest, InferenceClient, Task

TAU = 0.40
"""Similarity from which a tag counts as meant (design record, MODELS.md 4.2)."""
LOOK_TRUST = 0.6
"""Share of a look's weight: a scene or mood is a guess by rules, where a label or an object was learned."""
NEAR = 0.12
"""A tag proves something if its similarity is at most this far below the best word's: who asks for a zebra and has
the word is not answered by a cat (calibrated with `fuse.SURE_FROM`)."""
LOOKS_LIKE = 5
REMEMBERED = 256
MAX_NAME_WORDS = 4


@dataclass(frozen=True)
class Meaning:
    """A query as numbers. `concepts`: tag name -> similarity of its word to the query, over τ."""

    vector: tuple[float, ...]
    concepts: Mapping[str, float]


@dataclass(frozen=True)
class Abilities:
    """What the service's models can say: every word they have, and whether they find objects besides labels."""

    words: frozenset[str]
    has_objects: bool
    looks: frozenset[str] = frozenset()
    """Words that are only looks: scenes, colours, moods."""


NO_ABILITIES = Abilities(words=frozenset(), has_objects=False)
_remembered: OrderedDict[tuple[InferenceClient, str, str], Meaning] = OrderedDict()
_known: WeakKeyDictionary[InferenceClient, Abilities] = WeakKeyDictionary()
_lock = threading.Lock()


def read_meaning(text: str, *, space: str) -> Meaning:
    """Vector and concepts of `text` in `space`. Raises what `InferenceClient.embed_text` raises."""
    client = ai_client()
    key = (client, space, text)
    with _lock:
        if key in _remembered:
            _remembered.move_to_end(key)
            return _remembered[key]
    answer = client.embed_text(EmbedTextRequest(texts=(text,), space=space)).texts[0]
    meaning = Meaning(
        vector=tuple(decode_vector(answer.vector)),
        concepts={concept.name: concept.similarity for concept in answer.concepts if concept.similarity > TAU},
    )
    with _lock:
        _remembered[key] = meaning
        while len(_remembered) > REMEMBERED:
            _remembered.popitem(last=False)
    return meaning


def wanted_tags(viewer: User, meaning: Meaning | None, words: Sequence[str]) -> dict[int, WantedTag]:
    """Tag id -> weight for every tag the query is close to by meaning, or names outright.

    The second way needs no AI service and finds tags that people made. A name inside a longer query counts by the
    share of the query it covers: "moon" says little about "purple elephants on the moon".
    """
    similar = dict(meaning.concepts) if meaning else {}
    by_name = {name: share for name, share in _named(words).items() if share >= 0.5}
    ids = tag_ids(viewer, [*similar, *by_name])
    known = abilities() if meaning else NO_ABILITIES
    # A word that no switched-on model can give proves nothing by its absence; those they can give were judged already.
    possible = known.words | ids.keys()
    by_name = {name: share for name, share in by_name.items() if name not in known.words or not similar}
    similar = {name: similarity for name, similarity in similar.items() if name in possible}
    nearest = max(similar.values(), default=0.0) - NEAR
    wanted = {}
    for name in similar.keys() | (by_name.keys() & ids.keys()):
        similarity = max(similar.get(name, 0.0), (1 + by_name[name]) / 2 if name in by_name else 0.0)
        if name in ids and similarity > TAU:
            trust = LOOK_TRUST if name in known.looks else 1.0
            wanted[ids[name]] = WantedTag(
                name=name, similarity=similarity, weight=trust * (similarity - TAU), is_near=similarity >= nearest
            )
    return wanted


NAMED = 0.95
"""Similarity of a tag that was asked for by its very name."""


def with_things(viewer: User, wanted: Mapping[int, WantedTag], names: Sequence[str]) -> dict[int, WantedTag]:
    """The wanted tags and those of things whose number was asked for, which the grammar knows in every language."""
    things = {
        tag_id: WantedTag(name=name, similarity=NAMED, weight=NAMED - TAU, is_near=True)
        for name, tag_id in tag_ids(viewer, sorted(set(names))).items()
    }
    others = {key: replace(tag, is_near=tag.is_near and tag.similarity >= NAMED - NEAR) for key, tag in wanted.items()}
    return others | things


def with_action(viewer: User, wanted: Mapping[int, WantedTag], name: str, *, space: str | None) -> dict[int, WantedTag]:
    """The wanted tags and those that mean an action, whose English name the grammar knows: a surfboard, too."""
    try:
        similar = read_meaning(name, space=space).concepts if space is not None else {}
        meant = wanted_tags(viewer, Meaning(vector=(), concepts={**similar, name: NAMED}), ())
    except (Unavailable, AIRefused):
        return with_things(viewer, wanted, [name])  # by its own tag alone, then
    return with_things(viewer, wanted, ()) | meant


SAYS = 0.8
"""Similarity from which a tag says the same as a word that must not be: "automobile" excludes "car"."""


def tags_saying(viewer: User, texts: Iterable[str], *, space: str | None) -> dict[str, tuple[str, ...]]:
    """Text -> names of the tags by which photos of it are left out; none when no tag says it.

    By name, in the singular too, and by meaning where the AI service answers: of the tags on the viewer's photos and
    the words of the models. What others call their photos is nothing that a search may tell. A service that does not
    answer is waited for once, not once a text.
    """
    saying = {text: {form for words in [tokens(text)] if words for form in _forms(" ".join(words))} for text in texts}
    possible: frozenset[str] = frozenset()
    with suppress(Unavailable, AIRefused):  # without the service by name alone, of the tags that photos carry
        possible = abilities().words
        for text in saying if space is not None else ():
            concepts = read_meaning(text, space=space or "").concepts
            saying[text] |= {name for name, similarity in concepts.items() if similarity >= SAYS}
    carried = set(tag_ids(viewer, sorted(set().union(*saying.values()))))
    return {text: tuple(sorted(names & (carried | possible))) for text, names in saying.items()}


def _forms(name: str) -> set[str]:
    """A word and, where it looks like a plural, its singulars."""
    found = {name}
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if name.endswith(ending) and len(name) > len(ending) + 2:
            found.add(name.removesuffix(ending) + instead)
    return found


def looks_like(wanted: Mapping[int, WantedTag]) -> tuple[str, ...]:
    """The nearest words, for the page."""
    near = sorted((tag for tag in wanted.values() if tag.is_near), key=lambda tag: (-tag.similarity, tag.name))
    return tuple(tag.name for tag in near[:LOOKS_LIKE])


def _named(words: Sequence[str]) -> dict[str, float]:
    """Every run of words as a possible tag name -> the share of the query it covers."""
    runs = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + MAX_NAME_WORDS, len(words)) + 1):
            runs[" ".join(words[start:end])] = (end - start) / len(words)
    return runs


def abilities() -> Abilities:
    """Asked once a client. Raises what `InferenceClient` raises."""
    client = ai_client()
    with _lock:
        known = _known.get(client)
    if known is None:
        objects = [card for card in client.models().models if card.task == Task.OBJECTS]
        tags = client.vocabulary().tags
        known = Abilities(
            words=frozenset(tag.name for tag in tags),
            looks=frozenset(tag.name for tag in tags if tag.looks),
            has_objects=any(card.state in {"ready", "loaded"} for card in objects),
        )
        with _lock:
            _known[client] = known
    return known


def forget() -> None:
    """Drop everything remembered. For tests."""
    with _lock:
        _remembered.clear()
        _known.clear()
