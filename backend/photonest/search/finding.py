"""The walk from a search text to a page of hits: parse, retrieve, fuse, explain."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, prefetch_related_objects

from photonest import access
from photonest.accounts.models import User
from photonest.ai.errors import AIRefused
from photonest.assets.models import AssetState
from photonest.core.errors import Unavailable
from photonest.search import index, retrieve, tag_index
from photonest.search.fuse import MAYBE_FROM, SURE_FROM, Evidence, Ranking, fuse
from photonest.search.meaning import Meaning, abilities, looks_like, read_meaning, wanted_tags
from photonest.search.models import EmbeddingSpace
from photonest.search.page import Hit, SearchPage
from photonest.search.parse import Query, parse
from photonest.search.queries import active_space
from photonest.search.reasons import reasons
from photonest.search.retrieve import ByTags, WantedTag
from photonest.search.suggestions import suggest
from photonest.search.tag_index import OwnerTags
from photonest.search.vocabulary import clock_of, vocabulary_of
from photonest.tags.queries import OWN_TAGS

DEFAULT_LIMIT = 100
MAX_LIMIT = 5_000
CANDIDATES = 200
"""How many of each ranked list are looked at, at least; twice the wanted hits when that is more."""
MEANING_OFF = "Search by meaning is not available right now; names, places and tags were searched. {reason}"
SHOWN = (
    "filename", "ratio", "colour_rgb", "kind", "frame_count", "motion_length", "thumbhash", "local_at", "title",
    "description", "city", "region", "country", "camera_make", "camera_model", "lens", "extra",
)  # fmt: skip
"""Columns of a hit and of its reasons; loading all fifty of each row took longer than finding them."""
NOTHING_YET = "No photo has been analysed yet, so only names and places were searched."


@dataclass
class _Search:
    """One search on its way; each step adds to it."""

    viewer: User
    query: Query
    limit: int
    space: EmbeddingSpace | None = None
    meaning: Meaning | None = None
    wanted: dict[int, WantedTag] = field(default_factory=dict)
    evidence: dict[UUID, Evidence] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    vectors: int = 0
    """How many the viewer has in the space."""

    maybe_from: float = SURE_FROM

    @property
    def depth(self) -> int:
        return max(CANDIDATES, 2 * self.limit)


def find(viewer: User, text: str, *, limit: int = DEFAULT_LIMIT) -> SearchPage:
    """Search what the viewer may see. Raises `QueryError` only; a missing AI service is a note on the page."""
    started = time.perf_counter()
    search = _Search(
        viewer, parse(text, vocabulary=vocabulary_of(viewer), clock=clock_of(viewer)), max(1, min(limit, MAX_LIMIT))
    )
    ranking: Ranking[UUID] = Ranking()
    if not search.query.is_empty:
        _understand(search)
        _retrieve(search)
        ranking = fuse(search.evidence, maybe_from=search.maybe_from)
    hits = _hits(search, ranking)
    waiting = access.visible_assets(viewer).order_by().filter(state=AssetState.PROCESSING).count()
    return SearchPage(
        query=text,
        understood=_understood(search.query),
        hits=hits,
        weak_from=min(ranking.weak_from, len(hits)),
        looks_like=looks_like(search.wanted),
        suggestions=() if hits else tuple(one.text for one in suggest(viewer)),
        notes=tuple(search.notes),
        searched=_searched(search, waiting),
        waiting=waiting,
        seconds=time.perf_counter() - started,
    )


def _searched(search: _Search, waiting: int) -> int:
    """How many photos were looked through. In a large library the vectors are counted already; the trash is not."""
    visible = access.visible_assets(search.viewer).order_by()
    if search.vectors > index.FROM_PHOTOS:
        return search.vectors - access.trashed_assets(search.viewer).order_by().count()
    return visible.count() - waiting


def _understood(query: Query) -> dict[str, object]:
    told: dict[str, object] = {}
    if query.meaning:
        told["meaning"] = query.meaning
    if query.phrases:
        told["phrases"] = [" ".join(words) for words in query.phrases]
    return told


def _understand(search: _Search) -> None:
    if not search.query.meaning:
        return
    search.space = active_space()
    if search.space is None:
        search.notes.append(NOTHING_YET)
    else:
        try:
            search.meaning = read_meaning(search.query.meaning, space=search.space.name)
            search.wanted = wanted_tags(search.viewer, search.meaning, search.query.words)
            search.maybe_from = SURE_FROM if abilities().has_objects else MAYBE_FROM
        except (Unavailable, AIRefused) as problem:  # down, a model is missing, or it knows another space
            search.meaning = None
            search.notes.append(MEANING_OFF.format(reason=problem.message))
    if search.meaning is None:
        search.wanted = wanted_tags(search.viewer, None, search.query.words)


def _retrieve(search: _Search) -> None:
    """Collect the evidence of every asset that may be a hit.

    Each list is cut at `depth`; what one list found is then looked up in the others, so that every candidate is
    judged by all its evidence.
    """
    viewer, query = search.viewer, search.query
    among: list[UUID] | None = None
    if query.phrases:
        among = retrieve.with_phrases(viewer, query.phrases, limit=10 * MAX_LIMIT)
        if not among:
            return
    words = retrieve.by_words(viewer, query.terms, limit=search.depth, among=among)
    likeness: dict[UUID, float] = {}
    version: index.Version | None = None
    if search.meaning is not None and search.space is not None:
        version = index.shelf.version(viewer.pk, search.space.pk)
        search.vectors = version.rows
    if among is None and version is not None and version.rows > index.FROM_PHOTOS:
        tags, likeness = _from_memory(search, version, words)
    else:
        tags = retrieve.by_tags(viewer, search.wanted, limit=search.depth, among=among)
        candidates = set(among or ()) | set(words) | set(tags)
        if search.meaning is not None and search.space is not None:
            vector = search.meaning.vector
            if among is None:
                likeness = retrieve.by_meaning(viewer, search.space.pk, vector, limit=search.depth)
            missing = list(candidates - likeness.keys())
            likeness |= retrieve.likeness_of(viewer, search.space.pk, vector, missing)
        if among is None and len(tags) >= search.depth:  # the list was cut: others may have tags, too
            missing = list((likeness.keys() | words.keys()) - tags.keys())
            tags |= retrieve.by_tags(viewer, search.wanted, limit=max(1, len(missing)), among=missing)
    for asset_id in {*words, *tags, *likeness, *(among or ())}:
        by_tag = tags.get(asset_id)
        search.evidence[asset_id] = Evidence(
            strength=by_tag.strength if by_tag else 0.0,
            proof=by_tag.proof if by_tag else 0.0,
            likeness=likeness.get(asset_id),
            words=words.get(asset_id, 0.0),
            has_phrases=among is not None,
        )


def _from_memory(
    search: _Search, version: index.Version, words: dict[UUID, float]
) -> tuple[dict[UUID, ByTags], dict[UUID, float]]:
    """In a large library memory names the candidates, and the database judges them."""
    viewer, space_id = search.viewer, search.space.pk if search.space else 0
    vector = search.meaning.vector if search.meaning else ()
    taken = search.depth
    while True:
        near = index.shelf.nearest(viewer.pk, space_id, version, vector, taken)
        strong = _strongest(search, space_id, taken)
        found = list({*words, *near, *strong})
        tags = retrieve.by_tags(viewer, search.wanted, limit=max(1, len(found)), among=found)
        likeness = retrieve.likeness_of(viewer, space_id, vector, found)
        seen = tags.keys() | likeness.keys()
        # What lies in the trash is remembered, too; where it takes too many places, more are asked for.
        if all(len(ranked) < taken or sum(one in seen for one in ranked) >= search.depth for ranked in (near, strong)):
            return tags, likeness
        taken *= retrieve.WIDER


def _strongest(search: _Search, space_id: int, limit: int) -> list[UUID]:
    if not search.wanted:
        return []
    weights = {tag_id: tag.weight for tag_id, tag in search.wanted.items()}
    key = (search.viewer.pk, space_id)
    with tag_index.shelf.take(key, lambda: OwnerTags(*key, object_trust=retrieve.OBJECT_TRUST)) as tags_of_owner:
        return tags_of_owner.strongest(weights, limit)


def _hits(search: _Search, ranking: Ranking[UUID]) -> tuple[Hit, ...]:
    """Load what is shown. The rows come out of `visible_assets` once more: nothing else ever leaves."""
    best = ranking.entries[: search.limit]
    loaded = (
        access.visible_assets(search.viewer)
        .annotate(motion_id=F("motion_part__id"))
        .only(*SHOWN)
        .in_bulk([asset_id for asset_id, _ in best])
    )
    shown = [(loaded[asset_id], score) for asset_id, score in best if asset_id in loaded]
    in_words = [asset for asset, _ in shown if search.evidence[asset.pk].is_in_words]
    prefetch_related_objects(in_words, "names", OWN_TAGS)  # the others are not explained by their names
    why = reasons(
        [asset for asset, _ in shown],
        search.evidence,
        wanted=search.wanted,
        terms=search.query.terms,
        phrases=search.query.phrases,
    )
    return tuple(
        Hit(
            asset=asset,
            score=score,
            why=why[asset.pk],
            has_motion=asset.motion_length is not None or asset.motion_id is not None,
        )
        for asset, score in shown
    )
