"""What "or" joins: things of one kind, of two kinds, rows of things; and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.search.query.household import CLOCK, VOCABULARY, parse

from photonest.search.errors import QueryError
from photonest.search.parse import MAX_CHARACTERS, Query, show
from photonest.search.query import parts
from photonest.search.query.parts import Either, Named

OF_ONE_KIND = [
    ("Anna, Bob or Tom", 'person:"Anna","Bob","Tom"'),
    ("in Rome or Paris", 'place:"Paris","Rome"'),
    ("with Paris or Anna", 'person:"Anna","Paris"'),
    ("videos or screenshots", "kind:screenshot,video"),
    ("before 2010 or after 2020", "when:..2009,2021.."),
    ("last summer or last winter", "when:2025-12..2026-02,2026-06..2026-08"),
    ("Mondays or weekends", "weekday:monday,saturday,sunday"),
    ("at night or in the morning", "time:05:00..12:00,21:00..05:00"),
    ("Pixel 8 or X100V", 'camera:"Pixel 8","X100V"'),
    ("mostly red or mostly blue", 'colour:"blue","red"'),
    ("rated 4 or 5", "rating:4..5"),
    ("Rome/Paris", 'place:"Paris","Rome"'),
    ("videos/selfies", "kind:selfie,video"),
    ("person:Anna|person:Bob", 'person:"Anna","Bob"'),
    ("uploaded yesterday or today", "added:2026-11-17..2026-11-18"),
    ("tag:dog or tag:cat", 'tag:"cat","dog"'),
    ("calm or cosy", 'mood:"calm","cosy"'),
    ("IMG_0412 or IMG_0413", 'file:"img_0412","img_0413"'),
]
OF_TWO_KINDS = [
    ("Anna or beach", 'person:"Anna" | tag:"beach"'),
    ("beach or Anna", 'person:"Anna" | tag:"beach"'),
    ("dogs or cats or Anna", 'person:"Anna" | tag:"cat","dog"'),
    ("Anna or striped hippos", 'person:"Anna" | mean:"striped hippos"'),
    ("Anna or in Rome or Bob", 'person:"Anna","Bob" | place:"Rome"'),
    ("either Anna or in Rome", 'person:"Anna" | place:"Rome"'),
    ("favourites or rated 5", "rating:5 | is:favourite"),
    ("favourite or blurry", "is:blurry | is:favourite"),
    ("rated 1 or 5", "rating:1 | rating:5"),
    ("2019 or in May", "when:2019 | yearly:05-01..05-31"),
    ("in the Alps or in Rome", 'place:"Rome" | area:43.6,5,48.3,16.5'),
    ("near Rome or near Vienna", "near:41.9,12.5,25km | near:48.2082,16.3738,25km"),
    ('Anna or "happy birthday"', 'person:"Anna" | "happy birthday"'),
    ("Anna or no people", 'person:"Anna" | persons:0'),
    ("Anna or not in Rome", 'person:"Anna" | -place:"Rome"'),
    ("wedding or Anna", 'person:"Anna" | event:"wedding" | mean:"wedding"'),
    ("Anna or three dogs", 'person:"Anna" | count:dog=3'),
    ("two cats or Anna", 'person:"Anna" | count:cat=2'),
    ("videos or in Rome 2019", 'when:2019 place:"Rome" | kind:video'),
    ("sunset with Anna or in Rome", 'person:"Anna" | place:"Rome" mean:"sunset"'),
]
ROWS = [
    ("Anna in Rome or Bob in Vienna", '( person:"Anna" place:"Rome" ) | ( person:"Bob" place:"Vienna" )'),
    ("2019 in Rome or 2021 in Vienna or 2022 in Salzburg",
     '( when:2019 place:"Rome" ) | ( when:2021 place:"Vienna" ) | ( when:2022 place:"Salzburg" )'),
    ("videos of Anna or selfies of Bob", '( person:"Anna" kind:video ) | ( person:"Bob" kind:selfie )'),
    ("Anna at the beach or Bob with a dog", '( person:"Anna" tag:"beach" ) | ( person:"Bob" tag:"dog" )'),
    ("beach with Anna or dog with Bob", '( person:"Anna" tag:"beach" ) | ( person:"Bob" tag:"dog" )'),
    ('Anna in Rome or Bob place:"Vienna"', 'person:"Anna" place:"Vienna" person:"Bob" | place:"Rome"'),
    ("Anna and Bob or Tom", '( person:"Anna" person:"Bob" ) | person:"Tom"'),
    ("Anna or Bob and Tom", 'person:"Anna" | ( person:"Bob" person:"Tom" )'),
    ("(Anna in Rome) or Bob", '( person:"Anna" place:"Rome" ) | person:"Bob"'),
    ("Anna or (Bob in Rome) 2020", 'when:2020 person:"Anna" | ( person:"Bob" place:"Rome" )'),
    ("(Anna or in Rome) 2019", 'when:2019 person:"Anna" | place:"Rome"'),
    ("(kind:video is:favourite) or when:2019", "when:2019 | ( kind:video is:favourite )"),
    ("((Anna or in Rome) favourite) | 2019",
     '( person:"Anna" is:favourite ) | when:2019 | ( place:"Rome" is:favourite )'),
    ("Mia as a baby or Lena", 'person:"Lena" | ( person:"Mia" when:2020-03-10..2022-03-09 )'),
]  # fmt: skip
DENIED = [
    ("not (Anna or Bob)", '-person:"Anna" -person:"Bob"'),
    ("-(tag:beach or person:Anna)", '-person:"Anna" -tag:"beach"'),
    ("no people or cars", 'persons:0 -tag:"car"'),
    ("no selfies, screenshots or videos", "-kind:screenshot -kind:selfie -kind:video"),
    ("no cats, dogs or cars", '-tag:"car" -tag:"cat" -tag:"dog"'),
    ("without Bob, beach", '-person:"Bob" mean:"beach"'),
    ("not just Anna", '-person:"Anna" | -persons:1'),
    ("no posters", "-kind:poster | -origin:generated"),
]
ONLY_RANKED = [
    ("beach or mountains", 'mean:"beach or mountains"'),
    ("dog or cat with Anna", 'person:"Anna" mean:"dog or cat"'),
    ("three dogs or two cats", 'count:cat=2 count:dog=3 mean:"dogs cats"'),
    ("birthdays or weddings", 'event:"birthday" event:"wedding" mean:"birthdays weddings"'),
]


@pytest.mark.parametrize(
    ("text", "understood"), [*OF_ONE_KIND, *OF_TWO_KINDS, *ROWS, *DENIED, *ONLY_RANKED], ids=lambda text: text
)
def test_or_is_read_as_it_is_meant(text: str, understood: str) -> None:
    query = parse(text)
    assert show(query) == understood
    assert parse(understood) == query
    assert not [part.note for part in query.parts if "and" in part.note]


def test_what_or_cannot_join_says_how_it_was_read() -> None:
    for text in ("newest or Anna", "more like this or Anna"):
        assert [part.note for part in parse(text).parts if part.note] == ["read as “and”: “or” cannot join this"]


def test_a_choice_is_one_chip_with_the_words_of_all_its_sides() -> None:
    text = "beach in 2019 with Anna or in Rome"
    (either,) = parse(text).each(Either)
    assert (either.chip, either.name, either.is_hard) == ("Anna or in Rome", "either", True)
    assert [text[start:end] for start, end in either.spans] == ["Anna", "Rome"]


def test_while_faces_are_off_only_the_other_side_of_a_choice_is_asked() -> None:
    (either,) = parse("Anna or in Rome", vocabulary=replace(VOCABULARY, are_faces_on=False)).parts
    assert isinstance(either, Either)
    assert (either.note, either.applies) == ("needs faces switched on", True)
    assert {part.name: part.applies for part in either.parts} == {"person": False, "place": True}
    (either,) = parse("Anna or Bob and Tom", vocabulary=replace(VOCABULARY, are_faces_on=False)).parts
    assert not either.applies


def test_words_beside_an_or_say_that_tags_decide() -> None:
    (either,) = parse("Anna or striped hippos").parts
    assert "among tags" in either.note


def test_equal_choices_are_equal_however_they_are_written() -> None:
    same = {parse(text) for text in ("Anna or in Rome", "in Rome or Anna", "place:Rome | person:Anna")}
    assert len(same) == 1
    assert Either.of([[parts.Is(flag="blurry")]]) == parts.Is(flag="blurry")


KINDS = st.one_of(
    st.sampled_from([parts.People(any=(Named(name.lower(), name),)) for name in ("Anna", "Bob", "Tom")]),
    st.sampled_from([parts.Place(any=(parts.PlaceName("city", name),)) for name in ("Rome", "Vienna", "Atlantis")]),
    st.sampled_from([parts.Kind(any=(name,)) for name in ("video", "selfie")]),
    st.sampled_from([parts.Is(flag=flag) for flag in ("favourite", "blurry")]),
    st.sampled_from([parts.Amount(field="rating", low=4.0), parts.Amount(field="aperture", low=1.75, high=1.85)]),
    st.sampled_from([parts.Meaning(text="hippos"), parts.Meaning(text="beach"), parts.Mood(any=("calm",))]),
    st.sampled_from([parts.Tag(any=("dog", "beach")), parts.Phrase(words=("happy", "birthday"))]),
    st.sampled_from([parts.Event(what="wedding"), parts.Like(asset_id=""), parts.Order(by="newest", limit=3)]),
)
ONE = st.tuples(KINDS, st.booleans()).map(
    lambda one: replace(one[0], negated=one[1] and not isinstance(one[0], parts.Order | parts.Like))
)
INSIDE = ONE.filter(lambda part: not isinstance(part, parts.Order | parts.Like))
CHOICES = st.lists(st.lists(INSIDE, min_size=1, max_size=2), min_size=2, max_size=3).map(Either.of)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(ONE, CHOICES), max_size=4))
def test_every_query_that_can_be_made_can_be_written(made: list[parts.Part]) -> None:
    """A text holds one meaning, one order and one photo to be like at most."""
    single = [part for part in made if isinstance(part, parts.Meaning | parts.Order | parts.Like) and not part.negated]
    if len(single) != len({type(part) for part in single}):
        return
    query = Query.of(made)
    text = show(query)
    if len(text) > MAX_CHARACTERS:
        return
    assert parse(text) == query


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Anna", "Bob", "in Rome", "beach", "videos", "2019", "in May", "or", "or", "and", ",", "not", "(", ")",
             "|", "favourite", "no people", "birthday", "calm", "newest", "without", "either", "-", "hippos", "with"]
        ),
        max_size=10,
    )
)  # fmt: skip
def test_any_row_of_choices_is_read_and_reads_the_same_when_shown(words: list[str]) -> None:
    query = parse(" ".join(words), clock=CLOCK)
    try:
        assert parse(show(query)) == query
    except QueryError:
        pytest.fail(f"{show(query)} cannot be read")
