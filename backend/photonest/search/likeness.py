"""How alike two photos look, by the vectors made for comparing pictures."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

SPACE = "lite2-feat@1"
AT_ONCE = 5000


def not_unlike(pairs: Sequence[tuple[UUID, UUID]], *, above: float) -> list[tuple[UUID, UUID]]:
    """`pairs` without those whose vectors are less alike than `above`; what has no vector is kept."""
    kept: list[tuple[UUID, UUID]] = []
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT p.place FROM unnest(%s::uuid[], %s::uuid[]) WITH ORDINALITY AS p(one, other, place)"
                " LEFT JOIN search_embeddingspace s ON s.name = %s"
                " LEFT JOIN search_embedding e ON e.asset_id = p.one AND e.space_id = s.id"
                " LEFT JOIN search_embedding f ON f.asset_id = p.other AND f.space_id = s.id"
                " WHERE coalesce(-(e.vector <#> f.vector), 1) >= %s ORDER BY p.place",
                [[one for one, _ in some], [other for _, other in some], SPACE, above],
            )
            kept += [some[row[0] - 1] for row in cursor.fetchall()]
    return kept
