"""The walk from a search text to a page of hits: parse, keep what must hold, rank, explain."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet, prefetch_related_objects

from photonest import access
from photonest.accounts.models import User
from photonest.ai.errors import AIRefused
from photonest.assets.id_lists import id_in
from photonest.assets.models import Asset, AssetState
from photonest.assets.queries import copy_sets
from photonest.core.errors import Unavailable
from photonest.search import columns, index, more_like, softly
from photonest.search.asked import Asked
from photonest.search.behind import said_behind
from photonest.search.constraints import Asker, constrain
from photonest.search.fuse import MAYBE_FROM, SURE_FROM
from photonest.search.listing import Listed, Listing, nothing
from photonest.search.meaning import abilities, looks_like, tags_saying, wanted_tags, with_action, with_things
from photonest.search.page import Hit, SearchPage
from photonest.search.parse import Query
from photonest.search.positions import as_uuids
from photonest.search.query.parts import Either, Like, Meaning, Part
from photonest.search.reasons import reasons
from photonest.search.scope import Scope, scope_of
from photonest.search.second_reading import read_again
from photonest.search.sorting import BY_RELEVANCE, BY_TIME, OLDEST, order
from photonest.search.spaces import built_in_space, in_use
from photonest.search.suggestions import suggest
from photonest.search.understanding import understand
from photonest.search.understood import understood
from photonest.search.vocabulary import TextReader, reader_of
from photonest.search.weighing import weigh
from photonest.search.without import without_each
from photonest.tags.queries import OWN_TAGS

DEFAULT_LIMIT = 100
MAX_LIMIT = 5_000
MEANING_OFF = "Search by meaning is not available right now; names, places and tags were searched. {reason}"
NOTHING_YET = "No photo has been analysed yet, so only names and places were searched."
CANNOT_CHOOSE = "No tag says “{text}”, so only the other side of the “or” was searched."
CANNOT_EXCLUDE = "No tag says “{text}”, so photos of it could not be left out."
SHOWN = (
    "filename", "ratio", "colour_rgb", "kind", "frame_count", "motion_length", "thumbhash", "local_at", "title",
    "description", "city", "region", "country", "camera_make", "camera_model", "lens", "extra", "stack_size", "stack",
    "latitude", "longitude", "added_at", "rating", "duration_s", "focal_length_mm", "f_number", "iso", "size_bytes",
    "width_px", "height_px", "person_count", "face_count",
)  # fmt: skip
"""Columns of a hit and of its reasons; loading all of each row took longer than finding them."""


@dataclass(frozen=True)
class Found:
    """What answers a query, before a page is taken: ranked, or all that fulfil its hard parts."""

    asked: Asked
    photos: QuerySet[Asset]
    """What the viewer may see and every hard part holds for."""
    listing: Listing | None
    """None: nothing of the query ranks."""
    total: int
    scope: Scope
    """The same photos as `photos`, where they were worked out in memory; else it is not asked for."""


def find(
    viewer: User,
    text: str,
    *,
    limit: int = DEFAULT_LIMIT,
    offset: int = 0,
    sort: str = "",
    like: UUID | None = None,
) -> SearchPage:
    """Search what the viewer may see. Raises `QueryError` only; a missing AI service is a note on the page.

    `sort`: one of `sorting.SORTS`, or "" for what the text says, else by relevance. `like`: the photo that "more like
    this" is asked from.
    """
    reader = reader_of(viewer)
    query = read(viewer, text, like=like, reader=reader)
    return find_query(viewer, query, limit=limit, offset=offset, sort=sort, like=like, reader=reader)


def find_query(
    viewer: User,
    query: Query,
    *,
    limit: int = DEFAULT_LIMIT,
    offset: int = 0,
    sort: str = "",
    like: UUID | None = None,
    reader: TextReader | None = None,
) -> SearchPage:
    """The same for what was understood already."""
    started = time.perf_counter()
    reader = reader or reader_of(viewer)
    found = answer(viewer, query, like=like)
    asked = found.asked
    sort = sort or query.sort or BY_RELEVANCE
    total = found.total if query.limit is None else min(found.total, query.limit)
    listed = _page(found, sort, offset, max(0, min(limit, MAX_LIMIT, total - offset)))
    hits = _hits(asked, listed)
    waiting = access.visible_assets(viewer).order_by().filter(state=AssetState.PROCESSING).count()
    weak_from = found.listing.weak_from - offset if found.listing and sort == BY_RELEVANCE else len(hits)
    return SearchPage(
        query=query.text,
        understood=understood(query),
        read=query,
        reader=reader,
        hits=hits,
        total=total,
        sort=sort,
        weak_from=max(0, min(weak_from, len(hits))),
        without=() if total else without_each(query, lambda fewer: answer(viewer, fewer, like=like).total, reader),
        looks_like=looks_like(asked.wanted),
        suggestions=() if total else tuple(one.words for one in suggest(viewer)),
        notes=tuple(asked.notes),
        searched=_searched(found, waiting),
        waiting=waiting,
        seconds=time.perf_counter() - started,
    )


def read(viewer: User, text: str, *, like: UUID | None = None, reader: TextReader | None = None) -> Query:
    """What the viewer's words mean. Raises `QueryError`."""
    reader = reader or reader_of(viewer)
    query = read_again(viewer, reader(text), vocabulary=reader.vocabulary, clock=reader.clock)
    if like is not None and not query.each(Like):
        chip = Like(asset_id=str(like), chip="like this photo")
        query = Query.of([*query.parts, chip], text=text, did_you_mean=query.did_you_mean, language=query.language)
    return query


