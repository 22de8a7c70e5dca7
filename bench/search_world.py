"""A seeded library for the search benchmark: assets, tags and vectors spread as real ones are.

Each photo has one main thing (Zipf over the vocabulary), a few things related to it (nearest label vectors), now and
then objects, probabilities that fall off, and the vector that the default space would give it. About eight tag rows
a photo, words from file names and, on every third photo, a place.
"""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

TABLES = Path(__file__).parents[1] / "ai" / "photonest_ai" / "weights"
SPACE = "conse-lite2-minilm@1"
DIM = 384
LABEL_SOURCE, OBJECT_SOURCE = "lite2@1", "centernet@1"
KEPT_FROM, OBJECT_FROM = 0.02, 0.20
PLACES = [("Vienna", "Austria"), ("Lisbon", "Portugal"), ("Kyoto", "Japan"), ("Tromsø", "Norway"), ("Rome", "Italy")]


@dataclass(frozen=True)
class Vocabulary:
    """`labels` and `objects`: names; `vectors` float32 [labels, 384], unit length; `is_real`: from the text model."""

    labels: list[str]
    objects: list[str]
    vectors: NDArray[np.float32]
    is_real: bool


def read_vocabulary(models: Path | None) -> Vocabulary:
    """The committed tables, with the installed label vectors or, without them, clustered random ones."""
    labels = [row["name"] for row in json.loads((TABLES / "labels.json").read_text())["labels"]]
    objects = [row["name"] for row in json.loads((TABLES / "objects.json").read_text())["objects"]]
    files = sorted(models.glob("vocabulary/*/vectors.npz")) if models else []
    if files:
        with np.load(files[-1], allow_pickle=False) as data:
            return Vocabulary(labels, objects, data["label_vectors"].astype(np.float32), is_real=True)
    rng = np.random.default_rng(7)
    centres = rng.normal(size=(60, DIM))[rng.integers(0, 60, len(labels))]
    vectors = centres + 0.8 * rng.normal(size=(len(labels), DIM)) + 0.4
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Vocabulary(labels, objects, vectors.astype(np.float32), is_real=False)


@dataclass(frozen=True)
class Photos:
    """`label_of` int [n, 10] and `share` float [n, 10]: ten labels a photo; `objects`: (photo, object, peak) rows."""

    label_of: NDArray[np.int64]
    share: NDArray[np.float64]
    objects: list[tuple[int, int, float]]
    vectors: NDArray[np.float16]


def make_photos(count: int, vocabulary: Vocabulary, *, seed: int = 11) -> Photos:
    rng = np.random.default_rng(seed)
    size = len(vocabulary.labels)
    ranks = 1.0 / np.arange(1, size + 1) ** 0.9
    popularity = (ranks / ranks.sum())[rng.permutation(size)]
    related = np.argsort(-(vocabulary.vectors @ vocabulary.vectors.T), axis=1)[:, :40]
    main = rng.choice(size, count, p=popularity)
    label_of = np.empty((count, 10), np.int64)
    label_of[:, 0] = main
    for column in range(1, 10):
        near = related[main, rng.integers(1, 40, count)]
        label_of[:, column] = np.where(rng.random(count) < 0.7, near, rng.choice(size, count, p=popularity))
    falling = np.sort(rng.dirichlet(np.full(10, 0.35), count), axis=1)[:, ::-1]
    share = falling * rng.uniform(0.35, 0.98, (count, 1))
    vectors = np.zeros((count, DIM), np.float32)
    for column in range(10):
        vectors += share[:, column, None].astype(np.float32) * vocabulary.vectors[label_of[:, column]]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    weights = 1.0 / np.arange(1, len(vocabulary.objects) + 1)
    weights[0] = weights.sum()  # a person in every other photo
    how_many = rng.poisson(2.6, count)
    weights /= weights.sum()
    objects = [
        (photo, thing, float(rng.uniform(OBJECT_FROM, 0.9)))
        for photo, seen in enumerate(how_many)
        for thing in sorted(set(rng.choice(len(weights), min(int(seen), 8), p=weights).tolist()))
    ]
    return Photos(label_of, share, objects, vectors.astype(np.float16))


