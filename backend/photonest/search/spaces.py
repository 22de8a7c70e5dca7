"""The life of a space: filling beside the old one, ready, active, retired; and which one a search uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from photonest.accounts.models import User
from photonest.ai.half_vectors import decode_vector
from photonest.assets.models import Asset
from photonest.search import calibration
from photonest.search.calibration import GROWN, Scale
from photonest.search.errors import SpaceInUse, SpaceNotReady, SpaceUnknown
from photonest.search.models import Embedding, EmbeddingSpace, SpaceCalibration, SpaceKind, SpaceState
from photonest_contracts.inference import Vector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FULL = 0.99
"""Share of the photos that must have a vector before a space may be searched."""
AT_ONCE = 5_000
Embedder = Callable[[Sequence[str]], Sequence[Vector]]


@dataclass(frozen=True)
class InUse:
    """The space one viewer's search uses. `scale`: ``None`` for the built-in one, whose cut-offs are in `fuse`."""

    space: EmbeddingSpace
    scale: Scale | None = None

    def likeness(self, cosine: float) -> float:
        return cosine if self.scale is None else self.scale.likeness(cosine)

    def cosine(self, likeness: float) -> float:
        return likeness if self.scale is None else self.scale.cosine(likeness)

    def likenesses(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        return cosines if self.scale is None else self.scale.likenesses(cosines)


@dataclass(frozen=True)
class SpaceProgress:
    space: EmbeddingSpace
    filled: int
    total: int


def in_use(viewer: User) -> InUse | None:
    """The active space, where the viewer's photos are in it; else the built-in one. ``None`` before the first photo."""
    active = EmbeddingSpace.objects.filter(state=SpaceState.ACTIVE).first()
    if active is None or active.kind == SpaceKind.BUILT_IN:
        return InUse(active) if active else None
    measured = SpaceCalibration.objects.filter(space=active, owner=viewer).first()
    if measured is not None:
        return InUse(active, Scale(measured.base, measured.weak_from, measured.sure_from))
    built_in = built_in_space()
    return InUse(built_in) if built_in else None


def built_in_space() -> EmbeddingSpace | None:
    """The space that photos are analysed into, in use or kept ready: where every search falls back to."""
    usable = EmbeddingSpace.objects.filter(state__in=[SpaceState.ACTIVE, SpaceState.READY])
    return usable.filter(kind=SpaceKind.BUILT_IN).order_by("id").last()


def find_space(name: str) -> EmbeddingSpace:
    """Raises `SpaceUnknown`."""
    found = EmbeddingSpace.objects.filter(name=name).first()
    if found is None:
        raise SpaceUnknown(f"There is no space {name}. `photonest models list` names them.")
    return found


def begin(name: str, *, dim: int, kind: SpaceKind, fingerprint: str = "") -> EmbeddingSpace:
    """The space to be filled, made or taken up again. Raises `SpaceInUse` if it is the name of another net."""
    with transaction.atomic():
        space, is_new = EmbeddingSpace.objects.select_for_update().get_or_create(
            name=name, defaults={"dim": dim, "kind": kind, "fingerprint": fingerprint}
        )
        if not is_new and (space.dim, space.kind, space.fingerprint) != (dim, kind, fingerprint):
            raise SpaceInUse(
                f"The vectors of {name} were made by another model of the same name. Drop that space first, "
                "or give the pack another version."
            )
        if space.state == SpaceState.RETIRED:
            raise SpaceInUse(f"The vectors of {name} are being deleted. Begin again when they are gone.")
    return space


def use(name: str) -> EmbeddingSpace:
    """Search with this space from the next query on; the one before stays ready. Raises `SpaceUnknown`,
    `SpaceNotReady`.
    """
    with transaction.atomic():
        # Always all rows in one order: two switches at the same time wait for one another and cannot both win.
        rows = {row.name: row for row in EmbeddingSpace.objects.select_for_update().order_by("id")}
        if name not in rows:
            raise SpaceUnknown(f"There is no space {name}. `photonest models list` names them.")
        space = rows[name]
        if space.state == SpaceState.ACTIVE:
            return space
        if space.kind == SpaceKind.LIKENESS:
            raise SpaceInUse(f"{name} compares pictures with pictures; no words can be searched in it.")
        if space.state != SpaceState.READY:
            raise SpaceNotReady(
                f"{name} is not filled yet: {filled_share(space):.0%} of the photos are in it, {FULL:.0%} are needed. "
                "Search goes on with the present space meanwhile."
            )
        EmbeddingSpace.objects.filter(state=SpaceState.ACTIVE).update(state=SpaceState.READY)
        space.state = SpaceState.ACTIVE
        space.save(update_fields=["state"])
    return space


def retire(name: str) -> EmbeddingSpace:
    """Begin to drop a space: nothing is written to it any more. Raises `SpaceUnknown`, `SpaceInUse`."""
    with transaction.atomic():
        space = EmbeddingSpace.objects.select_for_update().filter(name=name).first()
        if space is None:
            raise SpaceUnknown(f"There is no space {name}. `photonest models list` names them.")
        if space.state == SpaceState.ACTIVE:
            raise SpaceInUse(f"{name} is what search uses now. Use another space first.")
        if space.kind in {SpaceKind.BUILT_IN, SpaceKind.LIKENESS}:
            raise SpaceInUse(f"{name} comes with PhotoNest; search falls back to it, and tags are named by it.")
        space.state = SpaceState.RETIRED
        space.save(update_fields=["state"])
    return space


def delete_vectors(space: EmbeddingSpace) -> int:
    """Delete the vectors of a retired space in portions, then its row; return how many went."""
    gone = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_embedding WHERE id IN"
                " (SELECT id FROM search_embedding WHERE space_id = %s LIMIT %s)",
                [space.pk, AT_ONCE],
            )
            count = int(cursor.rowcount)
        gone += count
        if count == 0:
            break
    EmbeddingSpace.objects.filter(pk=space.pk, state=SpaceState.RETIRED).delete()
    return gone


