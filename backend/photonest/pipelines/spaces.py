"""Filling further spaces from stored previews, behind everything else; search stays on the old space meanwhile.

One job a photo, so that a killed worker loses one photo's work and the rest goes on where it stopped.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction

from photonest.ai.client import ai_client
from photonest.ai.errors import AINotReady, AIRefused
from photonest.assets.models import Asset
from photonest.core.errors import Conflict, PhotoNestError, Unavailable
from photonest.core.failpoints import failpoint
from photonest.jobs import queue
from photonest.jobs.errors import WorkerDied
from photonest.jobs.models import StepRun, StepStatus
from photonest.jobs.queue import Priority
from photonest.jobs.services import record_problem
from photonest.search import spaces
from photonest.search.errors import SpaceInUse, SpaceUnknown
from photonest.search.models import Embedding, EmbeddingSpace, SpaceKind, SpaceState
from photonest.storage import keys, media
from photonest_contracts.inference import EmbedTextRequest, EncodedPreview, Vector
from photonest_contracts.spaces import AddPackRequest, AddProgress, EmbedImageRequest, PackCard, PackList

KIND = "fill_spaces"
DROP = "drop_space"
STEP, VERSION = "spaces", 1
TEXTS_AT_ONCE = 32


class PackMissing(Conflict):
    """There is no such pack in the models folder. Add it first with `photonest models add`."""

    code = "pack_missing"


class PackRefused(Conflict):
    """This pack cannot be added or removed. Nothing was changed."""

    code = "pack_refused"


def add_pack(source: str, *, pin: str | None) -> AddProgress:
    """Begin to add a pack on the machine of the AI service. Raises `PackRefused` and what is `Unavailable`."""
    try:
        return ai_client().add_pack(AddPackRequest(source=source, pin=pin))
    except (AIRefused, AINotReady) as problem:
        raise PackRefused(problem.message) from problem


def remove_pack(name: str) -> PackList:
    """Take a pack's files away. Raises `SpaceInUse` while its vectors are here, `PackRefused`."""
    require_unused(name)
    try:
        return ai_client().remove_pack(name)
    except (AIRefused, AINotReady) as problem:
        raise PackRefused(problem.message) from problem


def index_pack(name: str) -> int:
    """Begin to fill the space of a pack, or go on; return how many photos are queued. Raises `PackMissing`,
    `SpaceInUse`, and what the AI service raises.
    """
    card = pack_card(name)
    with transaction.atomic():
        space = spaces.begin(card.space, dim=card.dim, kind=SpaceKind.PACK, fingerprint=card.fingerprint)
        StepRun.objects.filter(step=STEP).delete()  # somebody asks: what failed before is tried again
        wanted = set(spaces.missing_in(space)) - queue.unfinished_subjects(KIND)
        queued = queue.enqueue(KIND, sorted(wanted), priority=Priority.BACKFILL)
    if not queued:
        settle_all()
    return queued


def pack_card(name: str) -> PackCard:
    """The whole pack of that space in the models folder. Raises `PackMissing` and what the AI service raises."""
    for card in ai_client().packs().packs:
        if card.space == name:
            if card.state == "broken":
                raise PackMissing(f"The pack {name} is damaged ({card.notice}) Remove it and add it again.")
            return card
    raise PackMissing(f"There is no pack {name} in the models folder. Add it with `photonest models add`.")


def enqueue_for(asset: Asset) -> None:
    """A photo was analysed: it belongs into every open pack space, too. Cheap where there is none."""
    states = spaces.open_states(SpaceKind.PACK)
    if not states:
        return
    # What is searched now is filled as soon as the import allows; what is being filled, behind everything.
    is_searched = SpaceState.ACTIVE in states
    queue.enqueue(KIND, [asset.pk], priority=Priority.IMPORT if is_searched else Priority.BACKFILL)


def enqueue_missing() -> int:
    """Queue what has no job and no vector (a queue that was lost); return how many."""
    lost: set[uuid.UUID] = set()
    for space in spaces.open_spaces(SpaceKind.PACK):
        lost |= set(spaces.missing_in(space))
    if not lost:
        return 0
    lost -= queue.unfinished_subjects(KIND)
    lost -= set(StepRun.objects.filter(step=STEP, status=StepStatus.FAILED).values_list("asset_id", flat=True))
    return queue.enqueue(KIND, sorted(lost), priority=Priority.BACKFILL)


