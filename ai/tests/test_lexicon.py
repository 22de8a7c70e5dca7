"""What words alone decide about a query."""

from __future__ import annotations

import pytest

from photonest_ai.models.vocabulary import read_tags
from photonest_ai.tasks.embed_text import core_of, framed
from photonest_ai.tasks.lexicon import BESIDE, FUSED, HEAD, LOOSE, NAME, NARROWED, PARENT, lexicon, singular, words


def granted(query: str, *, has_objects: bool = True) -> dict[str, float]:
    found = lexicon(has_objects=has_objects).grants(query)
    return {read_tags()[i].name: value for i, value in found.items()}


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
    assert granted("couch")["couch"] == granted("Sofas")["couch"] == NAME
    dogs = granted("dogs")
    assert dogs["dog"] == NAME
    assert "hot dog" not in dogs
    assert granted("beach")["seashore"] == granted("beach")["beach"] == NAME
    assert granted("reptile")["box turtle"] == PARENT


def test_labels_that_an_object_counts_already_are_granted_in_full_only_where_there_are_no_objects() -> None:
    assert granted("dogs")["beagle"] == FUSED
    assert granted("dogs", has_objects=False)["beagle"] == PARENT
    assert granted("beagle")["beagle"] == NAME


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("smartphone", "cell phone"),
        ("puppies", "dog"),
        ("brolly", "umbrella"),
        ("rucksack", "backpack"),
        ("telly", "tv"),
        ("stuffed animal", "teddy bear"),
        ("a man", "person"),
        ("children", "person"),
        ("two motorbikes", "motorcycle"),
        ("fridge", "refrigerator"),
        ("loo", "toilet"),
        ("stoplight", "traffic light"),
        ("woods", "forest"),
        ("monochrome", "black and white"),
        ("cheerful", "joyful"),
    ],
)
def test_what_people_type_means_the_word_the_models_have(typed: str, meant: str) -> None:
    assert granted(typed)[meant] == NAME


def test_broader_words_mean_several_things() -> None:
    assert {"car", "bus", "truck", "motorcycle"} <= granted("vehicles").keys()
    assert {"dog", "cat"} <= granted("my pet").keys()
    assert {"chair", "couch", "bed", "dining table"} <= granted("furniture").keys()
    assert granted("cutlery")["fork"] > 0.9


def test_the_head_of_a_query_counts_most_and_what_stands_beside_it_less() -> None:
    found = granted("my old dog on the sofa")
    assert found["dog"] == pytest.approx(NAME * HEAD)
    assert found["couch"] == pytest.approx(NAME * BESIDE)
    both = granted("a dog and a cat")
    assert both["dog"] == both["cat"] == pytest.approx(NAME * HEAD)
    assert granted("palm tree")["tree"] == pytest.approx(NAME * NARROWED)
    assert granted("fluffy dog")["dog"] == pytest.approx(NAME * HEAD)
    assert granted("red car")["red"] == pytest.approx(NAME * BESIDE)
    assert granted("cat sleeping on a chair")["cat"] == pytest.approx(NAME * HEAD)
    assert granted("dog nostalgia")["dog"] == pytest.approx(NAME * LOOSE)


def test_where_the_head_is_unknown_things_beside_it_prove_nothing_but_places_may() -> None:
    assert granted("a unicorn beside a car")["car"] < 0.55
    assert granted("a walk in the forest")["forest"] > 0.75


def test_a_longer_part_hides_a_shorter_one() -> None:
    found = granted("eating a hot dog in the park")
    assert "hot dog" in found
    assert "dog" not in found
    assert "beagle" not in found


def test_a_colour_inside_a_phrase_is_no_fruit() -> None:
    found = granted("an orange car")
    assert "orange" not in found
    assert found["orange colour"] == pytest.approx(NAME * BESIDE)
    assert found["car"] == pytest.approx(NAME * HEAD)
    assert granted("orange")["orange"] == NAME


def test_false_friends_are_refused() -> None:
    words_of = lexicon(has_objects=True)
    refused = {read_tags()[i].name for i in words_of.refused("my dogs")}
    assert "hot dog" in refused
    assert words_of.refused("hot dog") == set()
    assert "plane" in {read_tags()[i].name for i in words_of.refused("planes")}, "a carpenter's tool"


@pytest.mark.parametrize("text", ["", "   ", "!!!", "日本語", "quarterly revenue forecast", "\x00", "the of in"])
def test_words_nobody_knows_grant_nothing(text: str) -> None:
    assert granted(text) == {}


def test_hyphens_stay_inside_words_and_possessives_go() -> None:
    assert words("T-shirts & a lady's slipper") == ["t-shirt", "a", "lady", "slipper"]
