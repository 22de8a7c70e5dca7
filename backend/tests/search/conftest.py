"""Photos painted in the colours that the fake AI knows, analysed and indexed as an import does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from tests.factories import make_asset

from photonest.accounts.models import User
from photonest.ai.client import client_replaced
from photonest.ai.fake import FakeAI
from photonest.ai.fake_words import COLOURS, OBJECTS
from photonest.assets.models import Asset
from photonest.search import columns, index, meaning, tag_index
from photonest.search.services import index_words, store_embedding
from photonest.tags import services as tags
from photonest_contracts.inference import AnalyseRequest, RawPixels

Painted = Callable[..., Asset]
RGB = {thing.name: thing.rgb for thing in (*COLOURS, *OBJECTS)}


@pytest.fixture
def fake_ai() -> Iterator[FakeAI]:
    tags._thresholds.cache_clear()
    meaning.forget()
    index.shelf.drop()
    tag_index.shelf.drop()
    columns.shelf.drop()
    with client_replaced(FakeAI()) as fake:
        yield fake
    tags._thresholds.cache_clear()
    index.shelf.drop()
    tag_index.shelf.drop()
    columns.shelf.drop()


@pytest.fixture
def paint(fake_ai: FakeAI) -> Painted:
    """``paint(alice, "sea", "forest", filename=…)``: equal bands of these colours; no band: grey nothing."""

    def make(owner: User, *bands: str, **fields: Any) -> Asset:
        asset = make_asset(owner, **fields)
        pixels = np.full((40, 60, 3), (201, 0, 130), np.uint8)
        for number, name in enumerate(bands):
            pixels[:, number * 60 // len(bands) : (number + 1) * 60 // len(bands)] = RGB[name]
        analysis = fake_ai.analyse(AnalyseRequest(pixels=RawPixels(width_px=60, height_px=40)), pixels.tobytes())
        tags.store_tags(asset, analysis)
        store_embedding(asset, analysis)
        index_words(asset)
        return asset

    return make
