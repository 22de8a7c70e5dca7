"""What somebody does, as other languages say it; in English the words are meaning, and there is an operator."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.search.query.household import CLOCK, parse

from photonest.search.parse import show

SENTENCES = [
    ("en", "surfing", 'mean:"surfing"'),
    ("en", "tennis", 'mean:"tennis"'),
    ("en", 'action:"riding a horse",skiing', 'action:"riding a horse","skiing"'),
    ("en", "-action:skiing", '-action:"skiing"'),
    ("de", "jemanden beim Skifahren", 'action:"skiing" mean:"jemanden Skifahren"'),
    ("de", "Anna beim Radfahren 2023", 'person:"Anna" when:2023 action:"cycling" mean:"Radfahren"'),
    ("de", "ohne Skifahren", '-action:"skiing"'),
    ("fr", "faire du vélo", 'action:"cycling" mean:"faire du vélo"'),
    ("es", "esquiar", 'action:"skiing" mean:"esquiar"'),
]


@pytest.mark.parametrize(("code", "text", "understood"), SENTENCES, ids=[text for _, text, _ in SENTENCES])
def test_an_action_is_understood(code: str, text: str, understood: str) -> None:
    query = parse(text, clock=replace(CLOCK, language=code))
    assert show(query) == understood
    assert parse(understood) == query


@pytest.mark.parametrize(
    ("text", "is_lost"),
    [("Skifahren", False), ("zwei Hunde", False), ("Skifahren am Strand", True), ("zwei kleine Hunde", True)],
)
def test_only_words_that_nothing_understood_are_said_to_be_lost(text: str, is_lost: bool) -> None:
    (meaning,) = (part for part in parse(text, clock=replace(CLOCK, language="de")).parts if part.kind == "meaning")
    assert ("English only" in meaning.note) is is_lost


@pytest.mark.parametrize(
    ("text", "code"), [("Skifahren", "de"), ("nager", "fr"), ("esquiar", "es"), ("tennis", "en"), ("skier", "en")]
)
def test_an_action_tells_the_language_unless_english_has_the_word(text: str, code: str) -> None:
    assert parse(text).language == code
