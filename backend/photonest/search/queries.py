"""Reads around search: the space in use and the words of an asset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection
from django.db.models import Q

from photonest.assets.text_lines import lines_of
from photonest.search.models import EmbeddingSpace, SpaceKind, SpaceState
from photonest.search.words import Field
from photonest.tags.models import TagKind
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


@dataclass(frozen=True)
class HeldWords:
    """Which tables hold words of an asset: most photos have none of these, and a look at each costs an import time."""

    own_tags: bool = True
    lines: bool = True
    answers: bool = True


ALL_HELD = HeldWords()


def held_words(asset_id: UUID) -> HeldWords:
    """One question instead of three."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM tags_assettag WHERE asset_id = %s AND kind = %s),"
            " EXISTS (SELECT 1 FROM assets_textline WHERE asset_id = %s),"
            " EXISTS (SELECT 1 FROM providers_provideranswer WHERE asset_id = %s)",
            [asset_id, str(TagKind.USER), asset_id, asset_id],
        )
        return HeldWords(*cursor.fetchone())


def texts_of(asset: Asset, held: HeldWords = ALL_HELD) -> Iterator[tuple[Field, str]]:
    """Everything an asset can be found by as words, with the kind of text. Reads its names and folders."""
    yield Field.SAID, asset.title
    yield Field.SAID, asset.description
    for tag in own_words(asset) if held.own_tags else ():
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
    if held.lines:
        yield Field.TEXT, "\n".join(line.text for line in lines_of(asset))
    for answer in (
        asset.provider_answers.all() if held.answers else ()
    ):  # what a provider outside said, where the owner asked one
        yield from ((Field.PLACE, str(landmark.get("name", ""))) for landmark in answer.landmarks)
        yield Field.TEXT, "\n".join(str(line.get("text", "")) for line in answer.lines)
        yield Field.SAID, answer.caption
