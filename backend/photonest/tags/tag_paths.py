"""A user's tag is a path, widest part first: ``Places/Lisbon``; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

MOST_CHARACTERS = 200
MOST_LEVELS = 8
SLASH_INSIDE = "\u2215"
"""Stands for a slash that is part of a name, as in what is written to sidecars (assets/metadata/xmp_writing.py)."""

_SPACES = re.compile(r"\s+")


def clean_path(typed: str) -> str:
    """`` Places /  Lisbon`` → ``Places/Lisbon``; "" if nothing is left. Control characters go, spaces become one."""
    return joined(typed.split("/"))


def joined(parts: Iterable[str]) -> str:
    """The path of these parts; a slash inside a part is no border."""
    cleaned = [part for part in (_clean(part) for part in parts) if part]
    return "/".join(part.replace("/", SLASH_INSIDE) for part in cleaned)


def parts_of(path: str) -> tuple[str, ...]:
    """``Places/Lisbon`` → Places, Lisbon."""
    return tuple(path.split("/"))


def paths_of_keywords(keywords: Sequence[object]) -> list[str]:
    """Tags of the keywords in a file: each a list of parts, or one word; too long ones keep their last part only."""
    found: dict[str, None] = {}
    for keyword in keywords:
        parts = [str(part) for part in keyword] if isinstance(keyword, list | tuple) else [str(keyword)]
        path = joined(parts[-MOST_LEVELS:])
        if len(path) > MOST_CHARACTERS:
            path = joined(parts[-1:])[:MOST_CHARACTERS].strip()
        if path:
            found.setdefault(path)
    return list(found)


def _clean(part: str) -> str:
    normal = unicodedata.normalize("NFC", part)
    kept = "".join(sign if unicodedata.category(sign) not in {"Cc", "Cs", "Cf", "Zl", "Zp"} else " " for sign in normal)
    return _SPACES.sub(" ", kept).strip()
