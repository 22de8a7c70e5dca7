"""Valid things by default: users, assets and what hangs on them, with only what a test cares about spelled out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from photonest.accounts.models import User
from photonest.assets.models import Asset, AssetName, Copy
from photonest.core.ids import new_id
from photonest.events.models import Event, EventAsset
from photonest.people.models import AssignedBy, Face, FaceEmbedding, Person
from photonest.storage import keys, media
from photonest.tags.models import AssetTag, Tag, TagKind

PASSWORD = "correct horse battery"

_numbers = count(1)


def make_user(username: str, **fields: Any) -> User:
    """An account without a usable password: quick, for tests that sign in by force."""
    return User.objects.create(username=username, display_name=username, password="!", **fields)


def build_asset(owner: User, *, at: datetime | None = None, **fields: Any) -> Asset:
    """An unsaved ready photo of 2024-07-04 10:00; `at` is its wall clock."""
    number = next(_numbers)
    at = at or datetime(2024, 7, 4, 10, 0, tzinfo=UTC)
    defaults: dict[str, Any] = {
        "id": new_id(),
        "owner": owner,
        "sha256": hashlib.sha256(f"asset {number}".encode()).digest(),
        "filename": f"IMG_{number}.jpg",
        "size_bytes": 1000,
        "kind": "image",
        "format": "jpeg",
        "mime": "image/jpeg",
        "state": "ready",
        "width_px": 400,
        "height_px": 300,
        "ratio": 4 / 3,
        "renditions_version": 1,
        "taken_at": at,
        "local_at": at,
        "local_day": at.date(),
        "taken_source": "exif",
        "added_at": datetime(2025, 1, 1, tzinfo=UTC),
    }
    return Asset(**(defaults | fields))


def make_asset(owner: User, **fields: Any) -> Asset:
    asset = build_asset(owner, **fields)
    asset.save(force_insert=True)
    AssetName.objects.create(asset=asset, filename=asset.filename)
    return asset


def make_stored_asset(owner: User, content: bytes = b"the original bytes", **fields: Any) -> Asset:
    """An asset whose original, preview and tile lie in the data folder."""
    digest = hashlib.sha256(content).digest()
    asset = make_asset(owner, **({"sha256": digest, "size_bytes": len(content)} | fields))
    media.write_derived(keys.original(digest), content)
    for key, rendition in ((keys.preview(digest, 1), b"a preview"), (keys.tile(digest, 1), b"a tile")):
        media.write_derived(key, rendition)
    return asset


def make_tag(asset: Asset, name: str, **fields: Any) -> AssetTag:
    tag, _ = Tag.objects.get_or_create(name=name)
    defaults = {"kind": TagKind.LABEL, "source": "model@1", "score": 0.9, "is_shown": True}
    return AssetTag.objects.create(asset=asset, owner=asset.owner, tag=tag, **(defaults | fields))


def make_person(owner: User, name: str = "", **fields: Any) -> Person:
    return Person.objects.create(owner=owner, name=name, **fields)


def make_face(asset: Asset, *, recognised: bool = False, vector: Any = None, **fields: Any) -> Face:
    """A face; of a `person` it is the machine's guess unless `assigned_by` says otherwise."""
    defaults = {
        "left": 0.1, "top": 0.2, "width": 0.3, "height": 0.4, "points": [], "score": 0.9, "quality": 0.8,
        "source": "m@1", "assigned_by": AssignedBy.MACHINE if fields.get("person") else AssignedBy.NOBODY,
    }  # fmt: skip
    face = Face.objects.create(asset=asset, owner=asset.owner, **(defaults | fields))
    if recognised or vector is not None:
        vector = [0.5] * 128 if vector is None else vector
        FaceEmbedding.objects.create(face=face, owner=asset.owner, space="faces@1", vector=vector)
    return face


def make_event(assets: Sequence[Asset], **fields: Any) -> Event:
    """An event of these photos, as finding it would leave it."""
    times = [asset.local_at for asset in assets]
    defaults = {"owner": assets[0].owner, "auto_title": "Thursday", "cover": assets[0], "kinds": {"everyday": 1.0}}
    event = Event.objects.create(start_at=min(times), end_at=max(times), **(defaults | fields))
    for asset in assets:
        EventAsset.objects.update_or_create(
            asset=asset, defaults={"owner": event.owner, "event": event, "seen_at": asset.local_at}
        )
    return event


def make_copies(one: Asset, other: Asset, *, likeness: float = 0.99, is_dismissed: bool = False) -> Copy:
    """Two photos of one picture. Ids of one millisecond come in any order, and a pair is kept by the smaller one."""
    first, second = sorted((one, other), key=lambda asset: asset.pk)
    return Copy.objects.create(
        owner_id=one.owner_id, one=first, other=second, likeness=likeness, is_dismissed=is_dismissed
    )
