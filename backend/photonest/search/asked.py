"""One search on its way: who asks, what was understood, and what the models said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from photonest.accounts.models import User
from photonest.search import retrieve
from photonest.search.constraints import Asker
from photonest.search.fuse import SURE_FROM, Evidence
from photonest.search.meaning import Meaning
from photonest.search.models import EmbeddingSpace
from photonest.search.query.parts import Action, Count, Event, Mood, Query
from photonest.search.retrieve import ByTags, WantedTag
from photonest.search.spaces import InUse


@dataclass
class Asked:
    viewer: User
    query: Query
    asker: Asker
    within: InUse | None = None
    """The space of this search, and how its cosines are read."""
    meaning: Meaning | None = None
    wanted: dict[int, WantedTag] = field(default_factory=dict)
    maybe_from: float = SURE_FROM
    words: dict[UUID, float] = field(default_factory=dict)
    moods: dict[UUID, float] = field(default_factory=dict)
    events: dict[UUID, float] = field(default_factory=dict)
    counts: dict[UUID, float] = field(default_factory=dict)
    """How near each photo comes to the numbers of things asked for; those without a count are missing."""
    notes: list[str] = field(default_factory=list)
    vectors: int = 0
    """How many the viewer has in the space, where that was counted."""

    @property
    def space(self) -> EmbeddingSpace | None:
        return self.within.space if self.within else None

    def likeness(self, cosine: float) -> float:
        """A cosine of the search's space on the one scale that `fuse` knows."""
        return cosine if self.within is None else self.within.likeness(cosine)

    def cosine(self, likeness: float) -> float:
        """The cosine that reads as this likeness."""
        return likeness if self.within is None else self.within.cosine(likeness)

    @property
    def ranks(self) -> bool:
        """Something of the query is ranked, rather than only fulfilled or not."""
        return bool(
            self.query.meaning
            or self.wanted_moods
            or self.wanted_kinds_of_event
            or self.wanted_counts
            or self.wanted_actions
        )

    @property
    def has_phrases(self) -> bool:
        """A phrase stands in all that is left: then the meaning only ranks."""
        return bool(self.query.phrases)

    @property
    def wanted_moods(self) -> tuple[Mood, ...]:
        return tuple(part for part in self.query.each(Mood) if not part.negated)

    @property
    def wanted_kinds_of_event(self) -> tuple[Event, ...]:
        return tuple(part for part in self.query.each(Event) if not part.negated and not part.is_hard)

    @property
    def wanted_counts(self) -> tuple[Count, ...]:
        return tuple(part for part in self.query.each(Count) if not part.negated)

    @property
    def wanted_actions(self) -> tuple[Action, ...]:
        return tuple(part for part in self.query.each(Action) if not part.negated)

    def judge(self, ids: Sequence[UUID]) -> dict[UUID, Evidence]:
        """Exact evidence of those of `ids` about which anything is known, out of the database as it is now."""
        tags = retrieve.by_tags(self.viewer, self.wanted, limit=max(1, len(ids)), among=ids)
        likeness: dict[UUID, float] = {}
        if self.meaning is not None and self.space is not None:
            likeness = retrieve.likeness_of(self.viewer, self.space.pk, self.meaning.vector, ids)
        return self.evidence(ids, tags, likeness)

    def evidence(
        self, ids: Sequence[UUID], tags: dict[UUID, ByTags], likeness: dict[UUID, float]
    ) -> dict[UUID, Evidence]:
        """Everything that is known about each of `ids` put together; `likeness` holds cosines of the space."""
        nothing = ByTags(0.0, 0.0)
        return {
            asset_id: Evidence(
                strength=tags.get(asset_id, nothing).strength,
                proof=tags.get(asset_id, nothing).proof,
                likeness=None if asset_id not in likeness else self.likeness(likeness[asset_id]),
                words=self.words.get(asset_id, 0.0),
                has_phrases=self.has_phrases,
                mood=self.moods.get(asset_id, 0.0),
                event=self.events.get(asset_id, 0.0),
                count=self.counts.get(asset_id, 0.0) if self.wanted_counts else None,
                is_asked_for_looks=bool(self.query.meaning),
            )
            for asset_id in ids
        }