def answer(viewer: User, query: Query, *, like: UUID | None = None) -> Found:
    """Everything that answers `query`."""
    asked = _understand(viewer, query, like)
    photos = constrain(access.visible_assets(viewer), query.hard, asked.asker)
    wanted_photo = more_like.liked_photo(asked) if query.each(Like) else None
    if query.is_empty or (query.each(Like) and wanted_photo is None):
        return Found(asked, photos, nothing(), 0, Scope(None))
    if asked.ranks or wanted_photo is not None or columns.belongs_in_memory(viewer):
        scope = scope_of(query.hard, asked.asker)
    else:
        scope = Scope(None)
    if not asked.ranks and wanted_photo is None:
        total = photos.order_by().count() if scope.size is None else scope.size
        return Found(asked, photos, None, total, scope)
    listing = weigh(asked, scope) if wanted_photo is None else more_like.alike(asked, scope, wanted_photo)
    return Found(asked, photos, listing, listing.total, scope)


def _understand(viewer: User, query: Query, like: UUID | None) -> Asked:
    """Ask the models what the words mean; without them names, tags and hard parts still answer."""
    within, naming = in_use(viewer), built_in_space()
    asked = Asked(viewer, query, Asker(viewer, viewer.time_zone or "UTC", like), within=within)
    excluded = [part.text for part in query.each(Meaning) if part.negated]
    chosen = [part.text for either in query.each(Either) for part in either.parts if isinstance(part, Meaning)]
    if excluded or chosen:
        space = naming.name if naming else None
        saying = tags_saying(viewer, [*excluded, *chosen], space=space)
        asked.asker = Asker(viewer, asked.asker.zone, like, saying)
        asked.notes += [CANNOT_EXCLUDE.format(text=text) for text in excluded if not saying[text]]
        asked.notes += [CANNOT_CHOOSE.format(text=text) for text in chosen if not saying[text]]
    asked.moods = softly.by_mood(viewer, asked.wanted_moods)
    asked.events = softly.by_event_kind(viewer, asked.wanted_kinds_of_event)
    if query.meaning:
        _read_meaning(asked)
    for name in dict.fromkeys(name for part in asked.wanted_actions for name in part.any):
        asked.wanted = with_action(viewer, asked.wanted, name, space=naming.name if naming else None)
    if asked.wanted_counts:
        asked.wanted = with_things(viewer, asked.wanted, [part.thing for part in asked.wanted_counts])
        asked.counts = softly.by_count(viewer, asked.wanted_counts)
    return asked


