"""Reads around search: the space in use and the words of an asset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from photonest.search.models import EmbeddingSpace, SpaceState
from photonest.search.words import Field

if TYPE_CHECKING:
    from photonest.assets.models import Asset


def active_space() -> EmbeddingSpace | None:
    """The one space that search uses now; ``None`` before the first photo was analysed."""
    return EmbeddingSpace.objects.filter(state=SpaceState.ACTIVE).first()


def texts_of(asset: Asset) -> Iterator[tuple[Field, str]]:
    """Everything an asset can be found by as words, with the kind of text. Reads its names and folders."""
    yield Field.SAID, asset.title
    yield Field.SAID, asset.description
    for keyword in keywords_of(asset.extra):
        yield Field.SAID, keyword
    for place in (asset.city, asset.region, asset.country):
        yield Field.PLACE, place
    yield Field.NAME, asset.filename
    for name in asset.names.all():
        if name.filename != asset.filename:
            yield Field.NAME, name.filename
        yield Field.NAME, name.folder
    yield Field.CAMERA, f"{asset.camera_make} {asset.camera_model}"
    yield Field.CAMERA, asset.lens


def keywords_of(extra: dict[str, Any]) -> list[str]:
    """Keywords out of a photo's metadata: each is a path (``["Places", "Lisbon"]``) or, in older rows, one word."""
    found = []
    for keyword in extra.get("keywords", ()):
        parts = keyword if isinstance(keyword, list) else [keyword]
        found.append(" ".join(str(part) for part in parts))
    return found
