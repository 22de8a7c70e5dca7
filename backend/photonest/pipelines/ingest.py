"""From stored bytes to a searchable photo: the original is decoded once, every step reads from that buffer.

The order of the walk is the order of this file. Two commits: when metadata, preview and tile are there the photo is
visible; when the analysis is there it is searchable. Each step has a version; a run does what is missing or older,
and a run after a model change starts from the stored preview, never from the original.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

from photonest.ai.client import ai_client
from photonest.ai.errors import AINotReady
from photonest.assets import facts, formats, pairs_of_owner, video
from photonest.assets.errors import UnsupportedFormat
from photonest.assets.metadata.reading import METADATA_VERSION, Metadata, read_metadata
from photonest.assets.metadata.xmp import Region
from photonest.assets.models import Asset, AssetKind, AssetState
from photonest.assets.pixels.decoding import DecodedPhoto
from photonest.assets.place_table import place_at
from photonest.assets.trash import doom
from photonest.core.errors import PhotoNestError, Unavailable
from photonest.core.failpoints import failpoint
from photonest.jobs import queue
from photonest.jobs.errors import WorkerDied
from photonest.jobs.models import StepRun, StepStatus
from photonest.jobs.outdated import assets_without, is_first_run_of
from photonest.jobs.queue import Priority
from photonest.jobs.services import record_done, record_problem
from photonest.people.services import may_read_looks, store_faces, store_regions
from photonest.pipelines import compare, events, group_faces, reading, spaces
from photonest.pipelines.decoders import decoder_pool
from photonest.pipelines.outside import asking as outside
from photonest.search.services import index_words, store_embedding
from photonest.storage import keys, media
from photonest.tags.own_tags import store_keywords
from photonest.tags.services import store_tags
from photonest_contracts.inference import AnalyseRequest, Analysis, EncodedPreview, RawPixels, Task

log = logging.getLogger(__name__)

RENDITIONS_VERSION = 1
ANALYSIS_VERSION = 3
WORDS_VERSION = 2

STEPS: dict[str, int] = {
    "metadata": METADATA_VERSION,  # time, place, camera, words of the file
    "renditions": RENDITIONS_VERSION,  # preview, tile, thumbhash, perceptual hashes
    "analysis": ANALYSIS_VERSION,  # tags, looks, embedding, likeness, faces, quality: one call to the AI service
    "words": WORDS_VERSION,  # keywords of the file as tags, full text
}
"""Every step with its version. Raising a version makes older assets due again."""

TASKS_OF = {
    "labels": (Task.LABELS, Task.EMBEDDING, Task.LIKENESS),
    "objects": (Task.OBJECTS,),
    "faces": (Task.FACES,),
    "quality": (Task.QUALITY,),
    "looks": (Task.LOOKS,),
}
"""What each word of PHOTONEST_UNDERSTAND asks of the AI service."""

FREE_OF_CHARGE = (Unavailable,)
"""Failures that are not the file's fault never use up its tries."""


def run(asset_id: uuid.UUID) -> None:
    """Bring one asset up to date. Raises only errors that may pass, so that the queue tries again."""
    asset = Asset.objects.select_related("owner").prefetch_related("names").filter(id=asset_id).first()
    if asset is None:
        return  # deleted for good while it waited
    due = due_steps(asset)
    if asset.owner.faces_enabled and asset.extra.get("marks_faces") and due & {"analysis", "words"}:
        due.add("metadata")  # whom a file marks is kept nowhere else
    decoded: DecodedPhoto | None = None
    regions: Sequence[Region] = ()
    try:
        if due & {"metadata", "renditions"}:
            decoded, regions = _make_visible(asset, due)
        if "analysis" in due:
            analysis = _analyse(asset, decoded)
            failpoint("ai_call")
            _make_searchable(asset, analysis, regions)
        else:
            _make_searchable(asset, None, regions)
    except _GivenUp:
        _index_words_only(asset)
    finally:
        if decoded is not None:
            decoded.close()
    failpoint("job_finish")


def due_steps(asset: Asset) -> set[str]:
    """Names of the steps that are missing or older than the present version."""
    done = dict(StepRun.objects.filter(asset=asset, status=StepStatus.DONE).values_list("step", "version"))
    return {step for step, version in wanted_steps().items() if done.get(step, 0) < version}


def wanted_steps() -> dict[str, int]:
    """The steps of this installation with their versions: no analysis where nothing is to be understood."""
    return {step: version for step, version in STEPS.items() if step != "analysis" or looks_at_pictures()}


