"""Half-float vectors keep every number they can and refuse what does not fit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonest.ai.errors import AIAnswerBroken
from photonest.ai.half_vectors import decode_vector, encode_vector, vector_text
from photonest_contracts.inference import Vector

halfs = st.lists(st.floats(width=16, allow_nan=False, allow_infinity=False), min_size=1, max_size=40)


@given(halfs)
def test_half_floats_survive_the_wire_and_the_text_form(numbers: list[float]) -> None:
    assert decode_vector(encode_vector(numbers, space="x@1")) == numbers
    assert [float(part) for part in vector_text(numbers)[1:-1].split(",")] == pytest.approx(numbers, rel=1e-6)


def test_other_numbers_are_rounded_to_half_precision() -> None:
    assert math.isclose(decode_vector(encode_vector([0.1], space="x@1"))[0], 0.1, rel_tol=5e-4)


@pytest.mark.parametrize(("dim", "text"), [(3, "AAAA"), (1, "?!"), (2, "AAA")])
def test_a_vector_that_is_cut_or_no_base64_is_a_broken_answer(dim: int, text: str) -> None:
    with pytest.raises(AIAnswerBroken):
        decode_vector(Vector(space="x@1", dim=dim, halfs=text))
