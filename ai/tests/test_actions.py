"""What somebody does, from boxes as people label them, and which words ask for it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from photonest_ai.models.vocabulary import read_tags
from photonest_ai.tasks import actions
from photonest_ai.tasks.actions import HOW, Seen, Spot, action_table
from photonest_ai.tasks.lexicon import lexicon
from photonest_ai.tasks.looks import ACTION_KEPT_FROM

SURE = 0.7
OUTDOORS = {"outdoors": 0.95, "sky": 0.7}
SHOWN_FROM = {action["name"]: action["shown_from"] for action in action_table()}


def spot(left: float, top: float, right: float, bottom: float, score: float = SURE) -> Spot:
    return Spot(score, left, top, right - left, bottom - top)


def shown(seen: Seen) -> set[str]:
    return {name for name, score in actions.scores(seen).items() if score >= SHOWN_FROM[name]}


def seen(*, labels: dict[str, float] | None = None, scenes: dict[str, float] | None = None, **spots: Spot) -> Seen:
    """A picture of 4:3; ``dining_table`` is a dining table."""
    by_name: dict[str, tuple[Spot, ...]] = {}
    for key, one in spots.items():
        name = key.replace("_", " ")
        by_name[name] = (*by_name.get(name, ()), one)
    return Seen(by_name, labels or {}, scenes or {}, 4 / 3)


# -- riding ---------------------------------------------------------------------------------------------------------


def test_a_rider_is_above_the_horse_and_within_it() -> None:
    horse = spot(0.2, 0.35, 0.8, 0.95)
    assert shown(seen(horse=horse, person=spot(0.40, 0.12, 0.58, 0.68))) == {"riding a horse"}


@pytest.mark.parametrize(
    "person",
    [
        spot(0.02, 0.20, 0.18, 0.97),  # beside it, on the ground
        spot(0.40, 0.20, 0.58, 0.99),  # before it, on the ground
        spot(0.40, 0.02, 0.48, 0.34),  # behind it, far away
        spot(0.45, 0.40, 0.55, 0.60),  # smaller than the horse's back: painted on it
    ],
)
def test_who_stands_beside_or_before_a_horse_does_not_ride_it(person: Spot) -> None:
    assert shown(seen(horse=spot(0.2, 0.35, 0.8, 0.95), person=person)) == set()


def test_cycling_needs_the_feet_off_the_ground() -> None:
    bicycle = spot(0.30, 0.50, 0.62, 0.95)
    assert shown(seen(bicycle=bicycle, person=spot(0.36, 0.20, 0.55, 0.88))) == {"cycling"}
    assert shown(seen(bicycle=bicycle, person=spot(0.36, 0.20, 0.55, 0.97))) == set(), "pushes it"
    assert shown(seen(bicycle=bicycle)) == set(), "it stands there alone"


def test_a_motorcycle_is_ridden_in_the_same_way() -> None:
    motorcycle = spot(0.25, 0.45, 0.75, 0.92)
    assert shown(seen(motorcycle=motorcycle, person=spot(0.40, 0.15, 0.60, 0.84))) == {"riding a motorcycle"}


# -- sports ---------------------------------------------------------------------------------------------------------


def test_surfing_takes_a_board_below_and_water() -> None:
    board, person = spot(0.30, 0.66, 0.68, 0.76), spot(0.42, 0.30, 0.55, 0.72)
    assert shown(seen(surfboard=board, person=person, scenes={"sea": 0.8})) == {"surfing"}
    assert shown(seen(surfboard=board, person=person, scenes={"street": 0.8})) == set()
    assert shown(seen(surfboard=spot(0.05, 0.1, 0.15, 0.6), person=person, scenes={"sea": 0.8})) == set()


@pytest.mark.parametrize(
    ("thing", "action"), [("skis", "skiing"), ("snowboard", "snowboarding"), ("skateboard", "skateboarding")]
)
def test_boards_and_skis_are_below_who_stands_on_them(thing: str, action: str) -> None:
    person = spot(0.40, 0.25, 0.55, 0.80)
    assert shown(seen(**{thing: spot(0.36, 0.74, 0.60, 0.84)}, person=person)) == {action}
    assert shown(seen(**{thing: spot(0.36, 0.02, 0.60, 0.12)}, person=person)) == set()


def test_a_racket_or_a_bat_is_held() -> None:
    person = spot(0.40, 0.20, 0.60, 0.90)
    assert shown(seen(tennis_racket=spot(0.56, 0.30, 0.68, 0.48), person=person)) == {"playing tennis"}
    assert shown(seen(baseball_bat=spot(0.33, 0.15, 0.46, 0.30), person=person)) == {"playing baseball"}
    assert shown(seen(tennis_racket=spot(0.80, 0.70, 0.92, 0.88), person=person)) == set()


def test_football_takes_a_small_low_ball_near_somebody_on_grass() -> None:
    person, grass = spot(0.40, 0.20, 0.60, 0.90), {"meadow": 0.6}
    assert shown(seen(sports_ball=spot(0.62, 0.82, 0.70, 0.92), person=person, scenes=grass)) == {"playing football"}
    assert shown(seen(sports_ball=spot(0.62, 0.82, 0.70, 0.92), person=person)) == set(), "no grass"
    assert shown(seen(sports_ball=spot(0.48, 0.02, 0.56, 0.12), person=person, scenes=grass)) == set(), "overhead"
    weak = spot(0.62, 0.82, 0.70, 0.92, 0.33)
    assert shown(seen(sports_ball=weak, person=person, scenes=grass)) == set(), "a stain on the lawn"


def test_a_kite_flies_high_and_is_no_flag() -> None:
    kite, person = spot(0.55, 0.10, 0.65, 0.22), spot(0.40, 0.60, 0.46, 0.85)
    assert shown(seen(kite=kite, person=person, scenes=OUTDOORS)) == {"flying a kite"}
    assert shown(seen(kite=kite, person=person, scenes=OUTDOORS, labels={"flagpole": 0.33})) == set()
    assert shown(seen(kite=kite, person=person, scenes=OUTDOORS | {"building": 0.8})) == set()
    assert shown(seen(kite=spot(0.40, 0.70, 0.50, 0.80), person=person, scenes=OUTDOORS)) == set()


# -- at home and outside --------------------------------------------------------------------------------------------


def test_who_sits_is_less_tall_and_in_the_place_of_the_seat() -> None:
    chair = spot(0.38, 0.40, 0.66, 0.95)
    assert shown(seen(chair=chair, person=spot(0.40, 0.25, 0.64, 0.85))) == {"sitting"}
    assert shown(seen(chair=chair, person=spot(0.44, 0.05, 0.58, 0.95))) == set(), "stands before it"
    assert shown(seen(chair=chair, person=spot(0.02, 0.30, 0.26, 0.85))) == set(), "is elsewhere"


def test_a_meal_takes_somebody_a_table_and_something_on_it() -> None:
    table, person = spot(0.10, 0.55, 0.90, 0.98), spot(0.35, 0.15, 0.65, 0.70)
    assert "having a meal" in shown(seen(dining_table=table, person=person, bowl=spot(0.4, 0.6, 0.5, 0.68)))
    assert shown(seen(dining_table=table, person=person)) == set()
    assert shown(seen(dining_table=table, bowl=spot(0.4, 0.6, 0.5, 0.68))) == set()


def test_phones_and_books_are_held_and_small() -> None:
    person = spot(0.30, 0.10, 0.70, 0.95)
    assert shown(seen(cell_phone=spot(0.50, 0.30, 0.55, 0.38), person=person)) == {"using a phone"}
    assert shown(seen(book=spot(0.42, 0.45, 0.58, 0.60), person=person)) == {"reading"}
    assert shown(seen(book=spot(0.80, 0.30, 0.90, 0.38), person=person)) == set(), "on a shelf"
    assert shown(seen(cell_phone=spot(0.30, 0.10, 0.72, 0.90), person=person)) == set(), "as large as they"
    assert shown(seen(laptop=spot(0.40, 0.60, 0.65, 0.85), person=person)) == {"using a laptop"}


def test_a_dog_is_walked_on_the_same_ground_outdoors() -> None:
    dog, person = spot(0.52, 0.68, 0.68, 0.92), spot(0.36, 0.30, 0.50, 0.92)
    assert shown(seen(dog=dog, person=person, scenes=OUTDOORS)) == {"walking a dog"}
    assert shown(seen(dog=dog, person=person, scenes={"outdoors": 0.1})) == set()
    assert shown(seen(dog=spot(0.52, 0.30, 0.68, 0.50), person=person, scenes=OUTDOORS)) == set()


def test_hiking_takes_nature_and_no_vehicle() -> None:
    person, pack = spot(0.45, 0.50, 0.53, 0.85), spot(0.46, 0.56, 0.50, 0.66)
    hills = {"mountain": 0.9, "outdoors": 1.0}
    assert shown(seen(person=person, backpack=pack, scenes=hills)) == {"hiking"}
    assert shown(seen(person=person, scenes=hills)) == {"hiking"}
    assert shown(seen(person=person, scenes=hills, car=spot(0.7, 0.7, 0.9, 0.9))) == set()
    assert shown(seen(person=spot(0.2, 0.1, 0.6, 1.0), scenes=hills)) == set(), "a portrait before mountains"


def test_boats_are_boarded_and_instruments_played_only_by_somebody() -> None:
    boat, water = spot(0.2, 0.5, 0.8, 0.8), {"water": 0.8}
    assert shown(seen(boat=boat, person=spot(0.4, 0.40, 0.5, 0.70), scenes=water)) == {"boating"}
    assert shown(seen(boat=boat, person=spot(0.85, 0.50, 0.95, 0.95), scenes=water)) == set(), "on the shore"
    guitars = {"electric guitar": 0.24, "drum": 0.13}
    assert shown(seen(labels=guitars, person=spot(0.3, 0.2, 0.6, 0.9))) == {"playing music"}
    assert shown(seen(labels=guitars)) == set()
    assert shown(seen(labels={"scuba diver": 0.6})) == {"diving"}


def test_nobody_does_nothing() -> None:
    assert actions.scores(Seen()) == {}


# -- the table ------------------------------------------------------------------------------------------------------


def test_other_languages_have_words_for_these_actions_only() -> None:
    path = Path(__file__).parents[2] / "backend/photonest/search/words_of_language/actions.toml"
    assert tomllib.loads(path.read_text("utf-8")).keys() == {action["name"] for action in action_table()}


def test_every_rule_says_why_and_names_what_exists() -> None:
    tags = {tag.name: tag for tag in read_tags()}
    objects = {name for name, tag in tags.items() if tag.object is not None}
    labels = {name for name, tag in tags.items() if tag.label is not None}
    looks = {name for name, tag in tags.items() if tag.looks}
    assert len(tags) == len(read_tags()), "two tags of one name could not both be stored"
    for action in action_table():
        assert {*action["shows"], *action["hints"]} <= tags.keys(), action["name"]
        for rule in action["rules"]:
            assert rule["reason"]
            assert 0 < rule["most"] <= 0.85
            assert rule["most"] >= action["shown_from"] > ACTION_KEPT_FROM
            assert rule.get("how", "anybody") in HOW
            assert {*rule.get("things", ()), *rule.get("also", ()), *rule.get("without", ())} <= objects
            assert {*rule.get("labels", ()), *rule.get("labels_help", ()), *rule.get("not_labels", ())} <= labels
            assert {*rule.get("scenes", ()), *rule.get("not_scenes", ())} <= looks


# -- the words ------------------------------------------------------------------------------------------------------


def asked(query: str) -> dict[str, float]:
    tags = read_tags()
    return {tags[i].name: value for i, value in lexicon(has_objects=True).grants(query).items()}


@pytest.mark.parametrize(
    ("query", "action"),
    [
        ("riding a bike", "cycling"), ("man riding a bike", "cycling"), ("my aunt on a bike", "cycling"),
        ("horse riding", "riding a horse"), ("people eating", "having a meal"), ("girl surfing", "surfing"),
        ("somebody skiing in the mountains", "skiing"), ("a man reading a letter", "reading"),
        ("photographer", "taking photos"), ("walking the dog", "walking a dog"), ("playing guitar", "playing music"),
    ],
)  # fmt: skip
def test_plain_words_ask_for_an_action(query: str, action: str) -> None:
    assert asked(query)[action] >= 0.85


@pytest.mark.parametrize(
    "query", ["swimming pool", "reading glasses", "baseball bat", "dog sitting", "tennis ball", "cooking pot"]
)
def test_a_word_that_describes_another_is_no_action(query: str) -> None:
    names = {action["name"] for action in action_table()}
    assert not names & asked(query).keys()


def test_what_only_hints_at_an_action_does_not_answer_for_it() -> None:
    assert asked("surfing")["surfboard"] > 0.83 > asked("reading")["book"]
    assert asked("sitting")["chair"] < 0.83
