"""The cut-outs of bench full_queries: what is asked for is there, and each stands once near and once far away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bench import stamps

GREY = {key: np.full((72, 96, 3), 128, np.uint8) for key in stamps.GROUNDS}


def test_every_word_has_pictures() -> None:
    words = stamps.words()
    assert len(words) > 90
    assert all(keys for keys in words.values())


def test_each_thing_is_shown_near_and_far_inside_the_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_truth", lambda: {"square": ["a/square"], "red": ["a/square"]})
    (tmp_path / "a").mkdir()
    Image.new("RGBA", (40, 40), (255, 0, 0, 255)).save(tmp_path / "a" / "square.png")
    shown = dict(stamps.pictures(tmp_path, GREY))
    assert set(shown) == stamps.words()["square"] == stamps.words()["red"]
    sides = [round(float((rgb[..., 0] > 250).sum()) ** 0.5) for rgb in shown.values()]
    assert sides == [round(stamps.SIZE_PX[1] * share) for share in stamps.SHARES]
