"""A search text is read the way it was meant, and never breaks anything."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonest.search.errors import QueryError
from photonest.search.parse import MAX_CHARACTERS, Clock, Query, Vocabulary, show
from photonest.search.parse import parse as parse_with
from photonest.search.query.parts import Meaning, Phrase


def parse(text: str) -> Query:
    return parse_with(text, vocabulary=Vocabulary(), clock=Clock(datetime(2026, 11, 18, 9, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("beach", "beach"),
        ("a photo of a dog", "dog"),
        ("A Photo of the Eiffel Tower", "Eiffel Tower"),
        ("show me all pictures with my cat", "cat"),
        ("images of a photo of a bus", "bus"),
        ("the sea", "sea"),
        ("a photo of", "photo of"),
        ("photo album", "photo album"),
        ("  old   red  cars ", "old red cars"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_politeness_is_left_out_of_the_meaning(text: str, meaning: str) -> None:
    assert parse(text).meaning == meaning


@pytest.mark.parametrize("text", ['beach "Happy Birthday"', "“happy  BIRTHDAY” beach", 'beach „Happy-Birthday"'])
def test_quoted_words_are_a_phrase_that_must_stand(text: str) -> None:
    assert parse(text) == Query.of([Meaning(text="beach"), Phrase(words=("happy", "birthday"))])


def test_a_quote_that_is_still_open_runs_to_the_end() -> None:
    assert parse('"img 04') == Query.of([Phrase(words=("img", "04"))])


def test_empty_quotes_ask_nothing() -> None:
    assert parse('"" "..."').is_empty


def test_words_are_the_content_of_the_meaning() -> None:
    assert parse("a photo of the dogs in Málaga and the dogs").words == ("dogs", "malaga")


@given(st.text(max_size=MAX_CHARACTERS))
def test_any_text_is_read_and_reads_the_same_when_shown(text: str) -> None:
    query = parse(text)
    if len(show(query)) <= MAX_CHARACTERS:
        assert parse(show(query)) == query


def test_a_text_without_end_is_refused_and_says_where() -> None:
    with pytest.raises(QueryError) as raised:
        parse("x" * (MAX_CHARACTERS + 1))
    assert raised.value.details["position"] == MAX_CHARACTERS
    assert raised.value.status == 400