def fill(asset_id: uuid.UUID) -> None:
    """Give one photo its vector in every open pack space. Raises only errors that may pass."""
    asset = Asset.objects.filter(id=asset_id, renditions_version__gt=0).first()
    if asset is not None:
        open_ones = spaces.open_spaces(SpaceKind.PACK)
        there = set(Embedding.objects.filter(asset=asset, space__in=open_ones).values_list("space_id", flat=True))
        try:
            for space in open_ones:
                if space.pk not in there:
                    _fill_one(asset, space)
        except PhotoNestError as problem:
            is_counted = not isinstance(problem, Unavailable)
            if not record_problem(asset.pk, STEP, VERSION, problem, is_counted=is_counted):
                raise
        else:
            StepRun.objects.filter(asset=asset, step=STEP).delete()
    failpoint("space_fill")
    if not queue.is_waiting(KIND):
        settle_all()


def _fill_one(asset: Asset, space: EmbeddingSpace) -> None:
    preview = media.path(keys.preview(bytes(asset.sha256), asset.renditions_version)).read_bytes()
    request = EmbedImageRequest(pixels=EncodedPreview(), space=space.name)
    try:
        vector = ai_client().embed_image(request, preview).vector
    except AIRefused as problem:
        if problem.details.get("ai_code") == "space_unknown":
            # The pack's files are gone: no photo is to blame, and adding them again lets the work go on.
            raise PackMissing(
                f"The files of the pack {space.name} are gone. Add it again, or drop the space."
            ) from None
        raise
    if vector.space != space.name or vector.dim != space.dim:
        raise PackMissing(f"The pack {space.name} gives other vectors than it gave before. Drop the space first.")
    spaces.store_vector(asset, space, vector)


def settle_all() -> None:
    """Measure what is new and call full spaces ready. What the AI service cannot answer now is settled another time."""
    unfillable = StepRun.objects.filter(step=STEP, status=StepStatus.FAILED).count()
    for space in spaces.open_spaces(SpaceKind.PACK):
        try:
            spaces.settle(space, _embedder(space), unfillable=unfillable)
        except (Unavailable, AIRefused):
            continue


def _embedder(space: EmbeddingSpace) -> spaces.Embedder:
    def embed(texts: Sequence[str]) -> list[Vector]:
        found: list[Vector] = []
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            part = tuple(texts[start : start + TEXTS_AT_ONCE])
            found += [
                one.vector for one in ai_client().embed_text(EmbedTextRequest(texts=part, space=space.name)).texts
            ]
        return found

    return embed


def drop_space(name: str) -> None:
    """Delete a space and its vectors, behind everything else. Raises `SpaceUnknown`, `SpaceInUse`."""
    with transaction.atomic():
        space = spaces.retire(name)
        queue.enqueue(DROP, [uuid.UUID(int=space.pk)], priority=Priority.BACKFILL)


def drop(subject: uuid.UUID) -> None:
    """The job of `drop_space`; the subject is the number of the space."""
    space = EmbeddingSpace.objects.filter(pk=subject.int, state=SpaceState.RETIRED).first()
    if space is not None:
        spaces.delete_vectors(space)


def enqueue_drops() -> int:
    """Queue the deletion of retired spaces that has no job."""
    retired = {
        uuid.UUID(int=pk) for pk in EmbeddingSpace.objects.filter(state=SpaceState.RETIRED).values_list("pk", flat=True)
    }
    return queue.enqueue(DROP, sorted(retired - queue.unfinished_subjects(DROP)), priority=Priority.BACKFILL)


def require_unused(name: str) -> None:
    """Before a pack's files go: raises `SpaceInUse` while vectors of it are here."""
    try:
        space = spaces.find_space(name)
    except SpaceUnknown:
        return
    raise SpaceInUse(
        f"{name} is {'what search uses now' if space.state == SpaceState.ACTIVE else 'still filled'}. "
        f"Drop its vectors first: `photonest models drop {name}`."
    )


def set_aside(asset_id: uuid.UUID) -> None:
    """A worker died several times over this photo."""
    if Asset.objects.filter(id=asset_id).exists():
        record_problem(asset_id, STEP, VERSION, WorkerDied())


def set_aside_drop(subject: uuid.UUID) -> None:
    """The hourly housekeeping queues it again."""
