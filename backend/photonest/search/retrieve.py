"""Ranked lists out of the database: by words, by tags, by meaning; each one a single SQL that holds the permission.

Every statement ranks inside what the viewer owns, and lets only rows of `access.visible_assets` out. Ranking comes
first and the check of the best rows second because checking 100,000 rows costs more than ranking them; when the
check takes too many away, `_best` asks again with more rows, so nothing visible is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from photonest import access
from photonest.accounts.models import User
from photonest.ai.half_vectors import vector_text
from photonest.search.words import term_query
from photonest.tags.models import AssetTag, Tag

OBJECT_TRUST = 1.0
"""Share of an object's score that counts as a probability."""
OBJECT_PROOF = 0.58
"""What an object's √peak counts where it decides whether anything was found at all: among photos of other things
peaks run higher than label probabilities (calibrated together with `fuse.SURE_FROM`)."""
WIDER = 8
ONE_BY_ONE = 5_000


@dataclass(frozen=True)
class WantedTag:
    """A tag the query is close to. `weight`: how far its similarity lies over the threshold τ."""

    name: str
    similarity: float
    weight: float
    is_near: bool
    """Near enough to the best word for the query to prove that a photo shows what was asked."""


@dataclass(frozen=True)
class ByTags:
    """Evidence of one asset's tags: `strength` = Σ √score · weight; `proof` the same over near tags only."""

    strength: float
    proof: float


def tag_ids(viewer: User, names: Sequence[str]) -> dict[str, int]:
    """Name -> id of those tags that any of the viewer's photos carries."""
    carried = AssetTag.objects.filter(owner_id=viewer.pk, tag_id=OuterRef("pk"))
    return dict(Tag.objects.filter(Exists(carried), name__in=names).values_list("name", "id"))


def by_tags(
    viewer: User, wanted: Mapping[int, WantedTag], *, limit: int, among: Sequence[UUID] | None = None
) -> dict[UUID, ByTags]:
    """Assets whose tags the query is close to, strongest first: Σ √score · max(0, similarity - τ).

    `wanted`: tag id -> what it weighs. `among`: only these assets. The formula is MODELS.md 4.1's.
    """
    if not wanted:
        return {}
    # A few assets are looked up one by one; with a plain filter every row of every wanted tag was read again.
    few = """unnest(%s::uuid[]) AS a(id) CROSS JOIN LATERAL (
                  SELECT * FROM tags_assettag own WHERE own.asset_id = a.id OFFSET 0) t"""
    many = "(SELECT * FROM tags_assettag own WHERE own.asset_id = ANY(%s::uuid[])) t"
    source = "tags_assettag t" if among is None else few if len(among) <= ONE_BY_ONE else many
    # All numbers are float8: a bare 0.9 is `numeric` to PostgreSQL and made ranking 230,000 rows take twice as long.
    ranked = f"""
        SELECT t.asset_id,
               sum(sqrt(t.score) * CASE WHEN t.kind = 'object' THEN w.object ELSE w.label END) AS rank,
               sum(sqrt(t.score) * CASE WHEN t.kind = 'object' THEN w.object_proof ELSE w.label_proof END) AS proof
        FROM {source}
        JOIN unnest(%s::int[], %s::float8[], %s::float8[], %s::float8[], %s::float8[])
             AS w(tag_id, label, object, label_proof, object_proof) ON w.tag_id = t.tag_id
        WHERE t.owner_id = %s
        GROUP BY t.asset_id
    """  # noqa: S608  # no value of a user
    weights = [tag.weight for tag in wanted.values()]
    proofs = [tag.weight if tag.is_near else 0.0 for tag in wanted.values()]
    parameters: list[Any] = [
        *([list(among)] if among is not None else []),
        list(wanted),
        weights,
        [OBJECT_TRUST**0.5 * weight for weight in weights],
        proofs,
        [OBJECT_PROOF * proof for proof in proofs],
        viewer.pk,
    ]
    rows = _best(viewer, ranked, parameters, limit=limit)
    return {asset_id: ByTags(strength=rank, proof=proof) for asset_id, rank, proof in rows}


