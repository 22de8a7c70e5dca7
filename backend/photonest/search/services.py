"""Writes that make an asset findable, and the search itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from photonest.ai.half_vectors import decode_vector
from photonest.ai.half_vectors import vector_text as half_text
from photonest.assets.id_lists import id_in
from photonest.assets.models import Asset
from photonest.search.models import AssetChange, EmbeddingSpace, SpaceKind, SpaceState
from photonest.search.queries import COLUMNS_WITH_WORDS, held_words, texts_of
from photonest.search.words import vector_text
from photonest.tags.queries import OWN_TAGS

if TYPE_CHECKING:
    from photonest.accounts.models import User
    from photonest.search.page import SearchPage
    from photonest_contracts.inference import Analysis, Vector

WORDS_AT_ONCE = VECTORS_AT_ONCE = 1000


def index_words(asset: Asset) -> None:
    """Replace the words an asset is found by: names, folders, title, description, own tags, place, camera."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_assetwords (asset_id, owner_id, words) VALUES (%s, %s, %s::tsvector) "
            "ON CONFLICT (asset_id) DO UPDATE SET words = excluded.words",
            [asset.pk, asset.owner_id, vector_text(texts_of(asset, held_words(asset.pk)))],
        )


def index_words_of(asset_ids: Collection[UUID]) -> None:
    """The same for many assets, in batches."""
    ids = sorted(asset_ids)
    for start in range(0, len(ids), WORDS_AT_ONCE):
        some = Asset.objects.filter(id_in(ids[start : start + WORDS_AT_ONCE])).only(*COLUMNS_WITH_WORDS)
        some = some.prefetch_related("names", OWN_TAGS, "text_lines", "provider_answers")
        rows = [(asset.pk, asset.owner_id, vector_text(texts_of(asset))) for asset in some]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_assetwords (asset_id, owner_id, words) "
                "SELECT v.asset_id, v.owner_id, v.words::tsvector "
                "FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS v(asset_id, owner_id, words) "
                "ON CONFLICT (asset_id) DO UPDATE SET words = excluded.words",
                [[row[at] for row in rows] for at in range(3)],
            )


def store_embedding(asset: Asset, analysis: Analysis) -> None:
    """Replace the asset's vectors in the spaces of `analysis`: the one that texts share, and the one for likeness.

    Raises `AIAnswerBroken` for a vector that is cut.
    """
    found = [(analysis.embedding, True), (analysis.likeness, False)]
    _store([(asset, vector, has_texts) for vector, has_texts in found if vector is not None])


def store_embeddings(pairs: Iterable[tuple[Asset, Vector]], *, has_texts: bool = True) -> None:
    """Many vectors at once. A replaced vector is a new row: the index in memory sees changes by the newest id.

    Without `has_texts` their space is for comparing pictures, and never becomes the one that is searched.
    """
    _store([(asset, vector, has_texts) for asset, vector in pairs])


def _store(rows: Sequence[tuple[Asset, Vector, bool]]) -> None:
    """Asset, vector, whether texts have a place in its space; one statement to delete and one to write, however many.

    Without the objects of Django between: two vectors of every photo go this way.
    """
    wanted = {vector.space: (vector, has_texts) for _, vector, has_texts in rows}
    spaces = dict(EmbeddingSpace.objects.filter(name__in=wanted).values_list("name", "id"))
    spaces |= {
        name: space_for(vector, has_texts=has_texts).pk
        for name, (vector, has_texts) in wanted.items()
        if name not in spaces
    }
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for start in range(0, len(rows), VECTORS_AT_ONCE):
            some = rows[start : start + VECTORS_AT_ONCE]
            ids, in_spaces = [asset.pk for asset, _, _ in some], [spaces[vector.space] for _, vector, _ in some]
            cursor.execute(
                "DELETE FROM search_embedding WHERE (asset_id, space_id) IN"
                " (SELECT * FROM unnest(%s::uuid[], %s::smallint[]))",
                [ids, in_spaces],
            )
            cursor.execute(
                "INSERT INTO search_embedding (asset_id, owner_id, space_id, vector) SELECT v.asset_id, v.owner_id,"
                " v.space_id, v.vector::halfvec FROM unnest(%s::uuid[], %s::uuid[], %s::smallint[], %s::text[])"
                " AS v(asset_id, owner_id, space_id, vector)",
                [
                    ids,
                    [asset.owner_id for asset, _, _ in some],
                    in_spaces,
                    [half_text(decode_vector(vector)) for _, vector, _ in some],
                ],
            )


def space_for(vector: Vector, *, has_texts: bool = True) -> EmbeddingSpace:
    """The row of a vector's space, made on first sight; the very first space of texts becomes the active one."""
    known = EmbeddingSpace.objects.filter(name=vector.space).first()
    if known is not None:
        return known
    kind = SpaceKind.BUILT_IN if has_texts else SpaceKind.LIKENESS
    for state in (SpaceState.ACTIVE, SpaceState.FILLING) if has_texts else (SpaceState.FILLING,):
        if state is SpaceState.ACTIVE and EmbeddingSpace.objects.filter(state=SpaceState.ACTIVE).exists():
            continue
        try:
            with transaction.atomic():
                space, _ = EmbeddingSpace.objects.get_or_create(
                    name=vector.space, defaults={"dim": vector.dim, "state": state, "kind": kind}
                )
                return space
        except IntegrityError:  # another worker made its own space the active one a moment ago
            continue
    return EmbeddingSpace.objects.get(name=vector.space)


FORGOTTEN_AFTER = timedelta(days=1)
"""Twice as long as anybody relies on what it read (`columns.KEPT_S`)."""


def forget_changes(now: datetime) -> int:
    """Remove what tells that a photo is gone, where nobody needs to learn it any more; return how many."""
    gone = AssetChange.objects.filter(at__lt=now - FORGOTTEN_AFTER)
    count, _ = gone.exclude(asset_id__in=Asset.objects.values("pk")).delete()
    return count


def search(
    viewer: User, q: str, limit: int = 100, *, offset: int = 0, sort: str = "", like: UUID | None = None
) -> SearchPage:
    """Text to photos with reasons, only out of what the viewer may see. Raises `QueryError`."""
    from photonest.search.finding import find  # with the query language: whoever only indexes starts without it

    return find(viewer, q, limit=limit, offset=offset, sort=sort, like=like)
