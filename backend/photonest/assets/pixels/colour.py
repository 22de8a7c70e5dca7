"""Colour to sRGB: embedded ICC profiles, and the few spaces that files name instead of describing."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from photonest.assets.pixels.picture import Rgb

SAME_COLOUR_LEVELS = 3
"""A profile that moves no test colour by more than this many of 255 levels is sRGB in all but name."""

_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION


@dataclass(frozen=True, slots=True)
class ColourProfile:
    """A usable profile that differs from sRGB. `space` is its ICC space: ``RGB``, ``CMYK``, ``GRAY`` or ``Lab``."""

    name: str
    space: str
    icc: bytes

    def to_srgb(self, rgb: Rgb) -> Rgb:
        """`rgb` in this profile's space -> sRGB. Only for profiles of space ``RGB``."""
        if self.space != "RGB":
            return rgb
        return np.asarray(self.image_to_srgb(Image.fromarray(rgb)))

    def image_to_srgb(self, image: Image.Image) -> Image.Image:
        """A Pillow picture in this profile's space and a fitting mode -> mode RGB in sRGB."""
        transform = _transform(self.icc, image.mode)
        converted = ImageCms.applyTransform(image, transform)
        assert converted is not None  # only inPlace=True gives None
        return converted


MODES = {"RGB": ("RGB",), "CMYK": ("CMYK",), "GRAY": ("L",), "Lab": ("LAB",)}
"""ICC colour space -> Pillow modes that it describes."""


def profile_of(icc: bytes | None) -> ColourProfile | None:
    """The profile in `icc`, or ``None`` when there is none, it cannot be used, or it is sRGB already."""
    return _examined(icc)[0] if icc else None


def name_of(icc: bytes | None) -> str | None:
    """How the profile calls itself, also when it is sRGB."""
    return _examined(icc)[1] if icc else None


@lru_cache(maxsize=16)
def _examined(icc: bytes) -> tuple[ColourProfile | None, str | None]:
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        name = (ImageCms.getProfileDescription(profile) or "").strip().replace("\0", "") or "unnamed"
        space = profile.profile.xcolor_space.strip()
        found = ColourProfile(name, space, icc)
        if space not in MODES:
            return None, name
        if space == "RGB":
            moved = np.abs(found.to_srgb(_test_colours()).astype(int) - _test_colours()).max()
            if moved <= SAME_COLOUR_LEVELS:
                return None, name
        else:
            _transform(icc, MODES[space][0])
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None, None
    return found, name


@lru_cache(maxsize=16)
def _transform(icc: bytes, mode: str) -> ImageCms.ImageCmsTransform:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    return ImageCms.buildTransform(
        profile, ImageCms.createProfile("sRGB"), mode, "RGB", renderingIntent=_INTENT, flags=_FLAGS
    )


def lab_to_srgb(image: Image.Image) -> Image.Image:
    """A Pillow picture of mode LAB (D50, as TIFF and Photoshop store it) -> mode RGB in sRGB."""
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB", renderingIntent=_INTENT
    )
    converted = ImageCms.applyTransform(image, transform)
    assert converted is not None
    return converted


@lru_cache(maxsize=1)
def _test_colours() -> Rgb:
    steps = np.linspace(0, 255, 7).astype(np.uint8)
    grid = np.stack(np.meshgrid(steps, steps, steps), axis=-1)
    return np.ascontiguousarray(grid.reshape(7, 49, 3))


# --- spaces that are named, not described ------------------------------------------------------------------

# Chromaticities of red, green, blue; white is D65. ITU-T H.273 table 2 (code points 1, 9, 12), Adobe RGB (1998).
_PRIMARIES = {
    "srgb": ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    "bt2020": ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    "p3": ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    "adobe": ((0.640, 0.330), (0.210, 0.710), (0.150, 0.060)),
}
_D65 = (0.3127, 0.3290)
_CICP_PRIMARIES = {1: "srgb", 9: "bt2020", 11: "p3", 12: "p3"}
_PQ, _HLG, _LINEAR = 16, 18, 8

