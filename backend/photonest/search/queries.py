"""Reads around search: the space in use and the words of an asset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Q

from photonest.assets.text_lines import lines_of
from photonest.search.models import EmbeddingSpace, SpaceKind, SpaceState
from photonest.search.words import Field
from photonest.tags.queries import own_words

if TYPE_CHECKING:
    from photonest.assets.models import Asset


MADE_FOR_LIKENESS = ("lite2-feat@1",)
"""Spaces without texts, whose vectors tell photos apart better than those that texts share."""


def active_space() -> EmbeddingSpace | None:
    """The one space that search uses now; ``None`` before the first photo was analysed."""
    return EmbeddingSpace.objects.filter(state=SpaceState.ACTIVE).first()


COLUMNS_WITH_WORDS = (
    "owner_id", "title", "description", "city", "region", "country", "filename", "camera_make", "camera_model", "lens",
)  # fmt: skip
"""What `texts_of` reads of an asset."""


def spaces_of_likeness() -> list[EmbeddingSpace]:
    """Spaces in which photos can be compared with each other, the one made for that first, retired ones left out."""
    spaces = EmbeddingSpace.objects.exclude(state=SpaceState.RETIRED).filter(
        Q(name__in=MADE_FOR_LIKENESS) | Q(state=SpaceState.ACTIVE) & ~Q(kind=SpaceKind.WORDS)
    )
    return sorted(spaces, key=lambda space: space.name not in MADE_FOR_LIKENESS)


def texts_of(asset: Asset) -> Iterator[tuple[Field, str]]:
    """Everything an asset can be found by as words, with the kind of text. Reads its names and folders."""
    yield Field.SAID, asset.title
    yield Field.SAID, asset.description
    for tag in own_words(asset):
        yield Field.SAID, tag
    for place in (asset.city, asset.region, asset.country):
        yield Field.PLACE, place
    yield Field.NAME, asset.filename
    for name in asset.names.all():
        if name.filename != asset.filename:
            yield Field.NAME, name.filename
        yield Field.NAME, name.folder
    yield Field.CAMERA, f"{asset.camera_make} {asset.camera_model}"
    yield Field.CAMERA, asset.lens
    # One text, so that a phrase may run over the end of a line.
    yield Field.TEXT, "\n".join(line.text for line in lines_of(asset))
    for answer in asset.provider_answers.all():  # what a provider outside said, where the owner asked one
        yield from ((Field.PLACE, str(landmark.get("name", ""))) for landmark in answer.landmarks)
        yield Field.TEXT, "\n".join(str(line.get("text", "")) for line in answer.lines)
        yield Field.SAID, answer.caption
