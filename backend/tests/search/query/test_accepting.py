"""A language model may move words into fields; what it invents is dropped."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search.query.household import CLOCK, VOCABULARY

from photonest.search.parse import show
from photonest.search.query.accepting import FIELDS, Accepted, accept_reading
from photonest.search.query.parts import Query


def accepted(text: str, reading: Any) -> Accepted:
    return accept_reading(text, vocabulary=VOCABULARY, clock=CLOCK, reading=reading)


def as_operators(text: str, reading: Any) -> str:
    return show(Query.of(accepted(text, reading).parts))


def test_words_of_the_text_and_names_of_the_user_are_taken_over() -> None:
    text = "the summer we were all at the sea, my clips of Grandma please, nothing blurry"
    reading = {
        "people": ["Helga"], "dates": ["summer"], "types": ["clips"], "not_types": ["blurry"], "meaning": "sea",
    }  # fmt: skip
    assert as_operators(text, reading) == ('person:"Helga" yearly:06-01..08-31 kind:video -is:blurry mean:"sea"')
    assert accepted(text, reading).dropped == ()


@pytest.mark.parametrize(
    ("reading", "dropped"),
    [
        ({"people": ["Eva"]}, "people: Eva"),
        ({"places": ["Lisbon"]}, "places: Lisbon"),
        ({"dates": ["July 2022"]}, "dates: July 2022"),
        ({"dates": ["photos of the"]}, "dates: photos of the"),
        ({"types": ["video"]}, "types: video"),
        ({"moods": ["joyful"]}, "moods: joyful"),
        ({"not": ["cat"]}, "not: cat"),
        ({"phrases": ["happy birthday"]}, "phrases: happy birthday"),
        ({"meaning": "dog in the snow"}, "meaning: dog in the snow"),
        ({"events": ["wedding"]}, "events: wedding"),
    ],
)
def test_what_stands_neither_in_the_text_nor_in_the_vocabulary_is_dropped(reading: Any, dropped: str) -> None:
    result = accepted("photos of the dog", reading)
    assert result.parts == ()
    assert result.dropped == (dropped,)


def test_several_people_are_all_wanted_or_one_of_them() -> None:
    assert as_operators("x", {"people": ["Anna", "Bob"]}) == 'person:"Anna" person:"Bob"'
    assert as_operators("x", {"any_people": ["Anna", "Bob"], "not_people": ["Tom"]}) == (
        'person:"Anna","Bob" -person:"Tom"'
    )


def test_a_part_knows_where_its_words_stand() -> None:
    (part,) = accepted("Grandma last summer", {"dates": ["last summer"]}).parts
    assert (part.spans, part.chip) == (((8, 19),), "Jun – Aug 2026")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), inner),
    max_leaves=12,
)


@given(_JSON, st.text(max_size=40))
def test_whatever_a_model_answers_is_read_without_an_error(reading: Any, text: str) -> None:
    result = accepted(text, reading)
    assert all(part.chip for part in result.parts)
