"""Makes text found inside files harmless: no control characters, no direction overrides, bounded length."""

from __future__ import annotations

import re
import unicodedata

SHORT = 200
"""Most characters kept of a name: a camera, a lens, a keyword, a person."""

LONG = 8_000
"""Most characters kept of a description."""

# C0 and C1 controls (tab and line feed are handled before), surrogates and non-characters: PostgreSQL refuses
# NUL and lone surrogates, the rest shows as boxes.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff]")
# Embeddings, overrides and isolates turn later text around ("gpj.exe"); plain LRM/RLM marks (200E, 200F) are
# needed by honest Hebrew and Arabic and reorder nothing by themselves.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"[ \t\u00a0\u2028\u2029]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean_line(value: str, limit: int = SHORT) -> str:
    """One line of at most `limit` characters; markup stays as the inert text it is."""
    return clean_text(value[: limit * 4], limit=limit).replace("\n", " ").strip()


def clean_text(value: str, limit: int = LONG) -> str:
    """Text of several lines, NFC, at most `limit` characters (a longer one ends with "…")."""
    # Cut before the work, so that a gigabyte of text costs as little as a page.
    text = unicodedata.normalize("NFC", value[: limit * 4])
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _DIRECTION.sub("", _CONTROLS.sub("", text))
    text = _SPACES.sub(" ", text)
    text = _BLANK_LINES.sub("\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def decode_bytes(raw: bytes) -> str:
    """Bytes of unknown encoding as text: up to the first NUL, UTF-8, else Windows-1252 (what old cameras wrote)."""
    raw = raw.split(b"\0", 1)[0]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


# Words that cameras and programs write into ImageDescription by themselves.
_CAMERA_WORDS = re.compile(
    r"(olympus digital camera|minolta digital camera|konica minolta digital camera|sony dsc|samsung|samsung digital "
    r"camera|exif_jpeg_picture|digital camera|default|untitled|picture|image|<\s*kenox.*|dcim[\\/].*|kodak digital "
    r"still camera|digital still camera|(?:my)?\s*documentimage|rim .*)",
    re.IGNORECASE,
)


def is_camera_words(text: str) -> bool:
    """Whether a description was written by the device, not by a person."""
    return _CAMERA_WORDS.fullmatch(text.strip()) is not None