def _read_meaning(asked: Asked) -> None:
    query, viewer = asked.query, asked.viewer
    if asked.within is None:
        asked.notes.append(NOTHING_YET)
    else:
        try:
            found = understand(viewer, query.meaning, asked.within)
            asked.within, asked.meaning = found.within, found.meaning
            asked.notes += [found.note] if found.note else []
            asked.wanted = wanted_tags(viewer, asked.meaning, query.words)
            asked.maybe_from = SURE_FROM if abilities().has_objects else MAYBE_FROM
        except (Unavailable, AIRefused) as problem:  # down, a model is missing, or it knows another space
            asked.meaning = None
            asked.notes.append(MEANING_OFF.format(reason=problem.message))
    if asked.meaning is None:
        asked.wanted = wanted_tags(viewer, None, query.words)


def _page(found: Found, sort: str, offset: int, limit: int) -> list[tuple[UUID, Listed | None]]:
    """Ids of the page in order, with their evidence where the query ranks."""
    if limit <= 0:
        return []
    if found.listing is not None and sort == BY_RELEVANCE:
        return [(one.asset_id, one) for one in found.listing.page(offset, limit)]
    photos = found.photos
    if found.listing is None and found.scope.table is not None and sort in BY_TIME:
        return [(asset_id, None) for asset_id in found.scope.by_time(offset, limit, is_newest_first=sort != OLDEST)]
    if found.listing is not None:
        photos = access.visible_assets(found.asked.viewer).filter(id_in(as_uuids(found.listing.ids)))
    ids = list(order(photos, sort).values_list("pk", flat=True)[offset : offset + limit])
    if found.listing is None:
        return [(asset_id, None) for asset_id in ids]
    return [(one.asset_id, one) for one in found.listing.shown(ids)]


def _hits(asked: Asked, page: Sequence[tuple[UUID, Listed | None]]) -> tuple[Hit, ...]:
    """Load what is shown. The rows come out of `visible_assets` once more: nothing else ever leaves."""
    loaded = (
        access.visible_assets(asked.viewer)
        .annotate(motion_id=F("motion_part__id"))
        .only(*SHOWN)
        .in_bulk([asset_id for asset_id, _ in page])
    )
    shown = [(loaded[asset_id], listed) for asset_id, listed in page if asset_id in loaded]
    evidence = {listed.asset_id: listed.evidence for _, listed in shown if listed is not None}
    named = _explained_by_names(asked.query.hard)
    in_words = [asset for asset, listed in shown if named or (listed is not None and listed.evidence.is_in_words)]
    # The others are not explained by their names.
    prefetch_related_objects(in_words, "names", OWN_TAGS, "text_lines", "provider_answers")
    assets = [asset for asset, _ in shown]
    why = reasons(assets, evidence, asked, behind=said_behind(assets, evidence, asked))
    copies = copy_sets(asked.viewer.pk, [asset.pk for asset in assets])
    return tuple(
        Hit(
            asset=asset,
            score=listed.score if listed is not None else 1.0,
            why=why[asset.pk],
            has_motion=asset.motion_length is not None or asset.motion_id is not None,
            copy_set=copies.get(asset.pk),
        )
        for asset, listed in shown
    )


def _explained_by_names(hard: Sequence[Part]) -> bool:
    return any(part.kind in {"phrase", "file"} and not part.negated for part in hard)


def _searched(found: Found, waiting: int) -> int:
    """How many photos were looked through. In a large library they are counted already; the trash is not."""
    asked, table = found.asked, found.scope.table
    if table is not None:
        return len(table) - waiting
    if asked.vectors > index.FROM_PHOTOS:
        return asked.vectors - access.hidden_assets(asked.viewer).filter(motion_of__isnull=True).order_by().count()
    return access.visible_assets(asked.viewer).order_by().count() - waiting
