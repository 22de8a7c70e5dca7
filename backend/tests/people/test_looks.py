"""What faces look like, in words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from photonest.people.looks import SHOWN_FROM, WORDS, looks

SCORES = st.dictionaries(st.sampled_from([*WORDS, "neutral"]), st.floats(0, 1), max_size=7)


def test_a_sure_smile_looks_joyful_and_an_unsure_one_says_nothing() -> None:
    assert looks([{"happy": 0.7, "neutral": 0.3}]) == ["looks joyful"]
    assert looks([{"happy": 0.699, "neutral": 0.301}]) == []


def test_a_neutral_face_and_no_expression_say_nothing() -> None:
    assert looks([{"neutral": 1.0}, None, {}]) == []


def test_each_word_comes_once_surest_first() -> None:
    assert looks([{"sad": 0.8}, {"happy": 0.9}, {"happy": 0.75}]) == ["looks joyful", "looks sad"]


@given(st.lists(SCORES, max_size=5))
def test_every_word_speaks_of_looks_and_has_a_face_sure_enough(expressions: list[dict[str, float]]) -> None:
    for word in looks(expressions):
        assert word.startswith("looks ")
        assert any(
            score >= SHOWN_FROM and WORDS.get(name) == word for one in expressions for name, score in one.items()
        )
