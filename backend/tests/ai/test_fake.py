"""The fake AI sees what tests paint and understands the words for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from photonest.ai.fake import FakeAI
from photonest.ai.fake_words import SKIN
from photonest.ai.half_vectors import decode_vector
from photonest_contracts.inference import AnalyseRequest, Analysis, EmbedTextRequest, RawPixels, Task


def _analyse(pixels: NDArray[np.uint8], *tasks: Task, ai: FakeAI | None = None) -> Analysis:
    height, width = pixels.shape[:2]
    request = AnalyseRequest(pixels=RawPixels(width_px=width, height_px=height), tasks=tasks or tuple(Task))
    return (ai or FakeAI()).analyse(request, pixels.tobytes())


def _canvas(colour: tuple[int, int, int]) -> NDArray[np.uint8]:
    return np.full((90, 120, 3), colour, np.uint8)


def _similarity(text: str, photo: Analysis) -> float:
    query = FakeAI().embed_text(EmbedTextRequest(texts=(text,))).texts[0].vector
    assert photo.embedding is not None
    return float(np.dot(decode_vector(query), decode_vector(photo.embedding)))


def test_a_text_lies_near_the_photo_of_what_it_names_and_far_from_others() -> None:
    sea, forest = _analyse(_canvas((20, 80, 200))), _analyse(_canvas((20, 110, 40)))
    assert _similarity("a photo of the ocean", sea) > 0.9
    assert _similarity("a photo of the ocean", forest) < 0.35


def test_words_nobody_knows_are_close_to_no_tag() -> None:
    assert FakeAI().embed_text(EmbedTextRequest(texts=("purple elephants on the moon",))).texts[0].concepts == ()


def test_two_painted_faces_are_found_and_the_same_features_give_the_same_vector() -> None:
    pixels = _canvas((20, 110, 40))
    for left in (10, 70):
        pixels[20:60, left : left + 36] = SKIN
        pixels[35:45, left + 12 : left + 24] = (30, 30, 200)
    found = _analyse(pixels)
    assert found.faces is not None
    assert len(found.faces) == 2
    assert found.faces[0].embedding == found.faces[1].embedding is not None
    assert found.objects is not None
    assert [(thing.name, thing.count) for thing in found.objects] == [("person", 2)]


def test_recognition_is_only_done_when_asked() -> None:
    pixels = _canvas((20, 110, 40))
    pixels[20:60, 20:50] = SKIN
    found = _analyse(pixels, Task.FACES)
    assert found.faces is not None
    assert found.faces[0].embedding is None
    assert found.faces[0].expression is None
    assert found.labels is None


def test_a_missing_model_is_named_and_the_rest_is_answered() -> None:
    found = _analyse(_canvas((20, 80, 200)), ai=FakeAI(missing=[Task.OBJECTS]))
    assert found.objects is None
    assert "not installed" in found.unavailable[Task.OBJECTS]
    assert found.labels
