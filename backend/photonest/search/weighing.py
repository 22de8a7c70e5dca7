"""From evidence to a listing, in the database or, in a large library, in memory; both list the same photos.

In the database every photo that can be listed is judged by all its evidence: whoever is over the threshold by tags, by
likeness or by words. In memory the same is added up for all photos at once, a little rounded; what a page shows is
judged again by exact evidence (`Listing.page`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING
from uuid import UUID

from photonest import access
from photonest.search import fuse, index, retrieve, tag_index
from photonest.search.asked import Asked
from photonest.search.listing import MOST, Listing, exact, nothing
from photonest.search.nearest import COLD, belongs_in_memory
from photonest.search.positions import Ids, Positions, as_ids, as_uuids
from photonest.search.scope import Scope, ids_of
from photonest.search.tag_index import OwnerTags

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DOUBTFUL = 20
"""Photos just over or under the line that are looked at exactly before "nothing found" is said or not said."""
ROUNDING = 0.006
"""What likeness in memory may be off by, twice."""


def weigh(asked: Asked, scope: Scope) -> Listing:
    """List the photos of `scope` that answer what was asked, best first."""
    if scope.size == 0:
        return nothing()
    _look_up(asked, scope)
    if asked.meaning is not None and asked.space is not None:
        hidden = None if scope.ids is not None else ids_of(access.hidden_assets(asked.viewer))
        version = index.shelf.version(asked.viewer.pk, asked.space.pk, None if hidden is None else hidden.tobytes())
        asked.vectors = version.rows
        if belongs_in_memory(asked.viewer, asked.space, scope, version):
            return _in_memory(asked, scope, version, hidden)
    return _in_database(asked, scope)


def _look_up(asked: Asked, scope: Scope) -> None:
    """Evidence by words, moods and events: short lists, always out of the database."""
    among = as_uuids(scope.ids) if scope.ids is not None and len(scope.ids) <= COLD else None
    found = retrieve.by_words(asked.viewer, asked.query.terms, limit=MOST, among=among)
    inside = Positions(scope.ids) if scope.ids is not None and among is None else None
    asked.words = _inside(found, inside)
    known = Positions(scope.ids) if scope.ids is not None and inside is None else inside
    asked.moods, asked.events = _inside(asked.moods, known), _inside(asked.events, known)
    asked.counts = _inside(asked.counts, known)


def _inside(found: dict[UUID, float], scope: Positions | None) -> dict[UUID, float]:
    if scope is None or not found:
        return found
    rows = scope.find(as_ids(found)).tolist()
    return {asset_id: value for (asset_id, value), row in zip(found.items(), rows, strict=True) if row >= 0}


# --- in the database -----------------------------------------------------------------------------


def _in_database(asked: Asked, scope: Scope) -> Listing:
    among = None if scope.ids is None else as_uuids(scope.ids)
    if asked.has_phrases and among is not None:
        return exact(asked.judge(among[: 10 * MOST]), maybe_from=asked.maybe_from)
    tags = retrieve.by_tags(asked.viewer, asked.wanted, limit=MOST, among=among)
    likeness = _likeness(asked, above=asked.cosine(fuse.WEAK_LIKENESS), among=among)
    listed = [asset_id for asset_id, found in tags.items() if found.strength >= fuse.WEAK_FROM]
    candidates = list(dict.fromkeys([*listed, *likeness, *asked.words, *asked.moods, *asked.events]))
    likeness |= _likeness(asked, above=-inf, among=[one for one in candidates if one not in likeness])
    if len(tags) >= MOST:  # the list was cut: others may have tags, too
        missing = [asset_id for asset_id in candidates if asset_id not in tags]
        tags |= retrieve.by_tags(asked.viewer, asked.wanted, limit=max(1, len(missing)), among=missing)
    return exact(_seen(asked, candidates, tags, likeness), maybe_from=asked.maybe_from)


def _likeness(asked: Asked, *, above: float, among: Sequence[UUID] | None) -> dict[UUID, float]:
    if asked.meaning is None or asked.space is None or (among is not None and not among):
        return {}
    limit = MOST if among is None or above > -inf else len(among)
    vector = asked.meaning.vector
    return retrieve.by_meaning(asked.viewer, asked.space.pk, vector, limit=limit, above=above, among=among)


def _seen(
    asked: Asked, ids: list[UUID], tags: dict[UUID, retrieve.ByTags], likeness: dict[UUID, float]
) -> dict[UUID, fuse.Evidence]:
    """Moods and events were asked for without a look at the trash."""
    unchecked = [one for one in ids if one not in tags and one not in likeness and one not in asked.words]
    seen = set(access.visible_assets(asked.viewer).filter(pk__in=unchecked).values_list("pk", flat=True))
    gone = {one for one in unchecked if one not in seen}
    return asked.evidence([one for one in ids if one not in gone], tags, likeness)


# --- in memory -----------------------------------------------------------------------------------


def _in_memory(asked: Asked, scope: Scope, version: index.Version, hidden: Ids | None) -> Listing:
    import numpy as np

    library = _read_library(asked, scope, version, hidden)
    listed, is_answer = _over_the_line(asked, library)
    if not _is_answered(asked, library, listed, is_answer):
        return nothing()
    is_sure = is_answer & (library.count >= 1) if asked.wanted_counts else is_answer
    total = library.strength + fuse.LIKENESS_WEIGHT * np.maximum(library.likeness - fuse.LIKENESS_FROM, 0)
    total += fuse.WORDS_WEIGHT * _words_count(asked, library)
    total += fuse.MOOD_WEIGHT * library.mood + fuse.EVENT_WEIGHT * library.event
    total += fuse.COUNT_WEIGHT * library.count
    rows = np.flatnonzero(listed)
    if len(rows) > MOST:
        rows = rows[np.argpartition(-total[rows], MOST)[:MOST]]
    rows = rows[np.lexsort((rows, -total[rows]))]
    sure = np.flatnonzero(is_sure[rows])
    return Listing(
        ids=library.ids[rows],
        total=len(rows),
        weak_from=int(sure[-1]) + 1 if len(sure) else 0,
        judge=asked.judge,
        is_exact=False,
    )


class _Library:
    """What is known about each photo of the scope, as columns; `ids` [n, 16]."""

    def __init__(self, ids: Ids, likeness: NDArray[np.float32]) -> None:
        import numpy as np

        self.ids, self.likeness = ids, likeness
        self.strength = np.zeros(len(ids), np.float32)
        self.proof = np.zeros(len(ids), np.float32)
        self.words = np.zeros(len(ids), np.float32)
        self.mood = np.zeros(len(ids), np.float32)
        self.event = np.zeros(len(ids), np.float32)
        self.count = np.zeros(len(ids), np.float32)
        self._positions: Positions | None = None

    def add(self, more: Sequence[tuple[UUID, fuse.Evidence]]) -> None:
        """More photos, behind the others."""
        import numpy as np

        def longer(column: NDArray[np.float32], values: list[float]) -> NDArray[np.float32]:
            return np.concatenate([column, np.array(values, np.float32)])

        self.ids = np.concatenate([self.ids, as_ids(one for one, _ in more)])
        self.likeness = longer(self.likeness, [known.likeness or 0.0 for _, known in more])
        self.strength = longer(self.strength, [known.strength for _, known in more])
        self.proof = longer(self.proof, [known.proof for _, known in more])
        self.words, self.mood, self.event, self.count = (
            longer(column, [0.0] * len(more)) for column in (self.words, self.mood, self.event, self.count)
        )
        self._positions = None

    def write(self, column: NDArray[np.float32], found: Mapping[UUID, float]) -> None:
        if not found:
            return
        import numpy as np

        self._positions = self._positions or Positions(self.ids)
        rows = self._positions.find(as_ids(found))
        values = np.fromiter(found.values(), np.float32, len(found))
        column[rows[rows >= 0]] = values[rows >= 0]


def _read_library(asked: Asked, scope: Scope, version: index.Version, hidden: Ids | None) -> _Library:
    import numpy as np

    assert asked.meaning is not None
    assert asked.space is not None
    assert asked.within is not None
    viewer = asked.viewer
    with (
        index.shelf.take(viewer.pk, asked.space.pk, version, asked.space.dim) as vectors,
        tag_index.shelf.take(
            viewer.pk,
            lambda: OwnerTags(viewer.pk, object_trust=retrieve.OBJECT_TRUST, object_proof=retrieve.OBJECT_PROOF),
        ) as tags,
    ):
        new = tags.refresh()
        rows = scope.rows_in(vectors, hidden)
        library = _Library(
            vectors.assets if rows is None else vectors.assets[rows],
            asked.within.likenesses(vectors.cosines(asked.meaning.vector, rows)),
        )
        strength, proof = tags.evidence(asked.wanted)
        at = tags.rows_in(vectors)
        whole = np.zeros((2, len(vectors.ids)), np.float32)
        whole[0, at[at >= 0]], whole[1, at[at >= 0]] = strength[at >= 0], proof[at >= 0]
        library.strength, library.proof = whole if rows is None else whole[:, rows]
        lonely = tags.assets[(at < 0) & (strength >= fuse.WEAK_FROM)]
    _add_new_tags(asked, library, new)
    _add_without_vector(asked, scope, library, [*as_uuids(lonely[:MOST]), *new])
    library.write(library.words, asked.words)
    library.write(library.mood, asked.moods)
    library.write(library.event, asked.events)
    library.write(library.count, asked.counts)
    return library


def _add_new_tags(asked: Asked, library: _Library, new: list[UUID]) -> None:
    if not new:
        return
    tags = retrieve.by_tags(asked.viewer, asked.wanted, limit=len(new), among=new)
    library.write(library.strength, {one: tags[one].strength if one in tags else 0.0 for one in new})
    library.write(library.proof, {one: tags[one].proof if one in tags else 0.0 for one in new})


def _add_without_vector(asked: Asked, scope: Scope, library: _Library, tagged: list[UUID]) -> None:
    """Photos with words, tags or a mood, but no vector yet: they are few, and judged in the database."""

    candidates = list(dict.fromkeys([*asked.words, *tagged, *asked.moods, *asked.events]))
    if not candidates:
        return
    ids = as_ids(candidates)
    is_lonely = Positions(library.ids).find(ids) < 0
    if scope.ids is not None:
        is_lonely &= Positions(scope.ids).find(ids) >= 0
    lonely = as_uuids(ids[is_lonely])[:MOST]
    seen = set(access.visible_assets(asked.viewer).filter(pk__in=lonely).values_list("pk", flat=True)) if lonely else ()
    lonely = [one for one in lonely if one in seen]
    if not lonely:
        return
    known = asked.judge(lonely)
    more = [(one, known[one]) for one in lonely if one in known]
    library.add(more)


def _over_the_line(asked: Asked, library: _Library) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Who is listed, who answers (so many things or not); the same tests as `Evidence`, on columns."""
    is_answer = (
        (library.proof >= fuse.SURE_FROM)
        | (library.words >= fuse.WORDS_FROM)
        | (library.likeness >= fuse.SURE_LIKENESS)
        | (library.event >= fuse.SURE_EVENT)
    )
    if asked.has_phrases:
        is_answer[:] = True
    if not asked.query.meaning:
        is_answer |= library.mood > 0
    listed = (
        is_answer
        | (library.strength >= fuse.WEAK_FROM)
        | (library.likeness >= fuse.WEAK_LIKENESS)
        | (library.event >= fuse.WEAK_EVENT)
    )
    return listed, is_answer


def _is_answered(asked: Asked, library: _Library, listed: NDArray[np.bool_], is_answer: NDArray[np.bool_]) -> bool:
    """Does any photo answer, or is proven enough? A handful near the line is looked at exactly."""
    import numpy as np

    is_proof = is_answer | (library.proof >= asked.maybe_from)
    if np.count_nonzero(is_proof) > DOUBTFUL or asked.has_phrases:
        return True
    close = is_proof | (library.likeness >= asked.likeness(asked.cosine(fuse.SURE_LIKENESS) - ROUNDING))
    rows = np.flatnonzero(close & listed)[: 2 * DOUBTFUL]
    known = asked.judge(as_uuids(library.ids[rows])) if len(rows) else {}
    return any(evidence.is_answer or evidence.proof >= asked.maybe_from for evidence in known.values())


def _words_count(asked: Asked, library: _Library) -> NDArray[np.float32]:
    import numpy as np

    if asked.has_phrases:
        return np.ones(len(library.ids), np.float32)
    return np.where(library.words >= fuse.WORDS_FROM, library.words, 0.5 * library.words)
