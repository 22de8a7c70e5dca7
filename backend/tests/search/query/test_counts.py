"""The number before a thing that the object model counts, in words, figures and as an operator."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.search.query.household import CLOCK, parse

from photonest.search.parse import show
from photonest.search.query.language import DEFAULT, available
from photonest.search.query.things import thing_named, thing_words

SENTENCES = [
    ("en", "three dogs", 'count:dog=3 mean:"dogs"'),
    ("en", "two cups of coffee", 'count:cup=2 mean:"cups of coffee"'),
    ("en", "5 boats in Rome", 'place:"Rome" count:boat=5 mean:"boats"'),
    ("en", "a single horse", 'count:horse=1 mean:"horse"'),
    ("en", "only one dog", 'count:dog=1 mean:"dog"'),
    ("en", "many birds", 'count:bird>=4 mean:"birds"'),
    ("en", "at least 4 chairs", 'count:chair>=4 mean:"chairs"'),
    ("en", "more than two cats", 'count:cat>=3 mean:"cats"'),
    ("en", "two or three horses", 'count:horse=2..3 mean:"horses"'),
    ("en", "three old dogs on the beach", 'count:dog=3 mean:"old dogs on the beach"'),
    ("en", "three dog beds", 'count:bed=3 mean:"dog beds"'),
    ("en", "two dining tables", 'count:"dining table=2" mean:"dining tables"'),
    ("en", "two children", 'count:person=2 mean:"children"'),
    ("en", "a pair of scissors", 'mean:"pair of scissors"'),
    ("en", "a dog", 'mean:"dog"'),
    ("en", "three people", "persons:3"),
    ("en", "at least 4 people", "persons:>=4"),
    ("en", "without three dogs", '-mean:"three dogs"'),
    ("en", "count:dogs>2", "count:dog>=3"),
    ("en", "count:dog<=2,cat=1", "count:cat=1 count:dog=1..2"),
    ("en", "-count:dog=3", "-count:dog=3"),
    ("de", "zwei Hunde", 'count:dog=2 mean:"Hunde"'),
    ("de", "ein Hund", 'mean:"Hund"'),
    ("de", "ein einziger Hund", 'count:dog=1 mean:"Hund"'),
    ("de", "viele Vögel in Rom", 'place:"Rome" count:bird>=4 mean:"Vögel"'),
    ("fr", "trois chats", 'count:cat=3 mean:"chats"'),
    ("fr", "beaucoup de voitures", 'count:car>=4 mean:"voitures"'),
    ("es", "dos perros", 'count:dog=2 mean:"perros"'),
    ("es", "muchos pájaros", 'count:bird>=4 mean:"pájaros"'),
]


@pytest.mark.parametrize(("code", "text", "understood"), SENTENCES, ids=[text for _, text, _ in SENTENCES])
def test_a_number_of_things_is_understood(code: str, text: str, understood: str) -> None:
    query = parse(text, clock=replace(CLOCK, language=code))
    assert show(query) == understood
    assert parse(understood) == query


@pytest.mark.parametrize(
    ("text", "chip"),
    [
        ("three dogs", "about 3 dogs"), ("a single horse", "about 1 horse"), ("many birds", "4 birds or more"),
        ("two or three knives", "about 2–3 knives"),
    ],
)  # fmt: skip
def test_the_chip_says_that_models_count_roughly(text: str, chip: str) -> None:
    count = parse(text).parts[0]
    assert (count.chip, count.is_hard) == (chip, False)


@pytest.mark.parametrize("code", available())
def test_every_language_names_things_that_english_names(code: str) -> None:
    words = thing_words(code)
    for tree in (words.one, words.several):
        stack = [tree]
        while stack:
            node = stack.pop()
            stack += node.next.values()
            assert all(thing_named(name) == name for name in node.values)
    if code == DEFAULT:
        assert thing_named("dining tables") == "dining table"
