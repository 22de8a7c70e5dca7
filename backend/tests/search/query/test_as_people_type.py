"""Searches as people type them into a gallery: short, without capitals, with habits of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.search.query.household import VOCABULARY, parse

from photonest.search.parse import show
from photonest.search.query.names import KnownPerson

TYPED = [
    ("a week ago", "when:2026-11-09..2026-11-15"),
    ("a year ago", "when:2025"),
    ("this day last year", "when:2025-11-18"),
    ("monday mornings", "time:05:00..12:00 weekday:monday"),
    ("the weekend of 4 july 2021", "when:2021-07-03..2021-07-04"),
    ("easter weekend 2024", "when:2024-03-29..2024-04-01"),
    ("first week of june", "yearly:06-01..06-07"),
    ("last week of june 2023", "when:2023-06-24..2023-06-30"),
    ("first half of 2023", "when:2023-01-01..2023-07-01"),
    ("second half of february", "yearly:02-15..02-29"),
    ("first week of winter", "yearly:12-01..12-07"),
    ("photos i took yesterday", "when:2026-11-17 kind:photo"),
    ("photos of anna and bob together", 'person:"Anna" person:"Bob" kind:photo'),
    ("mia first birthday", 'when:2021-03-07..2021-03-13 event:"birthday@Mia"'),
    ("mia 5th bday", 'when:2025-03-07..2025-03-13 event:"birthday@Mia"'),
    ("Mia 2 years old", 'person:"Mia" when:2022-03-10..2023-03-09'),
    ("baby photos of Mia", 'person:"Mia" when:2020-03-10..2022-03-09'),
    ("when mia was born", "when:2020-03-10..2020-03-17"),
    ("just the two of us", "persons:2"),
    ("people", "persons:>=1"),
    ("people dancing", 'mean:"people dancing"'),
    ("beach -people", 'persons:0 mean:"beach"'),
    ("Paris France", 'place:"Paris" place:"France"'),
    ("unrated", "-is:rated"),
    ("unedited", "-is:edited"),
    ("old photos of grandma", 'person:"Helga" sort:oldest'),
    ("long videos", "kind:video sort:longest"),
    ("short videos", "duration:<30 kind:video"),
    ("photos larger than 10 mb", "size:>10 kind:photo"),
    ("anything but screenshots", "-kind:screenshot"),
    ("photos that say welcome", 'kind:photo "welcome"'),
    ('text "invoice"', '"invoice"'),
    ("receipts from amazon", '"amazon" mean:"receipt"'),
    ("receipts from last month", 'when:2026-10 mean:"receipts"'),
    ("#sailing 2023", 'when:2023 tag:"sailing"'),
    ("which photos did i take last month", "when:2026-10"),
    ("when did we go to iceland", 'place:"Iceland"'),
    ("mia turning 5", 'when:2025-03-07..2025-03-13 event:"birthday@Mia"'),
    ("lena when she was little", 'person:"Lena" when:2018-06-20..2029-06-19'),
    ("july and august 2022", "when:2022-07..2022-08"),
    ("summer or winter 2022", "when:2022-06..2022-08,2022-12..2023-02"),
    ("summer 2021 and 2023", "when:2021-06..2021-08,2023-06..2023-08"),
    ("juillet et août 2022", "when:2022-07..2022-08"),
    ("im Sommer 2022 oder 2023", "when:2022-06..2022-08,2023-06..2023-08"),
    ("avant-hier", "when:2026-11-16"),
    ("قبل أمس", "when:2026-11-16"),
    ("better than 3 stars", "rating:>3"),
    ("less than 2 stars", "rating:<2"),
    ("4 stars and up", "rating:>=4"),
    ("mehr als 3 Sterne", "rating:>3"),
    ("plus de 3 étoiles", "rating:>3"),
    ("más de 3 estrellas", "rating:>3"),
    ("favs", "is:favourite"),
    ("b/w portraits", "kind:portrait is:monochrome"),
    ("sharp photos", "is:sharp"),
    ("photos of people dancing", 'persons:>=1 kind:photo mean:"dancing"'),
    ("alone", "persons:1"),
    ("large groups", "persons:>=3"),
    ("iphone 14 pro", 'camera:"iPhone 14 Pro"'),
    ("vidéos de plus d'une minute", "duration:>60 kind:video"),
    ("Fotos größer als 5 MB", "size:>5 kind:photo"),
    ("Strand ohne Leute", 'persons:0 mean:"Strand"'),
]


@pytest.mark.parametrize(("text", "understood"), TYPED, ids=[text for text, _ in TYPED])
def test_a_search_is_understood_as_it_is_typed(text: str, understood: str) -> None:
    query = parse(text)
    assert show(query) == understood
    assert parse(understood) == query


def test_numbers_do_not_tell_the_language() -> None:
    assert parse("Anna 14").language == "en"


@pytest.mark.parametrize("text", ["me", "just me", "me and Anna", "me at the beach", "a photo of me"])
def test_before_anybody_is_me_the_chip_says_how_to_change_that(text: str) -> None:
    (me,) = [part for part in parse(text).parts if part.chip == "me"]
    assert (me.applies, me.note) == (False, "say on a person's page that it is you")
    sam = replace(VOCABULARY, people=(*VOCABULARY.people, KnownPerson("sam", "Sam", is_self=True)))
    (me,) = [part for part in parse(text, vocabulary=sam).parts if part.chip == "Sam"]
    assert (me.applies, me.note) == (True, "")


@pytest.mark.parametrize("text", ["just Anna", "person:Anna", "Mia as a baby", "-person:Anna"])
def test_while_faces_are_off_no_phrase_filters_by_a_name(text: str) -> None:
    (name,) = [
        part for part in parse(text, vocabulary=replace(VOCABULARY, are_faces_on=False)).parts if part.kind == "person"
    ]
    assert (name.applies, name.note) == (False, "needs faces switched on")
