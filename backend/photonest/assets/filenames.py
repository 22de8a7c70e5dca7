"""Names that strangers' files bring along, made harmless without changing what people read."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 255
"""Characters; the strictest file systems allow so many bytes, the others UTF-16 units."""

MAX_FOLDER_BYTES = 1000
"""With a name of 255 characters it fits into one entry of a PostgreSQL index (2,704 bytes) in any language."""

# Whatever looks like an extension, also the inner ones of `IMG_1.jpg.xmp`; with a letter, or it is a date or a number.
_ENDING = re.compile(r"(?:\.(?=[^.]*[^\W\d_])[^.\s]{1,16}|_hevc)$", re.IGNORECASE)

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
    path = "/".join(part for part in parts if part not in {"", ".", ".."})
    return path.encode()[:MAX_FOLDER_BYTES].decode(errors="ignore")


def stem_key(filename: str) -> str:
    """What all files have in common that can belong to one photo: the name without endings, folded.

    Equal for a photo, its sidecar and its moving part (`IMG_1.HEIC`, `IMG_1.heic.xmp`, `IMG_1_HEVC.MOV`); that they
    really belong together is for `sidecars` and `pairs` to say.
    """
    while shorter := _ENDING.sub("", filename):
        if shorter == filename:
            break
        filename = shorter
    return unicodedata.normalize("NFC", filename).casefold()[:MAX_NAME]


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return "".join(
        character
        for character in text
        if character not in _DIRECTION_MARKS and unicodedata.category(character) not in {"Cc", "Cs"}
    )