def by_meaning(
    viewer: User,
    space_id: int,
    vector: Sequence[float],
    *,
    limit: int,
    above: float = -inf,
    among: Sequence[UUID] | None = None,
) -> dict[UUID, float]:
    """Assets by cosine to `vector`, nearest first, exact: every vector of the owner in this space is compared.

    `among`: only those of these assets.
    """
    ranked = f"""
        SELECT e.asset_id, -(e.vector <#> %s::halfvec) AS rank, 0::float8
        FROM search_embedding e
        WHERE e.owner_id = %s AND e.space_id = %s {"AND e.asset_id = ANY(%s)" if among is not None else ""}
    """  # noqa: S608  # no value of a user
    chosen = [list(among)] if among is not None else []
    rows = _best(viewer, ranked, [vector_text(vector), viewer.pk, space_id, *chosen], limit=limit)
    return {asset_id: rank for asset_id, rank, _ in rows if rank >= above}


def likeness_of(viewer: User, space_id: int, vector: Sequence[float], assets: Sequence[UUID]) -> dict[UUID, float]:
    """Exact cosine of those of `assets` that have a vector in this space and are visible."""
    if not assets:
        return {}
    ranked = """
        SELECT e.asset_id, -(e.vector <#> %s::halfvec) AS rank, 0::float8
        FROM search_embedding e WHERE e.owner_id = %s AND e.space_id = %s AND e.asset_id = ANY(%s)
    """
    rows = _best(viewer, ranked, [vector_text(vector), viewer.pk, space_id, list(assets)], limit=len(assets))
    return {asset_id: rank for asset_id, rank, _ in rows}


def by_words(
    viewer: User, terms: Sequence[Sequence[str]], *, limit: int, among: Sequence[UUID] | None = None
) -> dict[UUID, float]:
    """Assets with any of `terms` (folded words) in a name, caption, place or camera -> share of the terms they have.

    What stands on a photo behind the cover of a stack counts for the cover.
    """
    if not terms:
        return {}
    queries = [term_query(term) for term in terms]
    matched = " + ".join(["(words @@ %s::tsquery)::int"] * len(queries))
    ranked = f"""
        SELECT asset_id, ({matched})::float8 / {len(queries)} AS rank, 0::float8
        FROM search_assetwords
        WHERE owner_id = %s AND words @@ %s::tsquery {"AND asset_id = ANY(%s)" if among is not None else ""}
    """  # noqa: S608  # only counts and constants
    parameters: list[Any] = [*queries, viewer.pk, " | ".join(queries)]
    chosen = [list(among)] if among is not None else []
    found = {asset_id: rank for asset_id, rank, _ in _best(viewer, ranked, [*parameters, *chosen], limit=limit)}
    behind = access.assets_behind(viewer)
    if behind.exists():
        members, member_parameters = behind.order_by().values("id", "stack_id").query.sql_with_params()
        ranked = f"""
            SELECT c.id AS asset_id, max(({matched})::float8 / {len(queries)}) AS rank, 0::float8
            FROM ({members}) m JOIN search_assetwords w ON w.asset_id = m.id
            JOIN assets_asset c ON c.stack_id = m.stack_id AND NOT c.is_behind
            WHERE w.owner_id = %s AND words @@ %s::tsquery {"AND c.id = ANY(%s)" if among is not None else ""}
            GROUP BY c.id
        """  # noqa: S608  # only counts and constants
        rows = _best(viewer, ranked, [*queries, *member_parameters, *parameters[len(queries) :], *chosen], limit=limit)
        for asset_id, rank, _ in rows:
            found[asset_id] = max(rank, found.get(asset_id, 0.0))
    return found


def _best(viewer: User, ranked: str, parameters: Sequence[Any], *, limit: int) -> list[tuple[UUID, float, float]]:
    """The `limit` best rows of `ranked` (asset_id, rank, extra) that the viewer may see; ties: newer id first."""
    visible, visible_parameters = access.visible_ids(viewer)
    # LATERAL with LIMIT looks each of the few rows up; a plain join reads all 100,000 assets instead (60 ms).
    taken = limit
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT r.*, v.id IS NOT NULL FROM ({ranked} ORDER BY rank DESC, asset_id DESC LIMIT %s) r "  # noqa: S608
                f"LEFT JOIN LATERAL (SELECT id FROM ({visible}) mine WHERE mine.id = r.asset_id LIMIT 1) v ON true "
                "ORDER BY r.rank DESC, r.asset_id DESC",
                [*parameters, taken, *visible_parameters],
            )
            rows = cursor.fetchall()
        seen = [(row[0], row[1], row[2]) for row in rows if row[3]]
        if len(seen) >= limit or len(rows) < taken:
            return seen[:limit]
        taken *= WIDER
