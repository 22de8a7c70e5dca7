"""Words that must stand somewhere: a phrase, a file name, a camera, a lens."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.lookups import IStartsWith

from photonest.assets.models import Asset, AssetName
from photonest.search.constraints.asking import NOTHING, Asker, any_of, has, here_or_behind
from photonest.search.models import AssetWords
from photonest.search.query.parts import Camera, File, Lens, Phrase
from photonest.search.words import phrase_query, tokens

_CAMERA = {"make": "camera_make", "model": "camera_model"}


def camera(part: Camera, _: Asker) -> Q:
    return any_of(Q(**{_CAMERA[name.column]: name.name}) for name in part.any)


def lens(part: Lens, _: Asker) -> Q:
    return any_of(Q(lens=name) for name in part.any)


def phrase(part: Phrase, asker: Asker) -> Q:
    return here_or_behind(_stands(part.words, asker), part, asker)


def file(part: File, asker: Asker) -> Q:
    """The index of words names the few that can begin so; the names themselves decide."""
    return here_or_behind(any_of(_begins(beginning, asker) for beginning in part.any), part, asker)


def _begins(beginning: str, asker: Asker) -> Q:
    if not beginning:
        return NOTHING
    words = tokens(beginning)
    if not words:
        return Q(filename__istartswith=beginning) | has(AssetName, filename__istartswith=beginning)
    # The index of words names few, but PostgreSQL does not know that: a join, or EXISTS, would read all photos.
    name = Asset.objects.filter(pk=OuterRef("asset_id")).values("filename")
    others = AssetName.objects.filter(asset_id=OuterRef("asset_id"), filename__istartswith=beginning)
    named = Q(IStartsWith(Subquery(name), beginning)) | Q(Exists(others))
    return has(AssetWords, named, **_standing(words, asker))


def _stands(words: list[str] | tuple[str, ...], asker: Asker) -> Q:
    return has(AssetWords, **_standing(words, asker)) if words else NOTHING


def _standing(words: list[str] | tuple[str, ...], asker: Asker) -> dict[str, Any]:
    query = SearchQuery(phrase_query(words), search_type="raw", config="simple")
    return {"owner_id": asker.viewer.pk, "words": query}
