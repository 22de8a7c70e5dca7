"""The automatic text for those who hear a picture: what, how many faces, where and when, from what is known; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

MAX_TAGS = 3


def alt_text(
    *,
    is_video: bool,
    description: str = "",
    tags: Sequence[str] = (),
    face_count: int = 0,
    place: str = "",
    local_at: datetime | None = None,
    filename: str = "",
) -> str:
    """One sentence. The user's own description wins; names in `tags` come best first.

    ``Photo: beach, sea, sand; 2 faces; Lisbon; 4 July 2024``
    """
    kind = "Video" if is_video else "Photo"
    if description.strip():
        return description.strip().splitlines()[0][:300]
    parts = [", ".join(tags[:MAX_TAGS])] if tags else []
    if face_count:
        parts.append("1 face" if face_count == 1 else f"{face_count} faces")
    if place:
        parts.append(place)
    if local_at is not None:
        parts.append(f"{local_at.day} {local_at:%B} {local_at.year}")
    if not tags and not place and filename:
        parts.insert(0, filename)
    return f"{kind}: {'; '.join(parts)}" if parts else kind
