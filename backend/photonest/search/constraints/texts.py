"""Words that must stand somewhere: a phrase, a file name, a camera, a lens."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from photonest.assets.models import AssetName
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
    return here_or_behind(_stands(part.words, asker), asker)


def file(part: File, asker: Asker) -> Q:
    """The index of words names the few that can begin so; the names themselves decide."""
    return here_or_behind(any_of(_begins(beginning, asker) for beginning in part.any), asker)


def _begins(beginning: str, asker: Asker) -> Q:
    if not beginning:
        return NOTHING
    named = Q(filename__istartswith=beginning) | has(AssetName, filename__istartswith=beginning)
    words = tokens(beginning)
    return _stands(words, asker) & named if words else named


def _stands(words: list[str] | tuple[str, ...], asker: Asker) -> Q:
    if not words:
        return NOTHING
    query = SearchQuery(phrase_query(words), search_type="raw", config="simple")
    return has(AssetWords, owner_id=asker.viewer.pk, words=query)
