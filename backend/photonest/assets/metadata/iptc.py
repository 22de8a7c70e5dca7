"""Reads IPTC-IIM records (title, caption, keywords, date): what photo agencies wrote before XMP.

Source: IPTC-NAA Information Interchange Model 4.2, chapters 3 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass

from photonest.assets.metadata.clock_readings import Reading, parse_clock
from photonest.assets.metadata.text_cleaning import clean_line, clean_text, is_camera_words

MAX_DATASETS = 2_000
_UTF8 = b"\x1b%G"


@dataclass(frozen=True, slots=True)
class IptcFacts:
    """IPTC in plain terms. Empty text and None mean: not told."""

    title: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    created: Reading | None = None


def read_iptc(records: bytes) -> IptcFacts:
    """The IIM datasets of a Photoshop resource or TIFF tag; stops at the first that makes no sense."""
    found: dict[tuple[int, int], list[bytes]] = {}
    at = 0
    for _ in range(MAX_DATASETS):
        if records[at : at + 1] != b"\x1c" or at + 5 > len(records):
            break
        size = int.from_bytes(records[at + 3 : at + 5], "big")
        if size & 0x8000:  # extended datasets hold pictures, never words
            break
        found.setdefault((records[at + 1], records[at + 2]), []).append(records[at + 5 : at + 5 + size])
        at += 5 + size
    is_utf8 = found.get((1, 90), [b""])[0].startswith(_UTF8)

    def texts(dataset: int) -> list[str]:
        return [_decode(raw, is_utf8) for raw in found.get((2, dataset), [])]

    caption = clean_text("".join(texts(120)[:1]))
    return IptcFacts(
        title=clean_line("".join(texts(5)[:1]), 500),
        description="" if is_camera_words(caption) else caption,
        keywords=tuple(word for word in map(clean_line, texts(25)[:1_000]) if word),
        created=_created("".join(texts(55)[:1]), "".join(texts(60)[:1])),
    )


def _decode(raw: bytes, is_utf8: bool) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8" if is_utf8 else "cp1252", "replace")


def _created(date: str, time: str) -> Reading | None:
    """`20230715` and `143025+0200`. A zone of +0000 is what Photoshop writes when it knows none: not believed."""
    digits = date.strip("\0 ")
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
        return None
    day = f"{digits[:4]}:{digits[4:6]}:{digits[6:]}"
    clock = time.strip("\0 ")
    if len(clock) < 6 or not clock[:6].isascii() or not clock[:6].isdigit():
        return parse_clock(day)
    reading = parse_clock(f"{day} {clock[:2]}:{clock[2:4]}:{clock[4:6]}{clock[6:11]}")
    if reading is None or not reading.offset_minutes:
        return None if reading is None else Reading(reading.wall)
    return reading
