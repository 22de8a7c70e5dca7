"""The peer of the ingest benchmark: the same results made by separate steps, as galleries do that run a job per result.

Every rendition decodes the original, every model decodes the preview and runs in a session with the runtime's default
settings, every step has its own transaction. It is spared what such galleries also pay: HTTP to the models, and
queueing each step.
"""

from __future__ import annotations

import hashlib
import io
import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from django.db import transaction
from PIL import Image, ImageOps

from photonest.ai import client
from photonest.assets import facts
from photonest.assets.metadata.reading import read_metadata
from photonest.assets.models import Asset, AssetState
from photonest.assets.pixels import phash, thumbhash
from photonest.assets.place_table import place_at
from photonest.jobs.services import record_done
from photonest.people.services import store_faces
from photonest.pipelines.ingest import RENDITIONS_VERSION, STEPS
from photonest.search.services import index_words, store_embedding
from photonest.storage import keys, media
from photonest.tags.services import store_tags
from photonest_ai.runtime import sessions
from photonest_contracts.inference import Analysis, Task

PREVIEW_PX = 1440
"""Long side."""
TILE_PX = 250
"""Short side."""


class SeparateSteps:
    def __init__(self, owner: Any, admit: Callable[[Path, Any], uuid.UUID]) -> None:
        # A session as the runtime gives it when nobody asks for anything else; set before the models are imported.
        sessions.open_session = lambda path: onnxruntime.InferenceSession(  # type: ignore[assignment]
            str(path), providers=["CPUExecutionProvider"]
        )
        from photonest_ai.models.registry import Models
        from photonest_ai.runtime.store import ModelStore
        from photonest_ai.tasks.vocabulary import vocabulary

        self._owner, self._admit = owner, admit
        self._models = models = Models(ModelStore(Path(os.environ["PHOTONEST_MODELS"])))

        class Thresholds:
            def vocabulary(self) -> Any:
                return vocabulary(models, objects_on=True)

        self._replaced = client.client_replaced(Thresholds())  # type: ignore[arg-type]  # no HTTP service here
        self._replaced.__enter__()

    def walk(self, path: Path) -> uuid.UUID:
        asset_id = self._admit(path, self._owner)
        asset = Asset.objects.select_related("owner").get(id=asset_id)
        digest = bytes(asset.sha256)
        original = media.path(keys.original(digest))
        preview = media.path(keys.preview(digest, RENDITIONS_VERSION))
        self._check_hash(original, digest)
        self._metadata(asset, original)
        self._rendition(asset, original, keys.preview(digest, RENDITIONS_VERSION), PREVIEW_PX, max)
        self._rendition(asset, original, keys.tile(digest, RENDITIONS_VERSION), TILE_PX, min)
        self._hashes(asset, preview)
        self._tags_and_vector(asset, preview)
        self._faces_and_quality(asset, preview)
        self._words(asset)
        return asset_id

    def _check_hash(self, original: Path, digest: bytes) -> None:
        with original.open("rb") as file:
            assert hashlib.file_digest(file, "sha256").digest() == digest

    def _metadata(self, asset: Asset, original: Path) -> None:
        found = read_metadata(original, asset.format, filename=asset.filename, modified_at=asset.modified_at)
        facts.apply_metadata(asset, found, place=place_at(found.latitude, found.longitude))
        with transaction.atomic():
            facts.save_visible(asset, is_decoded=False)
            record_done(asset.id, {"metadata": STEPS["metadata"]})

    def _rendition(self, asset: Asset, original: Path, key: str, side: int, of: Callable[..., int]) -> None:
        with Image.open(original) as opened:
            asset.width_px, asset.height_px = opened.size
            scale = side / of(opened.size)
            opened.draft("RGB", (int(opened.width * scale), int(opened.height * scale)))
            upright = ImageOps.exif_transpose(opened).convert("RGB")
            scale = side / of(upright.size)
            size = (round(upright.width * scale), round(upright.height * scale))
            out = io.BytesIO()
            upright.resize(size, Image.Resampling.LANCZOS).save(out, "JPEG", quality=80)
        media.write_derived(key, out.getvalue())
        asset.save(update_fields=["width_px", "height_px"])

    def _hashes(self, asset: Asset, preview: Path) -> None:
        pixels = Image.fromarray(_decoded(preview))
        square = np.asarray(pixels.resize((32, 32)))
        asset.thumbhash = thumbhash.thumbhash(np.asarray(pixels.resize((100, 75))))
        asset.phash, asset.dhash = facts.signed(phash.phash(square)), facts.signed(phash.dhash(square))
        asset.save(update_fields=["thumbhash", "phash", "dhash"])
        record_done(asset.id, {"renditions": RENDITIONS_VERSION})

    def _tags_and_vector(self, asset: Asset, preview: Path) -> None:
        both = self._analyse(preview, {Task.LABELS, Task.EMBEDDING, Task.LIKENESS})
        objects = self._analyse(preview, {Task.OBJECTS})
        with transaction.atomic():
            store_tags(asset, Analysis(labels=both.labels, objects=objects.objects))
        with transaction.atomic():
            store_embedding(asset, both)

    def _faces_and_quality(self, asset: Asset, preview: Path) -> None:
        found = self._analyse(preview, {Task.FACES, Task.FACE_EMBEDDINGS})
        with transaction.atomic():
            store_faces(asset, found)
        judged = self._analyse(preview, {Task.QUALITY, Task.LOOKS})  # looks by pixels alone, which costs less than ours
        with transaction.atomic():
            store_tags(asset, Analysis(looks=judged.looks))
        facts.apply_quality(asset, judged.quality)
        facts.apply_people(asset, len(found.faces or ()), None)
        facts.save_searchable(asset)

    def _words(self, asset: Asset) -> None:
        with transaction.atomic():
            index_words(asset)
            record_done(asset.id, {step: STEPS[step] for step in ("analysis", "words")})
            Asset.objects.filter(id=asset.id).update(state=AssetState.READY)

    def _analyse(self, preview: Path, tasks: set[Task]) -> Analysis:
        from photonest_ai.runtime.images import Picture
        from photonest_ai.tasks.analyse import analyse

        return analyse(self._models, Picture(_decoded(preview)), tasks)


def _decoded(preview: Path) -> np.ndarray:
    with Image.open(preview) as opened:
        return np.asarray(opened.convert("RGB"))