def store_vector(asset: Asset, space: EmbeddingSpace, vector: Vector) -> bool:
    """Write one vector into a further space; ``False`` when the space is being dropped or the photo is gone."""
    with transaction.atomic():
        # Locked against `retire`: nothing is written behind the deletion.
        alive = EmbeddingSpace.objects.select_for_update(no_key=True).filter(pk=space.pk).first()
        if alive is None or alive.state == SpaceState.RETIRED or not Asset.objects.filter(pk=asset.pk).exists():
            return False
        Embedding.objects.filter(asset_id=asset.pk, space_id=space.pk).delete()
        Embedding.objects.create(
            asset_id=asset.pk, owner_id=asset.owner_id, space_id=space.pk, vector=decode_vector(vector)
        )
    return True


def open_spaces(kind: SpaceKind) -> list[EmbeddingSpace]:
    """Spaces of this kind that new photos belong into."""
    return list(EmbeddingSpace.objects.filter(kind=kind).exclude(state=SpaceState.RETIRED).order_by("id"))


def open_states(kind: SpaceKind) -> set[str]:
    """What those are doing."""
    with connection.cursor() as cursor:  # asked for every photo of an import
        cursor.execute(
            "SELECT DISTINCT state FROM search_embeddingspace WHERE kind = %s AND state <> %s",
            [str(kind), str(SpaceState.RETIRED)],
        )
        return {row[0] for row in cursor.fetchall()}


def missing_in(space: EmbeddingSpace) -> list[UUID]:
    """Photos with a picture and no vector in the space, newest first; those in the trash are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id FROM assets_asset a WHERE a.trashed_at IS NULL AND a.renditions_version > 0 AND NOT EXISTS"
            " (SELECT 1 FROM search_embedding e WHERE e.asset_id = a.id AND e.space_id = %s)"
            " ORDER BY a.local_at DESC, a.id",
            [space.pk],
        )
        return [row[0] for row in cursor.fetchall()]


def filled_share(space: EmbeddingSpace) -> float:
    found = progress(space)
    return found.filled / found.total if found.total else 1.0


def progress(space: EmbeddingSpace, owner: User | None = None) -> SpaceProgress:
    """How many photos with a picture are in the space, of how many: of everybody, or of one owner."""
    pictures = Asset.objects.filter(trashed_at__isnull=True, renditions_version__gt=0)
    vectors = Embedding.objects.filter(space=space)
    if owner is not None:
        pictures, vectors = pictures.filter(owner=owner), vectors.filter(owner=owner)
    if space.kind == SpaceKind.WORDS:
        filled = vectors.count()
        return SpaceProgress(space, filled, filled)  # how many will have words is known to nobody beforehand
    filled = vectors.filter(asset__trashed_at__isnull=True, asset__renditions_version__gt=0).count()
    return SpaceProgress(space, filled, pictures.count())


def settle(space: EmbeddingSpace, embed: Embedder, *, unfillable: int = 0) -> EmbeddingSpace:
    """Measure what is new for each owner, and call the space ready when it is full. Safe to do at any time.

    `unfillable`: photos that can never get a vector; they do not hold the space up.
    """
    texts: list[Vector] = []
    owners = Embedding.objects.filter(space=space).values("owner_id").annotate(photos=Count("id")).order_by("owner_id")
    for row in owners:
        known = SpaceCalibration.objects.filter(space=space, owner_id=row["owner_id"]).first()
        if known is not None and known.photos / GROWN < row["photos"] < known.photos * GROWN:
            continue
        texts = texts or list(embed(calibration.UNRELATED))
        scale = measured(space, row["owner_id"], texts)
        SpaceCalibration.objects.update_or_create(
            space=space,
            owner_id=row["owner_id"],
            defaults={
                "photos": row["photos"],
                "base": scale.base,
                "weak_from": scale.weak_from,
                "sure_from": scale.sure_from,
            },
        )
    found = progress(space)
    if found.filled and found.filled + unfillable >= FULL * found.total:
        EmbeddingSpace.objects.filter(pk=space.pk, state=SpaceState.FILLING).update(state=SpaceState.READY)
    space.refresh_from_db()
    return space


def measured(space: EmbeddingSpace, owner_id: UUID, texts: Sequence[Vector]) -> Scale:
    """The scale of one owner's photos under the vectors of the unrelated texts."""
    rows = (
        Embedding.objects.filter(space=space, owner_id=owner_id)
        .order_by("id")
        .values_list("vector", flat=True)[: calibration.SAMPLE]
    )
    photos = calibration.unit_rows(rows.iterator(chunk_size=1000))
    return calibration.measure(photos, calibration.unit_rows(decode_vector(text) for text in texts))
