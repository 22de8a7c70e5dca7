"""Further spaces: a picture's or a query's vector by a pack, and what is there."""

from __future__ import annotations

from pathlib import Path

from photonest_ai.errors import PackInvalid, SpaceUnknown
from photonest_ai.models.registry import Models
from photonest_ai.runtime.images import Picture
from photonest_ai.runtime.packs import Pack, installed_packs
from photonest_ai.tasks import SPACE
from photonest_ai.tasks.vectors import to_message
from photonest_contracts.inference import Vector
from photonest_contracts.spaces import AddProgress, EmbedImageResult, PackCard, PackList


def embed_image(models: Models, picture: Picture, space: str) -> EmbedImageResult:
    """The picture's vector in a pack's space. Raises `SpaceUnknown`, `ModelBroken`."""
    return EmbedImageResult(vector=to_message(space, models.pack(space).embed_images([picture.rgb])[0]))


def embed_query(models: Models, text: str, space: str) -> Vector:
    """The query's vector in a pack's space. Raises `SpaceUnknown`, `ModelBroken`."""
    return to_message(space, models.pack(space).embed_texts([text])[0])


def pack_list(models: Models, adding: AddProgress | None = None) -> PackList:
    """One card a pack folder, the broken ones with the reason."""
    loaded = models.store.loaded()
    cards = []
    for folder, found in installed_packs(models.store.root):
        if isinstance(found, PackInvalid):
            space = f"{folder.parent.name}@{folder.name}"
            cards.append(
                PackCard(
                    space=space, dim=1, licence="unknown", source="", size_bytes=0, fingerprint="", state="broken",
                    notice=found.message,
                )
            )  # fmt: skip
            continue
        cards.append(
            PackCard(
                space=found.space,
                dim=found.dim,
                licence=found.licence,
                source=found.source,
                size_bytes=size_of(folder, found),
                fingerprint=found.fingerprint,
                state="loaded" if found.space in loaded else "ready",
                notice=found.notice,
            )
        )
    return PackList(packs=tuple(cards), adding=adding)


def size_of(folder: Path, pack: Pack) -> int:
    """Bytes of all files of a pack."""
    return sum((folder / name).stat().st_size for name in pack.files)


def require_other_space(space: str) -> None:
    """Raises `SpaceUnknown` for the default space, whose vectors `analyse` makes."""
    if space == SPACE:
        raise SpaceUnknown(f"{SPACE} is made while a picture is analysed; ask for a pack's space.")