HDR_WHITE_NITS = 203.0
"""Brightness of diffuse white in HDR pictures (ITU-R BT.2408); brighter light is compressed towards the top."""


def adobe_rgb_to_srgb(rgb: Rgb) -> Rgb:
    """Adobe RGB (1998): gamma 563/256."""
    return _from_linear(_linear(rgb, "adobe", (np.arange(256) / 255.0) ** (563 / 256)))


def cicp_to_srgb(rgb: Rgb, primaries: int, transfer: int) -> Rgb:
    """Pixels of a picture that names its space by ITU-T H.273 code points (`nclx` of HEIC and AVIF) -> sRGB.

    Unknown code points and those equal to sRGB leave the pixels alone. PQ and HLG light is scaled so that
    diffuse white (`HDR_WHITE_NITS`) is white, and highlights are rolled off.
    """
    space = _CICP_PRIMARIES.get(primaries)
    if space is None or (space == "srgb" and transfer not in (_PQ, _HLG, _LINEAR)):
        return rgb
    code = np.arange(256) / 255.0
    if transfer == _PQ:
        light = _rolled_off(_linear(rgb, space, _pq_nits(code) / HDR_WHITE_NITS))
    elif transfer == _HLG:
        # Scene light scaled so that 75 % signal, where BT.2408 puts diffuse white, becomes 1.
        light = _rolled_off(_linear(rgb, space, _hlg_scene(code) / _hlg_scene(np.array([0.75]))[0]))
    elif transfer == _LINEAR:
        light = _linear(rgb, space, code)
    else:
        light = _linear(rgb, space, _srgb_light(code))
    return _from_linear(light)


def _linear(rgb: Rgb, space: str, curve: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Code values -> linear light with the primaries of sRGB."""
    light = curve.astype(np.float32)[rgb]
    matrix = (np.linalg.inv(_to_xyz("srgb")) @ _to_xyz(space)).astype(np.float32)
    return np.asarray(cv2.transform(light, matrix), dtype=np.float32)


def _from_linear(light: npt.NDArray[np.float32]) -> Rgb:
    fine = np.linspace(0.0, 1.0, 4096)
    curve = np.where(fine <= 0.0031308, 12.92 * fine, 1.055 * fine ** (1 / 2.4) - 0.055)  # IEC 61966-2-1
    table = np.round(curve * 255).astype(np.uint8)
    return np.asarray(table[np.clip(light * 4095 + 0.5, 0, 4095).astype(np.int32)], dtype=np.uint8)


def _to_xyz(space: str) -> npt.NDArray[np.float64]:
    columns = np.array([[x / y, 1.0, (1 - x - y) / y] for x, y in _PRIMARIES[space]]).T
    white = np.array([_D65[0] / _D65[1], 1.0, (1 - sum(_D65)) / _D65[1]])
    return columns * np.linalg.solve(columns, white)


def _srgb_light(code: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)  # IEC 61966-2-1


def _pq_nits(code: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """SMPTE ST 2084, equation 4.1."""
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
    power = code ** (1 / m2)
    return np.asarray(10_000 * (np.maximum(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1))


def _hlg_scene(code: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """ITU-R BT.2100, inverse OETF of HLG."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(code <= 0.5, code**2 / 3, (np.exp((code - c) / a) + b) / 12)


def _rolled_off(light: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Leave what is darker than 0.8 of white as it is; squeeze what is brighter into the rest, hue kept."""
    knee = 0.8
    peak = light.max(axis=-1, keepdims=True)
    over = np.maximum(peak - knee, 0)
    squeezed = knee + (1 - knee) * over / (over + (1 - knee))
    return np.asarray(light * np.where(peak > knee, squeezed / np.maximum(peak, 1e-6), 1.0), dtype=np.float32)
