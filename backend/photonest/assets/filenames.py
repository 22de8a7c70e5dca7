"""Names that strangers' files bring along, made harmless without changing what people read."""

from __future__ import annotations

import unicodedata

MAX_NAME = 255
MAX_FOLDER = 1000

_DIRECTION_MARKS = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}


def clean_filename(name: str) -> str:
    """The last part of a path, NFC, without control and direction-override characters, at most 255 characters.

    An over-long name keeps its extension. A name of which nothing is left becomes ``unnamed``.
    """
    name = _clean(name).replace("\\", "/").rsplit("/", 1)[-1].strip()
    if name in {"", ".", ".."}:
        return "unnamed"
    if len(name) <= MAX_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 16:
        return name[:MAX_NAME]
    return stem[: MAX_NAME - len(extension) - 1] + "." + extension


def clean_folder(folder: str) -> str:
    """A relative folder path with ``/``; parts that climb (``..``) or say nothing are dropped."""
    parts = [part.strip() for part in _clean(folder).replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part not in {"", ".", ".."})[:MAX_FOLDER]


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return "".join(
        character
        for character in text
        if character not in _DIRECTION_MARKS and unicodedata.category(character) not in {"Cc", "Cs"}
    )