def fill_database(owner_id: UUID, photos: Photos, vocabulary: Vocabulary) -> dict[str, int]:
    """Write everything by COPY; return row counts. Needs migrated tables and a user."""
    from django.db import connection

    from photonest.core.ids import new_id
    from photonest.search.models import EmbeddingSpace
    from photonest.tags.models import Tag

    names = sorted({*vocabulary.labels, *vocabulary.objects})
    Tag.objects.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
    space = EmbeddingSpace.objects.create(name=SPACE, dim=DIM, state="active")
    ids = [new_id(at_ms=1_700_000_000_000 + number) for number in range(len(photos.label_of))]
    with connection.cursor() as cursor:
        _copy_assets(cursor, owner_id, ids)
        tags = _copy_tags(cursor, owner_id, ids, photos, vocabulary)
        _copy_vectors(cursor, owner_id, space.pk, ids, photos.vectors)
        cursor.execute("VACUUM ANALYZE")
    return {"photos": len(ids), "tag_rows": tags, "vectors": len(ids)}


def _copy_assets(cursor: Any, owner_id: UUID, ids: list[UUID]) -> None:
    """Assets over twenty years, and the words of their names and places."""
    from photonest.assets.models import Asset
    from photonest.search.words import Field, vector_text

    start = datetime(2006, 1, 1, tzinfo=UTC)
    taken = np.sort(np.random.default_rng(5).integers(0, 20 * 365 * 86_400, len(ids)))
    columns = list(Asset._meta.concrete_fields)  # noqa: SLF001  # Django's documented name
    words = []
    with cursor.copy(f"COPY assets_asset ({', '.join(str(field.column) for field in columns)}) FROM STDIN") as copy:
        for number, asset_id in enumerate(ids):
            at = start + timedelta(seconds=int(taken[number]))
            city, country = PLACES[number % len(PLACES)] if number % 3 == 0 else ("", "")
            filename = f"IMG_{number:06d}.jpg"
            told = {
                "id": asset_id, "created_at": at, "owner": owner_id,
                "sha256": hashlib.sha256(str(number).encode()).digest(), "filename": filename,
                "size_bytes": 3_000_000, "kind": "image", "format": "jpeg", "mime": "image/jpeg", "state": "ready",
                "width_px": 4032, "height_px": 3024, "ratio": 4 / 3, "taken_at": at, "local_at": at,
                "local_day": at.date(), "taken_source": "exif", "added_at": at, "thumbhash": b"0123456789" * 2,
                "city": city, "country": country, "renditions_version": 1, "extra": "{}", "notes": "[]",
            }  # fmt: skip
            copy.write_row([told.get(field.name, field.get_default()) for field in columns])
            words.append(vector_text([(Field.PLACE, city), (Field.PLACE, country), (Field.NAME, filename)]))
    with cursor.copy("COPY search_assetwords (asset_id, owner_id, words) FROM STDIN") as copy:
        for asset_id, text in zip(ids, words, strict=True):
            copy.write_row((asset_id, owner_id, text))


def _copy_vectors(cursor: Any, owner_id: UUID, space_id: int, ids: list[UUID], vectors: NDArray[np.float16]) -> None:
    """Binary COPY: four fields a row, each behind its length; a vector is its size, zero, and big-endian halfs."""
    owner_and_space = struct.pack(">i16sih", 16, owner_id.bytes, 2, space_id)
    size = struct.pack(">ihh", 4 + 2 * DIM, DIM, 0)
    columns = "asset_id, owner_id, space_id, vector"
    with cursor.copy(f"COPY search_embedding ({columns}) FROM STDIN (FORMAT binary)") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        for asset_id, vector in zip(ids, vectors.astype(">f2"), strict=True):
            copy.write(struct.pack(">hi16s", 4, 16, asset_id.bytes) + owner_and_space + size + vector.tobytes())
        copy.write(b"\xff\xff")


def _copy_tags(cursor: Any, owner_id: UUID, ids: list[UUID], photos: Photos, vocabulary: Vocabulary) -> int:
    from photonest.tags.models import Tag

    tag_ids = dict(Tag.objects.values_list("name", "id"))
    columns = "asset_id, owner_id, tag_id, kind, source, score, is_shown, count"
    written = 0
    with cursor.copy(f"COPY tags_assettag ({columns}) FROM STDIN") as copy:
        for number, asset_id in enumerate(ids):
            seen = set()
            for label, share in zip(photos.label_of[number].tolist(), photos.share[number].tolist(), strict=True):
                if share < KEPT_FROM or label in seen:
                    continue
                seen.add(label)
                tag_id = tag_ids[vocabulary.labels[label]]
                copy.write_row((asset_id, owner_id, tag_id, "label", LABEL_SOURCE, share, share >= 0.15, 1))
                written += 1
        for photo, thing, peak in photos.objects:
            tag_id = tag_ids[vocabulary.objects[thing]]
            copy.write_row((ids[photo], owner_id, tag_id, "object", OBJECT_SOURCE, peak, peak >= 0.35, 1))
            written += 1
    return written