def looks_at_pictures() -> bool:
    """Whether anything is to be understood here; text is read by a walk of its own (pipelines/reading.py)."""
    return bool(settings.PHOTONEST_UNDERSTAND - {"text"})


class _GivenUp(Exception):
    """A step failed for good; what was done before stands."""


@contextmanager
def _recorded(asset: Asset, step: str) -> Iterator[None]:
    """Turn a failure into a state of the asset and a reason a person can read; re-raise what may pass."""
    try:
        yield
    except PhotoNestError as problem:
        is_counted = not isinstance(problem, FREE_OF_CHARGE)
        if not record_problem(asset.id, step, STEPS[step], problem, is_counted=is_counted):
            raise
        state = AssetState.UNSUPPORTED if isinstance(problem, UnsupportedFormat) else AssetState.FAILED
        Asset.objects.filter(id=asset.id).update(state=state)
        raise _GivenUp from problem


# --- 1 and 2: metadata, place, renditions -> visible ---------------------------------------------


def _make_visible(asset: Asset, due: set[str]) -> tuple[DecodedPhoto | None, Sequence[Region]]:
    """Return the decoded picture where one was made, and the faces that the file marks."""
    original = media.path(keys.original(bytes(asset.sha256)))
    with _recorded(asset, "metadata"):
        film = video.probe_video(original) if asset.kind == AssetKind.VIDEO else None
        metadata = _read_metadata(asset, original, film)
    facts.apply_metadata(asset, metadata, place=place_at(metadata.latitude, metadata.longitude))
    if film is not None:
        facts.apply_film(asset, film)
    if "renditions" not in due:
        _save_visible(asset, None)
        return None, metadata.faces
    try:
        with _recorded(asset, "renditions"):
            decoded = _decode(asset, original, film, wants_pixels="analysis" in due)
    except BaseException:
        _save_visible(asset, None)  # what was read stands, whatever became of the picture
        raise
    failpoint("decode")
    try:
        digest = bytes(asset.sha256)
        media.write_derived(keys.preview(digest, RENDITIONS_VERSION), decoded.preview_jpeg)
        media.write_derived(keys.tile(digest, RENDITIONS_VERSION), decoded.tile_jpeg)
        facts.apply_decoded(asset, decoded, version=RENDITIONS_VERSION)
        _save_visible(asset, decoded)
    except BaseException:
        decoded.close()
        raise
    return decoded, metadata.faces


def _decode(asset: Asset, original: Path, film: video.VideoProbe | None, *, wants_pixels: bool) -> DecodedPhoto:
    """The picture itself, or the poster frame of a video."""
    source = original if film is None else video.poster_frame(original, film)
    format_ = formats.FORMATS[asset.format] if film is None else video.POSTER_FORMAT
    return decoder_pool().decode(source, format_, share_pixels=wants_pixels and settings.PHOTONEST_AI_SHARES_MEMORY)


def _save_visible(asset: Asset, decoded: DecodedPhoto | None) -> None:
    """The first commit: metadata, and the facts of the picture where there is one."""
    with transaction.atomic():
        done = {"metadata": METADATA_VERSION}
        if decoded is not None:
            done["renditions"] = RENDITIONS_VERSION
        if facts.save_visible(asset, is_decoded=decoded is not None):
            record_done(asset.id, done)
            pairs_of_owner.pair_live_photo(asset)
            events.came(asset)  # time and place are enough to begin with
        elif decoded is not None:
            doom(bytes(asset.sha256), renditions_version=RENDITIONS_VERSION)


def _read_metadata(asset: Asset, original: Path, film: video.VideoProbe | None) -> Metadata:
    return read_metadata(
        original,
        asset.format,
        filename=asset.filename,
        modified_at=asset.modified_at,
        sidecar=pairs_of_owner.sidecar_content(asset),
        user_time_zone=asset.owner.time_zone or "UTC",
        video=film.facts if film is not None else None,
    )


# --- 3: one call to the AI service ---------------------------------------------------------------


def tasks_for(asset: Asset) -> tuple[Task, ...]:
    """What may be asked about this owner's photos: recognition and expressions only after a yes."""
    wanted = [task for word, tasks in TASKS_OF.items() if word in settings.PHOTONEST_UNDERSTAND for task in tasks]
    if Task.FACES in wanted and asset.owner.faces_enabled:
        wanted.append(Task.FACE_EMBEDDINGS)
        if asset.owner.expressions_enabled:
            wanted.append(Task.EXPRESSIONS)
    return tuple(wanted)


