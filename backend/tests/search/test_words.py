"""Words are folded the same way on both sides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonest.search.words import MAX_POSITION, Field, fold, phrase_query, stands_in, term_query, tokens, vector_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Málaga", "malaga"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("Ærø", "aero"), ("İzmir", "izmir")],
)
def test_accents_and_case_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_file_name_falls_into_its_parts() -> None:
    assert tokens("IMG_0412.JPG") == ["img", "0412", "jpg"]


def test_words_keep_order_and_kind_and_texts_are_kept_apart() -> None:
    assert vector_text([(Field.SAID, "red car"), (Field.NAME, "car.jpg")]) == "'red':1A 'car':2A,23C 'jpg':24C"


def test_a_number_also_finds_longer_ones_and_a_word_only_itself() -> None:
    assert term_query(["img", "04"]) == "('img' <-> '04':*)"
    assert term_query(["car"]) == "('car')"
    assert phrase_query(["happy", "birth"]) == "'happy' <-> 'birth':*"


@given(st.text(max_size=300))
def test_folding_twice_changes_nothing_and_no_quote_survives(text: str) -> None:
    assert tokens(" ".join(tokens(text))) == tokens(text)
    assert all("'" not in token and "\\" not in token and "\0" not in token for token in tokens(text))


def test_a_book_of_a_description_is_cut_before_positions_run_out() -> None:
    literal = vector_text([(Field.SAID, f"word{i} " * 3) for i in range(3000)])
    positions = [int(part.rstrip("A")) for entry in literal.split(" ") for part in entry.split(":")[1].split(",")]
    assert max(positions) <= MAX_POSITION
    assert len(positions) == 4000


@given(
    st.lists(st.sampled_from(["a", "ab", "b", "abc"]), max_size=6),
    st.lists(st.sampled_from(["a", "ab"]), min_size=1, max_size=3),
)
def test_an_open_match_finds_all_a_closed_one_finds(here: list[str], words: list[str]) -> None:
    closed = any(here[start : start + len(words)] == words for start in range(len(here)))
    assert stands_in(here, words, is_open=False) == closed
    assert stands_in(here, words, is_open=True) or not closed
