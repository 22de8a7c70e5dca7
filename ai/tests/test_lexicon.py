"""What words alone decide about a query."""

from __future__ import annotations

import pytest

from photonest_ai.models.vocabulary import read_tags
from photonest_ai.tasks.embed_text import core_of, framed, lexicon
from photonest_ai.tasks.lexicon import PART_NAME, WHOLE_NAME, WHOLE_PARENT, singular, words


def granted(query: str) -> dict[str, float]:
    return {read_tags()[i].name: value for i, value in lexicon().grants(query).items()}


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("a photo of a dog", "dog"),
        ("Photos of the beach", "beach"),
        ("show me all pictures with umbrellas", "umbrellas"),
        ("find my photos of an old church", "old church"),
        ("a dog", "dog"),
        ("dog", "dog"),
        ("picture frame", "picture frame"),
        ("photographer at work", "photographer at work"),
        ("a photo of a", "a photo of a"),
        ("  ", ""),
    ],
)
def test_words_about_photos_are_not_part_of_the_query(text: str, core: str) -> None:
    assert core_of(text) == core


def test_one_word_gets_an_article_and_a_phrase_none() -> None:
    assert (framed("dog"), framed("dogs"), framed("old dog")) == (
        "a photo of a dog",
        "a photo of dogs",
        "a photo of old dog",
    )


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("dogs", "dog"),
        ("ponies", "pony"),
        ("beaches", "beach"),
        ("boxes", "box"),
        ("glasses", "glasses"),
        ("bus", "bus"),
        ("buses", "bus"),
        ("people", "person"),
        ("mice", "mouse"),
        ("grass", "grass"),
        ("sea", "sea"),
        ("ties", "tie"),
        ("cat's", "cat"),
    ],
)
def test_plurals_lose_their_ending(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_a_tag_its_synonyms_and_its_broader_words_are_granted() -> None:
    assert granted("couch")["couch"] == granted("Sofas")["couch"] == WHOLE_NAME
    dogs = granted("dogs")
    assert dogs["dog"] == WHOLE_NAME
    assert dogs["golden retriever"] == dogs["beagle"] == WHOLE_PARENT
    assert "hot dog" not in dogs
    assert granted("beach")["seashore"] == WHOLE_NAME


def test_a_longer_part_hides_a_shorter_one() -> None:
    found = granted("eating a hot dog in the park")
    assert found["hot dog"] == PART_NAME
    assert "dog" not in found
    assert "beagle" not in found


def test_a_colour_inside_a_phrase_is_no_fruit() -> None:
    assert "orange" not in granted("an orange car")
    assert granted("an orange car")["car"] == PART_NAME
    assert granted("orange")["orange"] == WHOLE_NAME


def test_false_friends_are_refused() -> None:
    refused = {read_tags()[i].name for i in lexicon().refused("dogs")}
    assert "hot dog" in refused
    assert lexicon().refused("hot dog") == set()


@pytest.mark.parametrize("text", ["", "   ", "!!!", "日本語", "quarterly revenue forecast", "\x00"])
def test_words_nobody_knows_grant_nothing(text: str) -> None:
    assert lexicon().grants(text) == {}


def test_hyphens_stay_inside_words_and_possessives_go() -> None:
    assert words("T-shirts & a lady's slipper") == ["t-shirt", "a", "lady", "slipper"]
