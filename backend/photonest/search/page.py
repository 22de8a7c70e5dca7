"""What a search answers: a page of hits, each with its reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from photonest.assets.models import Asset
from photonest.search.query.editing import Parse
from photonest.search.query.parts import Query
from photonest.search.sorting import BY_RELEVANCE


@dataclass(frozen=True)
class Hit:
    """One found asset. `score` 0..1; `why`: at least one sentence fragment ("tag: beach 0.81")."""

    asset: Asset
    score: float
    why: tuple[str, ...]
    has_motion: bool = False
    """A live or motion photo: a short video belongs to it."""
    copy_set: UUID | None = None
    """Of which set of near duplicates it is one; ``None``: of none."""


@dataclass(frozen=True)
class WithoutPart:
    """What a search would find if one of its hard parts were dropped."""

    chip: str
    """The part, as its chip names it."""
    text: str
    """The search without it."""
    count: int


@dataclass(frozen=True)
class SearchPage:
    """The answer to one query, hits best first."""

    query: str
    understood: dict[str, Any]
    read: Query = field(default_factory=Query)
    """What was understood, part by part."""
    reader: Parse = field(default=lambda text: Query(text=text), compare=False)
    """What read it: the names and the clock of this search."""
    hits: tuple[Hit, ...] = ()
    total: int = 0
    """All photos that were found, of which `hits` are a page; a ranking by meaning lists 5,000 at most."""
    sort: str = BY_RELEVANCE
    weak_from: int = 0
    """Hits from this position of the page on are less certain; only known when they are sorted by relevance."""
    without: tuple[WithoutPart, ...] = ()
    """When nothing was found: which single part, if dropped, would find how many."""
    looks_like: tuple[str, ...] = ()
    """Words of the model's vocabulary that the query was read as."""
    suggestions: tuple[str, ...] = ()
    """What to try instead, when nothing was found."""
    notes: tuple[str, ...] = ()
    """Sentences for the page: what could not be done this time."""
    searched: int = 0
    """Photos that were looked through."""
    waiting: int = 0
    """Photos not yet searchable."""
    seconds: float = field(default=0.0, compare=False)

    @property
    def nothing_found(self) -> bool:
        return not self.hits

    @property
    def every_note(self) -> tuple[str, ...]:
        """For those who see no chips: what single parts cannot do, and then `notes`."""
        return (*(f"{part.chip}: {part.note}." for part in self.read.in_order_of_text if part.note), *self.notes)
