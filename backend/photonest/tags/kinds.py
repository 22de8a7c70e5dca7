"""What kind of picture it is, by what its file says: sharper than pixels for screenshots, selfies and panoramas; pure.

The AI service sees pixels only. A file name, the lens and the camera's own words know better, and where they are
silent the pixels' word stands, within limits: what a camera took is no screenshot, and a face that fills the picture is
a selfie only if the front camera took it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SOURCE = "photonest-kinds@1"
SHOWN_FROM = {"document": 0.70}
SHOWN_FROM_ELSE = 0.60
SCREENSHOT_NAME = re.compile(
    r"screen[ _-]?(?:shot|cap|grab)|screencap|bildschirmfoto|capture[ _-]d.[ée]cran|captura[ _-]de[ _-]pantalla"
    r"|schermafbeelding|schermata|скриншот|スクリーンショット|截屏|屏幕截图",
    re.IGNORECASE,
)
SELFIE_NAME = re.compile(r"(?:^|[^a-z])selfie(?:$|[^a-z])", re.IGNORECASE)
SCANNER = re.compile(r"scan|epson|canoscan|fujitsu|scansnap|camscanner|genius scan|adobe scan", re.IGNORECASE)
SCREEN_SIZES = frozenset(
    {
        (640, 1136), (750, 1334), (828, 1792), (1080, 1920), (1080, 2160), (1080, 2220), (1080, 2280), (1080, 2340),
        (1080, 2400), (1125, 2436), (1170, 2532), (1179, 2556), (1206, 2622), (1242, 2208), (1242, 2688), (1284, 2778),
        (1290, 2796), (1320, 2868), (1440, 2560), (1440, 2960), (1440, 3040), (1440, 3088), (1440, 3120), (1440, 3200),
        (720, 1280), (720, 1560), (720, 1600), (768, 1024), (1536, 2048), (1620, 2160), (1640, 2360), (1668, 2224),
        (1668, 2388), (2048, 2732), (768, 1366), (900, 1600), (900, 1440), (800, 1280), (1050, 1680), (1200, 1920),
        (1600, 2560), (1664, 2560), (1800, 2880), (1864, 2880), (1964, 3024), (2234, 3456), (2160, 3840), (1440, 3440),
    }
)  # fmt: skip
"""Short and long side of the screens of phones, tablets and computers, px."""
PANORAMA_FROM, PANORAMA_SURE = 2.0, 2.4


def shown_from(kind: str) -> float:
    """Lowest score at which a person should see it."""
    return SHOWN_FROM.get(kind, SHOWN_FROM_ELSE)


@dataclass(frozen=True)
class FileFacts:
    """What the file says of itself."""

    filename: str
    format: str
    width_px: int | None
    height_px: int | None
    camera: str
    """Make and model, empty where no camera is named."""
    lens: str
    software: str
    projection: str
    """Panorama programs write ``cylindrical`` or ``equirectangular``."""
    is_video: bool


def kinds_of(facts: FileFacts, seen: Mapping[str, float]) -> dict[str, float]:
    """Kind -> 0…1. ``seen``: what the pixels say."""
    found = dict(seen)
    found["screenshot"] = _screenshot(facts, seen.get("screenshot", 0.0))
    found["selfie"] = _selfie(facts, seen.get("selfie", 0.0), seen.get("portrait", 0.0))
    found["panorama"] = _panorama(facts, seen.get("panorama", 0.0))
    if SCANNER.search(f"{facts.camera} {facts.software}") and seen.get("document", 0.0) >= 0.2:
        found["document"] = max(found["document"], 0.9)
    if found["screenshot"] >= shown_from("screenshot"):  # a window full of text is a screenshot first
        found["document"] = 0.6 * found.get("document", 0.0)
    return {kind: score for kind, score in found.items() if score > 0}


def _screenshot(facts: FileFacts, seen: float) -> float:
    if facts.is_video:
        return 0.0
    if SCREENSHOT_NAME.search(facts.filename) or SCREENSHOT_NAME.search(facts.software):
        return 0.98
    if facts.camera:
        return 0.0
    is_png = facts.format in {"png", "webp"}
    if _is_screen_size(facts) and is_png:
        return max(0.7, seen)
    # Flat pictures without a camera are drawings and charts as often as screenshots.
    return min(seen, 0.55)


def _is_screen_size(facts: FileFacts) -> bool:
    if not facts.width_px or not facts.height_px:
        return False
    return (min(facts.width_px, facts.height_px), max(facts.width_px, facts.height_px)) in SCREEN_SIZES


def _selfie(facts: FileFacts, seen: float, portrait: float) -> float:
    if SELFIE_NAME.search(facts.filename):
        return 0.95
    is_front = "front" in facts.lens.lower()
    if is_front:
        return 0.95 if max(seen, portrait) >= 0.1 else 0.65
    return min(seen, 0.5)


def _panorama(facts: FileFacts, seen: float) -> float:
    if facts.projection in {"cylindrical", "equirectangular", "spherical"}:
        return 0.98
    if facts.is_video or not facts.width_px or not facts.height_px:
        return 0.0 if facts.is_video else seen
    ratio = max(facts.width_px, facts.height_px) / min(facts.width_px, facts.height_px)
    is_upright = facts.height_px > facts.width_px
    if is_upright or not facts.camera:
        return min(seen, 0.55)  # banners, scrolled pages and cut strips are long, too
    return max(0.0, min(1.0, (ratio - PANORAMA_FROM) / (PANORAMA_SURE - PANORAMA_FROM)))
