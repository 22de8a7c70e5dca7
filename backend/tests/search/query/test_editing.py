"""Taking a chip away leaves the user's own words wherever they still say the same."""

from __future__ import annotations

import pytest
from tests.search.query.household import parse
from tests.search.query.test_acceptance import TABLE

from photonest.search.parse import MAX_CHARACTERS, Query
from photonest.search.query.editing import read_otherwise, without


@pytest.mark.parametrize(
    ("text", "chip", "left"),
    [
        ("beach sunset with Anna last summer", "Anna", "beach sunset last summer"),
        ("beach sunset with Anna last summer", "Jun – Aug 2026", "beach sunset with Anna"),
        ("Anna, Bob but not Tom", "not Tom", "Anna, Bob"),
        ("Anna, Bob but not Tom", "Bob", "Anna, not Tom"),
        ("Anna and Bob", "Anna", "Bob"),
        ("food from yesterday, no people", "nobody on it", "food from yesterday"),
        ("with Paris in Rome", "in Rome", "with Paris"),
        ("beach", "beach", ""),
    ],
)
def test_a_chip_is_taken_out_of_the_text(text: str, chip: str, left: str) -> None:
    query = parse(text)
    (part,) = [part for part in query.parts if part.chip == chip]
    assert without(query, part, parse) == left


@pytest.mark.parametrize("text", [text for text, _ in TABLE])
def test_what_is_left_asks_for_all_the_rest(text: str) -> None:
    query = parse(text)
    for part in query.parts:
        left = without(query, part, parse)
        assert len(left) <= MAX_CHARACTERS
        assert parse(left) == Query.of(other for other in query.parts if other is not part)


def test_the_other_reading_takes_the_place_of_the_first() -> None:
    query = parse("beach with Paris 2022")
    (person,) = [part for part in query.parts if part.alternatives]
    text = read_otherwise(query, person, person.alternatives[0])
    assert text == 'beach with place:"Paris" 2022'
    assert [part.chip for part in parse(text).in_order_of_text] == ["beach", "in Paris", "2022"]
