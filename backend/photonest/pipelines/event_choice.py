"""Which photos of an event would make a good album of it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from photonest import access
from photonest.accounts.models import User
from photonest.events.best import Candidate, best_of
from photonest.events.models import Event, EventAsset

MOST = 40
SHARE = 0.5
"""Of a small event at most so many of its photos are "the best"."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def best_of_event(viewer: User, event: Event) -> list[UUID]:
    """The best photos of each moment, in the order of time; nothing nearly alike twice."""
    rows = (
        EventAsset.objects.filter(event=event, asset__in=access.visible_assets(viewer))
        .order_by("seen_at", "asset_id")
        .values_list(
            "asset_id", "seen_at", "moment_id", "asset__sharpness", "asset__exposure", "asset__face_count",
            "asset__is_favourite", "asset__rating", "asset__kind", "asset__phash",
        )
    )  # fmt: skip
    groups: dict[UUID | None, int] = {}
    photos = [
        Candidate(
            row[0],
            (row[1] - _EPOCH).total_seconds(),
            groups.setdefault(row[2], len(groups)),
            sharpness=row[3],
            exposure=row[4],
            face_count=row[5],
            is_favourite=row[6],
            rating=row[7],
            is_video=row[8] == "video",
            phash=row[9],
        )
        for row in rows
        if row[7] is None or row[7] >= 0
    ]
    count = min(MOST, max(1, round(len(photos) * SHARE)))
    return [photo.asset_id for photo in best_of(photos, count)] if photos else []