def _analyse(asset: Asset, decoded: DecodedPhoto | None) -> Analysis:
    with _recorded(asset, "analysis"):
        tasks = tasks_for(asset)
        if decoded is not None and decoded.shared_path is not None:
            pixels = RawPixels(width_px=decoded.width_px, height_px=decoded.height_px, shared_path=decoded.shared_name)
            analysis = ai_client().analyse(AnalyseRequest(pixels=pixels, tasks=tasks), b"")
        else:
            preview = (
                decoded.preview_jpeg
                if decoded is not None
                else media.path(keys.preview(bytes(asset.sha256), asset.renditions_version)).read_bytes()
            )
            analysis = ai_client().analyse(AnalyseRequest(pixels=EncodedPreview(), tasks=tasks), preview)
        missing = [task for task in TASKS_OF["labels"] if task in tasks and getattr(analysis, task.value) is None]
        if missing:
            reason = analysis.unavailable.get(missing[0]) or ""
            raise AINotReady(f"{reason} The photos are safe and are analysed when this is mended.".lstrip())
        return analysis


# --- 4 to 8: everything about this photo in one transaction -> searchable ------------------------


def _make_searchable(asset: Asset, analysis: Analysis | None, regions: Sequence[Region]) -> None:
    with transaction.atomic():
        locked = Asset.objects.select_for_update(no_key=True).filter(id=asset.id).first()
        if locked is None:
            return  # deleted for good meanwhile
        done = {"words": WORDS_VERSION}
        if analysis is not None and _rests_on_expressions(analysis) and not may_read_looks(asset.owner_id):
            # A "no" came while the picture was looked at: its moods go by faces, too. It is looked at once more.
            queue.enqueue("ingest", [asset.id], priority=Priority.BACKFILL)
            return
        if analysis is not None:
            store_tags(asset, analysis)
            face_count = store_faces(asset, analysis)
            store_embedding(asset, analysis)
            facts.apply_quality(locked, analysis.quality)
            facts.apply_people(locked, face_count, analysis.objects)
            done["analysis"] = ANALYSIS_VERSION
        store_keywords(locked)
        if asset.owner.faces_enabled:
            # Regions in the file are looked at again only where they may have changed.
            marked = store_regions(asset, regions) if analysis is None or regions else []
            group_faces.faces_came(asset, marked, analysis)
        index_words(locked)  # its names and words may have changed while the picture was looked at
        failpoint("result_commit")
        record_done(asset.id, done)
        facts.save_searchable(locked)
        compare.ask(locked)
        reading.ask(locked)
        events.ask_about(asset)
        spaces.enqueue_for(locked)
        outside.enqueue_for(locked, is_analysed=analysis is not None)


def _rests_on_expressions(analysis: Analysis) -> bool:
    return any(face.expression is not None for face in analysis.faces or ())


def _index_words_only(asset: Asset) -> None:
    """A photo whose picture could not be read is still found by its name."""
    with transaction.atomic():
        if Asset.objects.select_for_update(no_key=True).filter(id=asset.id).exists():
            store_keywords(asset)
            index_words(asset)
            record_done(asset.id, {"words": WORDS_VERSION})
            compare.ask(asset)
            events.came(asset)


# --- asked from outside --------------------------------------------------------------------------


def reread_metadata(asset_id: uuid.UUID) -> None:
    """A sidecar came, or the place table: read the metadata again and nothing else."""
    StepRun.objects.filter(asset_id=asset_id, step__in=["metadata", "words"]).delete()
    run(asset_id)


def set_aside(asset_id: uuid.UUID) -> None:
    """A worker died several times over this asset: say so and leave it to a person."""
    asset = Asset.objects.filter(id=asset_id).first()
    if asset is None:
        return
    step = next((step for step in STEPS if step in due_steps(asset)), "analysis")
    record_problem(asset_id, step, STEPS[step], WorkerDied())
    Asset.objects.filter(id=asset_id).update(state=AssetState.FAILED)


def enqueue_unfinished() -> int:
    """Queue every asset that is still being processed but has no job (a queue that was lost); return how many."""
    waiting = set(Asset.objects.filter(state=AssetState.PROCESSING).values_list("id", flat=True))
    return queue.enqueue("ingest", sorted(waiting - queue.unfinished_subjects("ingest")), priority=Priority.BACKFILL)


def enqueue_outdated() -> int:
    """After an update raised a step's version (or understanding was switched on): queue what is due; return how many.

    The scan of all assets happens once for each set of steps.
    """
    steps = wanted_steps()
    with transaction.atomic():
        if not is_first_run_of(steps):
            return 0
        due = set(assets_without(steps)) - queue.unfinished_subjects("ingest")
        return queue.enqueue("ingest", sorted(due), priority=Priority.BACKFILL)
