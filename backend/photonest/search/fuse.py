"""Three kinds of evidence -> one score from 0 to 1 and a cut-off that may say "nothing found"; pure.

Every number here was chosen on the photographs and queries that docs/what-the-default-model-knows.md lists, for the
default space; another space needs its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import Generic, TypeVar

Key = TypeVar("Key")

LIKENESS_FROM = 0.2
"""Cosine of a photo that has nothing to do with the query; below it, likeness says nothing."""
LIKENESS_WEIGHT = 0.1
"""Small: the tags say more than a vector made of ten labels. 0.5 cost 0.06 of the mean average precision."""
WORDS_WEIGHT = 0.6
WORDS_FROM = 0.5
"""Share of the query's words that must stand in names, captions or places to prove anything."""
SURE_FROM = 0.147
"""Proof by near tags from which a photo answers the query."""
SURE_LIKENESS = 0.7
"""Cosine from which likeness alone proves it: a photo of little content is like many things, hence so high."""
MAYBE_FROM = 0.074
"""Proof from which photos are listed as less certain although none is sure, where only labels are known: without the
detector most everyday things have no word of their own, and 0.15 left six of fourteen category queries empty. Of 49
queries that nothing answers, 20 % then list something, always as less certain (4 % before)."""
WEAK_FROM = 0.07
WEAK_LIKENESS = 0.50
"""Evidence from which a photo is listed below the sure ones. Low, for whoever reads on past them finds more of what
there is; but from 0.01 and 0.40 on, lists were half as long again for 0.005 of the mean average precision."""
SURE_EVENT, WEAK_EVENT = 0.5, 0.3
"""Probability of a kind of event from which its photos answer for it, and from which they are listed."""
MOOD_WEIGHT = EVENT_WEIGHT = 0.3
COUNT_WEIGHT = 2.0
"""High: of photos of dogs those with the asked number come first, whatever else speaks for the others."""
STEEPNESS = 3.0
"""Turns open-ended evidence into a score: one tag known for sure (0.65) gives 0.86."""


@dataclass(frozen=True)
class Evidence:
    """What is known about one asset. `strength`, `proof` >= 0; `likeness` -1..1; `words` 0..1."""

    strength: float = 0.0
    proof: float = 0.0
    likeness: float | None = None
    words: float = 0.0
    has_phrases: bool = False
    mood: float = 0.0
    """Score of the surest mood that was asked for."""
    event: float = 0.0
    """Probability that it belongs to an event of the kind that was asked for."""
    alike: float = 0.0
    """Likeness to the photo that more like was asked of; then a meaning only ranks."""
    count: float | None = None
    """How near the number of things comes to the one asked for, 1 exactly; None where no number was asked for."""
    is_asked_for_looks: bool = True
    """A meaning was asked for; then a mood only ranks."""

    @property
    def is_in_words(self) -> bool:
        """Does any word of the query stand in a name, caption, place or camera?"""
        return self.has_phrases or self.words > 0

    @property
    def is_sure(self) -> bool:
        """Does this asset answer the query, rather than merely being the nearest there is?"""
        return self.is_answer and (self.count is None or self.count >= 1)

    @property
    def is_answer(self) -> bool:
        """The same, however many things were asked for."""
        return (
            self.has_phrases
            or self.proof >= SURE_FROM
            or self.words >= WORDS_FROM
            or (self.likeness is not None and self.likeness >= SURE_LIKENESS)
            or self.event >= SURE_EVENT
            or self.alike > 0
            or (self.mood > 0 and not self.is_asked_for_looks)
        )

    @property
    def is_listed(self) -> bool:
        return (
            self.is_answer
            or self.strength >= WEAK_FROM
            or (self.likeness is not None and self.likeness >= WEAK_LIKENESS)
            or self.event >= WEAK_EVENT
        )

    @property
    def total(self) -> float:
        """Tag level and cosine added, as in MODELS.md 4.1, plus what the words say."""
        likeness = max(0.0, (self.likeness or 0.0) - LIKENESS_FROM)
        words = self.words if self.words >= WORDS_FROM else 0.5 * self.words
        said = WORDS_WEIGHT * (1.0 if self.has_phrases else words)
        aside = MOOD_WEIGHT * self.mood + EVENT_WEIGHT * self.event + self.alike
        aside += COUNT_WEIGHT * (self.count or 0.0)
        return self.strength + LIKENESS_WEIGHT * likeness + said + aside


@dataclass(frozen=True)
class Ranking(Generic[Key]):
    """Keys with scores, best first. `weak_from`: from this position on, no entry is sure."""

    entries: tuple[tuple[Key, float], ...] = ()
    weak_from: int = 0


def score_of(known: Evidence) -> float:
    """From 0 to 1."""
    return round(1 - exp(-STEEPNESS * known.total), 4)


def fuse(evidence: Mapping[Key, Evidence], *, maybe_from: float = SURE_FROM) -> Ranking[Key]:
    """Rank by total evidence, ties by key; nothing at all unless at least one asset is sure, or proven `maybe_from`.

    The cut is lenient once something was found: a photo with weak evidence is worth a look at the end of the list,
    but a list of weak evidence alone would be the library in a random order.
    """
    if not any(known.is_answer or known.proof >= maybe_from for known in evidence.values()):
        return Ranking()
    listed = [(known.total, key, known.is_sure) for key, known in evidence.items() if known.is_listed]
    listed.sort(key=lambda entry: (-entry[0], str(entry[1])))
    return Ranking(
        entries=tuple((key, score_of(evidence[key])) for _, key, _ in listed),
        weak_from=max((position for position, (_, _, is_sure) in enumerate(listed, 1) if is_sure), default=0),
    )
