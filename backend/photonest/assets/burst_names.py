"""Which burst a file name says it belongs to; pure. Phones name the shots of one press of the button alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BurstName:
    key: str
    """Equal for the shots of one burst."""
    is_cover: bool
    """The phone chose this one."""


_PATTERNS = (
    # Nexus, early Pixel, Sony: 00012IMG_00012_BURST20190715143025123_COVER.jpg, DSC_0007_BURST20190715143025123.JPG
    re.compile(r"burst(?P<key>\d{14,17})(?P<cover>_cover)?", re.IGNORECASE),
    # Huawei, Xiaomi, Motorola: IMG_20190715_143025_BURST001_COVER.jpg, ..._BURST3.jpg, ..._BURST000_COVER_TOP.jpg
    re.compile(r"^(?P<key>.+?)_burst\d{1,4}(?P<cover>_cover)?(?:_[a-z]+)*$", re.IGNORECASE),
    # Pixel: PXL_20230715_143025123.BURST-02.COVER.jpg, PXL_….PORTRAIT-02.ORIGINAL.jpg
    re.compile(
        r"^(?P<key>pxl_\d{8}_\d{6,9})\.[a-z_]+-\d{2}(?P<cover>\.cover)?(?:\.original)?(?:\.mp)?$", re.IGNORECASE
    ),
    # Samsung: 20190715_143025_001.jpg
    re.compile(r"^(?P<key>\d{8}_\d{6})_\d{3}(?P<cover>_cover)?$", re.IGNORECASE),
)
_ENDING = re.compile(r"\.[a-z0-9]{2,4}$", re.IGNORECASE)


def burst_name(filename: str) -> BurstName | None:
    """What the name tells. Apple's bursts have no pattern: their identifier stands in the file (`extra`)."""
    stem = unicodedata.normalize("NFC", _ENDING.sub("", filename, count=1))
    for number, pattern in enumerate(_PATTERNS):
        if found := pattern.search(stem):
            return BurstName(f"{number}:{found['key'].casefold()}", bool(found["cover"]))
    return None
