"""Whatever happens to the bytes of a picture: a decoded photo or a typed error, and the decoder lives on."""

from __future__ import annotations

import contextlib
import io
from functools import lru_cache

import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.assets.picture_files import bayer_dng, encoded, texture

from photonest.assets.errors import CorruptImage, DecoderCrashed, DecodeTimedOut, TooLarge, UnsupportedFormat
from photonest.assets.formats import FORMATS, sniff
from photonest.assets.pixels.decoding import DecoderPool
from photonest.core.errors import PhotoNestError


@lru_cache(maxsize=16)
def original(name: str) -> bytes:
    image = texture(48, 40)
    if name == "heic":
        out = io.BytesIO()
        pillow_heif.from_pillow(image).save(out, format="HEIF", quality=60)
        return out.getvalue()
    if name == "gif":
        return encoded(image, "GIF", save_all=True, append_images=[texture(48, 40, seed=1)])
    if name == "dng":
        return bayer_dng(64, 48, preview=encoded(image, "JPEG"))
    if name == "jxl":
        import pillow_jxl  # noqa: F401
    forms = {
        "jpeg": "JPEG",
        "png": "PNG",
        "webp": "WEBP",
        "tiff": "TIFF",
        "avif": "AVIF",
        "jp2": "JPEG2000",
        "jxl": "JXL",
    }
    return encoded(image, forms[name], **({"progressive": True} if name == "jpeg" else {}))


REFUSALS = (CorruptImage, TooLarge, UnsupportedFormat, DecodeTimedOut, DecoderCrashed)

Change = tuple[str, float, bytes]

changes = st.lists(
    st.tuples(
        st.sampled_from(["write", "insert", "cut", "drop"]),
        st.floats(0, 1, exclude_max=True),
        st.binary(min_size=1, max_size=12),
    ),
    min_size=1,
    max_size=4,
)


def changed(content: bytes, what: list[Change]) -> bytes:
    for action, where, noise in what:
        at = int(where * len(content))
        if action == "write":
            content = content[:at] + noise + content[at + len(noise) :]
        elif action == "insert":
            content = content[:at] + noise + content[at:]
        elif action == "cut":
            content = content[:at]
        else:
            content = content[:at] + content[at + 5 * len(noise) :]
    return content


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "gif", "heic", "avif", "tiff", "jp2", "jxl", "dng"])
@given(what=changes)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_picture_is_a_photo_or_a_typed_error(name: str, what: list[Change], decoders: DecoderPool) -> None:
    content = changed(original(name), what)
    with contextlib.suppress(*REFUSALS):
        format_ = sniff(content, len(content))
        if format_.kind == "video":
            return
        with decoders.decode(content, format_) as photo:
            assert photo.shared_path is not None
            assert photo.shared_path.stat().st_size == photo.width_px * photo.height_px * 3
            assert photo.preview_jpeg.startswith(b"\xff\xd8\xff")
            assert photo.tile_jpeg.startswith(b"\xff\xd8\xff")


@pytest.mark.timeout(120)
@given(noise=st.binary(max_size=400), name=st.sampled_from([n for n, f in FORMATS.items() if f.kind != "video"]))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_noise_announced_as_any_format_is_a_typed_error(noise: bytes, name: str, decoders: DecoderPool) -> None:
    with pytest.raises(PhotoNestError):
        decoders.decode(noise, FORMATS[name])
