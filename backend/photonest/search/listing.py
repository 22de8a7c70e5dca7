"""What a search found before a page of it is taken: ids in order, with as much evidence as was needed so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from photonest.search.fuse import Evidence, fuse, score_of
from photonest.search.positions import Ids, as_ids, as_uuids

MOST = 5_000
"""Photos that a ranking by meaning lists at most; beyond, nobody scrolls."""
CHUNK = 100
"""Photos that are judged again by exact evidence at once. The chunks lie where they lie whatever page is asked for,
so that pages neither repeat nor leave out a photo."""

Judge = Callable[[Sequence[UUID]], Mapping[UUID, Evidence]]


@dataclass(frozen=True)
class Listed:
    asset_id: UUID
    score: float
    evidence: Evidence


@dataclass
class Listing:
    """`ids` (bytes [n, 16]) best first, `total` of them, at most `MOST`."""

    ids: Ids
    total: int
    weak_from: int
    judge: Judge
    is_exact: bool
    """The order is by exact evidence already; otherwise by evidence that is rounded a little."""
    evidence: dict[UUID, Evidence] = field(default_factory=dict)

    def page(self, offset: int, limit: int) -> list[Listed]:
        """The best ones from `offset` on."""
        stop = min(offset + limit, len(self.ids))
        if self.is_exact or offset >= stop:
            return self.shown(as_uuids(self.ids[offset:stop]))
        found: list[Listed] = []
        first = offset // CHUNK
        for start in range(first * CHUNK, stop, CHUNK):
            chunk = self.shown(as_uuids(self.ids[start : start + CHUNK]))
            found += sorted(chunk, key=lambda one: (-one.evidence.total, str(one.asset_id)))
        return found[offset - first * CHUNK :][: stop - offset]

    def shown(self, ids: Sequence[UUID]) -> list[Listed]:
        """These with exact evidence, in this order, without those that went or lost their tags meanwhile."""
        missing = [asset_id for asset_id in ids if asset_id not in self.evidence]
        if missing:
            self.evidence |= self.judge(missing)
        known = ((asset_id, self.evidence.get(asset_id)) for asset_id in ids)
        return [
            Listed(asset_id, score_of(evidence), evidence)
            for asset_id, evidence in known
            if evidence is not None and evidence.is_listed
        ]


def nothing() -> Listing:
    return Listing(ids=as_ids([]), total=0, weak_from=0, judge=lambda _: {}, is_exact=True)


def exact(evidence: Mapping[UUID, Evidence], *, maybe_from: float) -> Listing:
    """Everything that the evidence lists, all of which is known."""
    ranking = fuse(evidence, maybe_from=maybe_from)
    ids = as_ids(key for key, _ in ranking.entries[:MOST])
    return Listing(
        ids=ids,
        total=len(ids),
        weak_from=min(ranking.weak_from, len(ids)),
        judge=lambda _: {},
        is_exact=True,
        evidence=dict(evidence),
    )
