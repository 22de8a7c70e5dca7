"""Why a stack was found where only a photo behind its cover says what was asked for: that photo is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import prefetch_related_objects

from photonest import access
from photonest.assets.models import Asset
from photonest.search.asked import Asked
from photonest.search.fuse import Evidence
from photonest.search.matched import told
from photonest.search.query import parts
from photonest.search.reasons import in_texts
from photonest.tags.queries import OWN_TAGS

SAID_OF_ANY = (parts.Tag, parts.Phrase, parts.File)
"""What is enough on one member of a stack (`constraints.asking.here_or_behind`)."""


def said_behind(assets: Sequence[Asset], evidence: Mapping[UUID, Evidence], asked: Asked) -> dict[UUID, list[str]]:
    """Cover -> ``behind: IMG_2.jpg, tag: Holiday``; none for a cover that says it itself."""
    wanted = [part for part in asked.query.hard if isinstance(part, SAID_OF_ANY) and not part.negated]
    covers = [
        asset for asset in assets if asset.stack_size > 1 and (wanted or evidence.get(asset.pk, Evidence()).words > 0)
    ]
    if not covers:
        return {}
    cover_of = {asset.stack_id: asset.pk for asset in covers}
    behind = access.assets_behind(asked.viewer).filter(stack_id__in=list(cover_of)).order_by("local_at", "pk")
    members = list(behind)
    # For all of them at once, and nothing that is loaded already.
    prefetch_related_objects([*covers, *members], "names", OWN_TAGS, "text_lines", "provider_answers")
    says = _says([*covers, *members], wanted, asked)
    found: dict[UUID, list[str]] = {}
    for member in members:
        cover = cover_of[member.stack_id]
        more = [reason for reason in says[member.pk] if reason not in says[cover]]
        if more and not says[cover] and cover not in found:
            found[cover] = [f"behind: {member.filename}, {reason}" for reason in more]
    return found


def _says(assets: Sequence[Asset], wanted: Sequence[parts.Part], asked: Asked) -> dict[UUID, list[str]]:
    found = told(assets, wanted, asked.asker, viewer=asked.viewer)
    for asset in assets:
        found[asset.pk] += in_texts(asset, asked.query)
    return found
