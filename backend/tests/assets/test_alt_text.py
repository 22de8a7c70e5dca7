"""The automatic caption and the text for those who hear a picture."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonest.assets.alt_text import alt_text
from photonest.assets.captions import Thing, caption, plural

AT = datetime(2024, 7, 4, tzinfo=UTC)


def test_it_says_who_and_what_the_scene_where_and_when() -> None:
    assert (
        caption(
            things=[Thing("dog"), Thing("person", 2)],
            topics=["beach", "sea", "sand"],
            person_count=2,
            place="Lisbon",
            local_at=AT,
        )
        == "Dog and two people, beach, sea, Lisbon, 4 July 2024"
    )


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"people": ["Anna", "Tom"], "person_count": 2}, "Anna and Tom"),
        ({"people": ["Anna"], "person_count": 4, "things": [Thing("cat")]}, "Anna, three others and cat"),
        ({"person_count": 1, "topics": ["beach"]}, "One person, beach"),
        ({"person_count": 40}, "40 people"),
        ({"things": [Thing("dog", 2), Thing("bus", 3), Thing("cat"), Thing("car")]}, "Two dogs, three buses and cat"),
        ({"things": [Thing("dog")], "topics": ["hunting dog", "meadow"]}, "Dog, meadow"),
        ({"place": "Lisbon"}, "Lisbon"),
        ({"topics": ["beach", "beach"]}, "Beach"),
        ({"topics": ["Egyptian cat", "tiger cat", "sofa"]}, "Egyptian cat, sofa"),
        ({"topics": ["Lisbon", "tram"], "place": "Lisbon"}, "Tram, Lisbon"),
        ({}, ""),
    ],
)
def test_each_part_stands_alone_and_nothing_is_said_twice(facts: dict, text: str) -> None:
    assert caption(**facts) == text


def test_a_date_alone_is_no_caption() -> None:
    assert caption(local_at=AT) == ""


@pytest.mark.parametrize(("one", "many"), [("person", "people"), ("bus", "buses"), ("cat", "cats")])
def test_more_than_one_is_many(one: str, many: str) -> None:
    assert plural(one) == many


def test_ones_own_words_win() -> None:
    text = alt_text(is_video=False, description="Our first swim\nof the year", caption="Beach")
    assert text == "Our first swim"


def test_a_photo_of_which_nothing_is_known_is_called_by_its_name() -> None:
    assert alt_text(is_video=True, filename="MOV_1.mp4", local_at=AT) == "Video: MOV_1.mp4, 4 July 2024"
    assert alt_text(is_video=False) == "Photo"
    assert alt_text(is_video=True, caption="Beach") == "Video: Beach"


@given(
    things=st.lists(st.builds(Thing, st.text(), st.integers(-1, 99))),
    topics=st.lists(st.text()),
    people=st.lists(st.text(min_size=1)),
    count=st.integers(0, 99),
    place=st.text(),
)
def test_any_facts_make_a_text(things: list, topics: list, people: list, count: int, place: str) -> None:
    text = caption(things=things, topics=topics, people=people, person_count=count, place=place, local_at=AT)
    assert alt_text(is_video=False, caption=text).strip()
