"""One pool of real fenced decoders for all tests of this folder: starting one costs half a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photonest.assets.formats import SNIFF_BYTES, sniff
from photonest.assets.pixels.decoding import DecodedPhoto, DecoderPool

Decode = Callable[[bytes], DecodedPhoto]


@pytest.fixture(scope="session")
def decoders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DecoderPool]:
    with DecoderPool(shared_folder=tmp_path_factory.mktemp("shared"), size=1) as pool:
        yield pool


@pytest.fixture
def decode(decoders: DecoderPool, tmp_path: Path) -> Iterator[Decode]:
    """Recognises and decodes the bytes of a file as the ingest walk does; buffers are removed after the test."""
    opened: list[DecodedPhoto] = []

    def decode_bytes(content: bytes) -> DecodedPhoto:
        path = tmp_path / "original"
        path.write_bytes(content)
        photo = decoders.decode(path, sniff(content[:SNIFF_BYTES], len(content)))
        opened.append(photo)
        return photo

    yield decode_bytes
    for photo in opened:
        photo.close()
    assert list(decoders.shared_folder.iterdir()) == []
