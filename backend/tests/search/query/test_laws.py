"""What holds of every search text, whatever is typed."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.search.query.fuzz import LARGE, read_all
from tests.search.query.household import CLOCK, VOCABULARY, parse
from tests.search.query.test_acceptance import TABLE

from photonest.search.errors import QueryError
from photonest.search.parse import MAX_CHARACTERS, Query, Vocabulary, show
from photonest.search.query.language import available, language
from photonest.search.query.names import KnownPerson
from photonest.search.query.parts import CameraName, Meaning, Named
from photonest.search.query.reader import DATE_RULES, PART_RULES

LONGEST_S = 0.020
_WORDS = sorted(
    {word for code in available() for word in language(code).known}
    | {word for text, understood in TABLE for word in (*text.split(), *understood.split())}
)
_SIGNS = (
    "-",
    ",",
    "..",
    '"',
    "“",
    ":",
    "'s",
    ">=",
    "(",
    "2019",
    "31",
    "4.7.",
    "18:00",
    "5pm",
    "\n",
    "👪",
    "-person:Anna",
)
TEXTS = st.lists(st.one_of(st.sampled_from(_WORDS), st.sampled_from(_SIGNS), st.text(max_size=6)), max_size=14).map(
    lambda words: " ".join(words)[:MAX_CHARACTERS]
)


def read(text: str) -> Query | None:
    """None for a text that is refused; then it says where and why."""
    refused: QueryError | None = None
    try:
        return parse(text)
    except QueryError as problem:
        refused = problem
    assert 0 <= refused.details["position"] <= len(text)
    assert refused.details["reason"]
    return None


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_what_is_shown_of_a_query_reads_as_the_same_query(text: str) -> None:
    query = read(text)
    if query is None:
        return
    shown = show(query)
    if len(shown) <= MAX_CHARACTERS:
        assert parse(shown) == query


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=MAX_CHARACTERS))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    query = read(text)
    for part in query.parts if query else ():
        assert part.chip
        assert all(0 <= start < end <= len(text) for start, end in part.spans)


def test_texts_of_all_languages_names_and_odd_letters_are_read_or_refused_and_keep_the_law() -> None:
    """A small part of what `tests.search.query.fuzz` reads when it is run by itself."""
    found = read_all(1_200, seed=3)
    assert found.broken == []
    assert found.read > 600
    assert found.refused > 100


@pytest.mark.parametrize(
    "text",
    [
        " ".join(word for text, _ in TABLE for word in text.split())[:MAX_CHARACTERS],
        ("to " * 200)[:MAX_CHARACTERS],
        ("last May 2024 of the " * 40)[:MAX_CHARACTERS],
        ("between 1 and 2 and 3 to 4 " * 40)[:MAX_CHARACTERS],
        ("not no without - " * 60)[:MAX_CHARACTERS],
        "x" * MAX_CHARACTERS,
        "1 " * (MAX_CHARACTERS // 2),
        "a b " * (MAX_CHARACTERS // 4),
        '"' * MAX_CHARACTERS,
        ("anna lina toma mias " * 40)[:MAX_CHARACTERS],
        ("Anna, " * 90)[:MAX_CHARACTERS],
        ("a|b " * 130)[:MAX_CHARACTERS],
        ("(Anna or in Rome favourite or 2019 blurry or Bob) or " * 10)[:MAX_CHARACTERS],
        ("(" * 20 + "Anna or in Rome (favourite or 2019) " * 14)[:MAX_CHARACTERS],
        ("رمضان " * 90)[:MAX_CHARACTERS],
        ("والصيف بالليل " * 40)[:MAX_CHARACTERS],
        ("last week of early " * 30)[:MAX_CHARACTERS],
        ("that says x y z " * 40)[:MAX_CHARACTERS],
    ],
)
def test_the_longest_text_is_read_within_twenty_milliseconds(text: str) -> None:
    parse(text, vocabulary=LARGE)  # the index of names is built on first use
    best = min(seconds(text, LARGE) for _ in range(5))
    assert best < LONGEST_S


def seconds(text: str, vocabulary: Vocabulary) -> float:
    began = time.process_time()
    parse(text, vocabulary=vocabulary)
    return time.process_time() - began


@pytest.mark.parametrize("code", available())
def test_every_phrase_of_a_language_has_a_meaning(code: str) -> None:
    rules = set(language(code).precedence)
    assert rules <= DATE_RULES.keys() | PART_RULES.keys()


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("beach before:banana", 13, "cannot be"),
        ("rating:>=nine", 7, "cannot be"),
        ("person:", 7, "needs a word"),
        ("when:2021-02-31", 5, "cannot be"),
        ("kind:nonsense", 5, "cannot be"),
        ("near:99,200", 5, "cannot be"),
        ("time:25:00..26:00", 5, "cannot be"),
        ("limit:0", 6, "cannot be"),
        ("yearly:13-01", 7, "cannot be"),
        ("sort:upwards", 5, "cannot be"),
        ("count:dog", 6, "needs a thing and a number"),
        ("action:thinking", 7, "cannot be"),
        ("count:wisdom=3", 6, "cannot be"),
        ("count:dog=0", 6, "cannot be"),
    ],
)
def test_an_operator_that_cannot_be_says_where_and_why(text: str, position: int, reason: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text)
    assert raised.value.details["position"] == position
    assert reason in raised.value.details["reason"]


def test_a_text_that_is_too_long_says_where_it_ends() -> None:
    with pytest.raises(QueryError) as raised:
        parse("x" * (MAX_CHARACTERS + 1))
    assert raised.value.details["position"] == MAX_CHARACTERS


def test_the_order_of_words_and_their_case_do_not_matter() -> None:
    assert parse("Anna 2023 beach") == parse("2023, anna, beach")
    assert parse("bob and anna") == parse("Anna and Bob")


def test_while_faces_are_off_a_name_keeps_its_chip_and_filters_nothing() -> None:
    query = parse("Anna at the beach", vocabulary=replace(VOCABULARY, are_faces_on=False))
    (name, meaning) = query.in_order_of_text
    assert (name.chip, name.note, name.applies) == ("Anna", "needs faces switched on", False)
    assert query.hard == ()
    assert query.soft == (meaning,)


def test_me_is_the_person_who_says_so() -> None:
    me = KnownPerson("sam", "Sam", is_self=True)
    assert show(parse("me and Anna", vocabulary=replace(VOCABULARY, people=(*VOCABULARY.people, me)))) == (
        'person:"Anna" person:"Sam"'
    )


def test_a_place_is_found_under_its_names_in_other_languages() -> None:
    assert show(parse("in Wien")) == 'place:"Vienna"'
    assert show(parse("im Sommer 2020 in Österreich")) == 'when:2020-06..2020-08 place:"Austria"'


def test_a_first_name_stands_for_whoever_has_it() -> None:
    two = (KnownPerson("1", "Eva Gruber"), KnownPerson("2", "Eva Moser"))
    vocabulary = replace(VOCABULARY, people=two)
    assert show(parse("Eva", vocabulary=vocabulary)) == 'person:"Eva Gruber","Eva Moser"'
    assert show(parse("Eva Moser", vocabulary=vocabulary)) == 'person:"Eva Moser"'


def test_a_birthday_without_a_birth_date_says_what_is_missing() -> None:
    query = parse("Anna's 5th birthday")
    notes = [part.note for part in query.parts if part.note]
    assert notes == ["Anna has no birth date yet"]
    assert query.meaning == "Anna's 5th birthday"


def test_a_leap_day_birthday_is_kept_on_the_last_of_february() -> None:
    leap = KnownPerson("leap", "Ida", birth_date=date(2020, 2, 29))
    query = parse("Ida's 1st birthday", vocabulary=replace(VOCABULARY, people=(leap,)))
    assert show(query).startswith("when:2021-02-25..2021-03-03")


def test_own_names_win_over_words_and_the_longest_wins() -> None:
    vocabulary = replace(
        VOCABULARY,
        people=(KnownPerson("may", "May"),),
        albums=(Named("a", "Last summer in May"),),
        cameras=(CameraName("model", "May 2000"),),
    )
    assert show(parse("May", vocabulary=vocabulary)) == 'person:"May"'
    assert show(parse("in May", vocabulary=vocabulary)) == "yearly:05-01..05-31"
    assert show(parse("with May in May 2024", vocabulary=vocabulary)) == 'person:"May" when:2024-05'
    assert show(parse("last summer in May", vocabulary=vocabulary)) == 'album:"Last summer in May"'
    (may,) = parse("May", vocabulary=vocabulary).parts
    assert [other.chip for other in may.alternatives] == ["the date"]


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("beach without waterfalls", '-tag:"waterfall" mean:"beach"'),
        ("not Anna or Bob", '-person:"Anna" -person:"Bob"'),
        ("photos without cars and dogs", 'kind:photo -tag:"car" -tag:"dog"'),
        ("-beach sunset", '-tag:"beach" mean:"sunset"'),
        ('sunset -"happy birthday"', '-"happy birthday" mean:"sunset"'),
        ("neither Anna nor Bob", '-person:"Anna" -person:"Bob"'),
        ("Anna not in Paris", 'person:"Anna" -place:"Paris"'),
        ("2023 except in May", "when:2023 -yearly:05-01..05-31"),
        ("dog, no videos, 2023", 'when:2023 -kind:video mean:"dog"'),
    ],
)
def test_negation_binds_to_the_next_thing_and_runs_on(text: str, excluded: str) -> None:
    assert show(parse(text)) == excluded


def test_words_that_are_no_tag_are_left_to_retrieval_as_an_excluded_meaning() -> None:
    query = parse("beach without melancholy hippos")
    (part,) = [part for part in query.parts if part.negated]
    assert isinstance(part, Meaning)
    assert (part.text, part.chip) == ("melancholy hippos", "not melancholy hippos")
    assert part in query.hard


def test_the_clock_of_the_user_decides_what_today_is() -> None:
    late = replace(CLOCK, now=CLOCK.now.replace(hour=23, minute=30))
    assert show(parse("today", clock=late)) == "when:2026-11-19"
    assert show(parse("today", clock=replace(late, zone="America/New_York"))) == "when:2026-11-18"


@pytest.mark.parametrize(
    ("text", "shown", "unknown"),
    [
        ("person:Anna,Nobody", 'person:"Nobody","Anna"', "Nobody"),
        ("camera:X100,Leica", 'camera:"Leica","X100V"', "Leica"),
        ("lens:XF23mmF2,Summilux", 'lens:"Summilux","XF23mmF2"', "Summilux"),
        ("place:Rome,Atlantis", 'place:"Atlantis (city)","Rome (city)"', "Atlantis"),
    ],
)
def test_an_unknown_name_among_others_stays_and_says_so(text: str, shown: str, unknown: str) -> None:
    (part,) = parse(text).parts
    assert show(parse(text)) == shown
    assert part.note.endswith(f"called {unknown}")
    assert parse(shown) == parse(text)
