"""The text for those who hear a picture: the user's own words, else the automatic caption, else the name; pure."""

from __future__ import annotations

from datetime import datetime

MAX_CHARACTERS = 300


def alt_text(
    *,
    is_video: bool,
    description: str = "",
    caption: str = "",
    local_at: datetime | None = None,
    filename: str = "",
) -> str:
    """One line. ``Dog and two people, beach, Lisbon, 4 July 2024``"""
    if own := description.strip():
        return own.splitlines()[0][:MAX_CHARACTERS]
    kind = "Video" if is_video else "Photo"
    if caption:
        return f"Video: {caption}" if is_video else caption
    known = [filename] if filename else []
    if local_at is not None:
        known.append(f"{local_at.day} {local_at:%B} {local_at.year}")
    return f"{kind}: {', '.join(known)}" if known else kind
