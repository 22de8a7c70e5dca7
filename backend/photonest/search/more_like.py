"""More like this: photos by the likeness of their vectors to that of one photo."""

from __future__ import annotations

from uuid import UUID

from photonest import access
from photonest.accounts.models import User
from photonest.assets.queries import copies_of, without_copies
from photonest.search.asked import Asked
from photonest.search.constraints import belonging
from photonest.search.fuse import Evidence
from photonest.search.listing import Listing, nothing
from photonest.search.models import Embedding, EmbeddingSpace
from photonest.search.nearest import nearest
from photonest.search.positions import as_ids
from photonest.search.queries import spaces_of_likeness
from photonest.search.query.parts import Like
from photonest.search.scope import Scope

MOST_ALIKE = 200
"""More than that nobody means by "like this"."""
RERANKED = 2 * MOST_ALIKE
ALIKE_FROM = {"lite2-feat@1": 0.35}
ALIKE_IN_OTHERS = 0.6
"""Cosine from which two photos are alike, by space: vectors of concepts crowd together, those of pictures do not."""
NO_VECTOR = "This photo has not been analysed yet, so nothing can be compared with it."


def liked_photo(asked: Asked) -> UUID | None:
    """The photo that the query asks to be like, if it is the viewer's own."""
    for part in asked.query.each(Like):
        asset_id = belonging.liked(part, asked.asker)
        if asset_id is not None and access.owned_assets(asked.viewer).filter(pk=asset_id).exists():
            return asset_id
    return None


def alike(asked: Asked, scope: Scope, asset_id: UUID) -> Listing:
    """Those of `scope` that look like the photo, most alike first; a meaning moves them up or down."""
    found = _vector_of(asked.viewer, asset_id)
    if found is None:
        asked.notes.append(NO_VECTOR)
        return nothing()
    space, vector = found
    near = nearest(asked.viewer, space, vector, scope, limit=RERANKED)
    least = ALIKE_FROM.get(space.name, ALIKE_IN_OTHERS)
    known = {one: cosine for one, cosine in near.items() if cosine >= least}
    judged = asked.judge(list(known)) if asked.query.meaning else {}
    evidence = {
        one: Evidence(
            strength=judged[one].strength if one in judged else 0.0,
            proof=judged[one].proof if one in judged else 0.0,
            alike=cosine,
        )
        for one, cosine in known.items()
    }
    # Its own copies say nothing new, and of others one of each is enough.
    others = evidence.keys() - copies_of(asset_id)
    best = without_copies(sorted(others, key=lambda one: (-evidence[one].total, str(one))))[:MOST_ALIKE]
    return Listing(
        ids=as_ids(best), total=len(best), weak_from=len(best), judge=lambda _: {}, is_exact=True, evidence=evidence
    )


def _vector_of(viewer: User, asset_id: UUID) -> tuple[EmbeddingSpace, list[float]] | None:
    """The photo's vector in the best space that has one."""
    for space in spaces_of_likeness():
        row = Embedding.objects.filter(owner_id=viewer.pk, space=space, asset_id=asset_id).first()
        if row is not None:
            return space, [float(number) for number in row.vector]
    return None
