"""Scene, colours, light, kind and mood, on pictures whose answer is known because they were drawn for it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from photonest_ai.models.vocabulary import read_tags
from photonest_ai.runtime.catalogue import table_bytes
from photonest_ai.runtime.images import Picture
from photonest_ai.tasks import agreement, colours, kinds, light, looks, moods, scene_heads, scenes
from photonest_ai.tasks.agreement import labels_of_objects
from photonest_ai.tasks.quality import quality
from photonest_contracts.inference import DetectedFace, Label, Look, LookKind, Point

NAMED = {
    "red": (214, 30, 38), "orange": (250, 140, 20), "yellow": (250, 220, 40), "green": (40, 150, 60),
    "teal": (20, 150, 150), "blue": (30, 80, 210), "purple": (130, 40, 170), "pink": (245, 130, 180),
    "brown": (110, 65, 30), "black": (8, 8, 10), "white": (250, 250, 248), "grey": (128, 128, 130),
}  # fmt: skip


def plain(*bands: tuple[int, int, int], width: int = 240, height: int = 160) -> np.ndarray:
    """Horizontal bands of equal height, top first."""
    out = np.zeros((height, width, 3), np.uint8)
    for rows, colour in zip(np.array_split(np.arange(height), len(bands)), bands, strict=True):
        out[rows] = colour
    return out


def seen(rgb: np.ndarray, **found: object) -> dict[LookKind, dict[str, float]]:
    picture = Picture(rgb)
    by_kind: dict[LookKind, dict[str, float]] = {kind: {} for kind in LookKind}
    for look in looks.looks(picture, quality(picture), looks.Found(**found)):  # type: ignore[arg-type]
        by_kind[look.kind][look.name] = look.score
    return by_kind


def face(height: float, *, left: float = 0.4, happy: float | None = None) -> DetectedFace:
    return DetectedFace(
        box=(left, 0.2, height * 0.7, height),
        points=(Point(x=0.5, y=0.5),) * 5,
        score=0.95,
        quality=0.8,
        expression=None if happy is None else {"happy": happy, "neutral": 1 - happy},
    )


def thing(name: str, score: float, count: int = 1) -> Label:
    return Label(name=name, score=score, source="centernet@1", count=count)


# -- colours --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMED)
def test_every_colour_word_is_found_in_shades_of_its_colour(name: str) -> None:
    for shade in (0.92, 1.0, 1.06):
        rgb = np.clip(np.array(NAMED[name]) * shade, 0, 255).astype(int)
        shares = colours.shares(Picture(plain(tuple(rgb.tolist()))))
        assert max(shares, key=lambda key: shares[key]) == name, (name, shade)


@pytest.mark.parametrize(("one", "other"), [("red", "white"), ("blue", "yellow"), ("green", "black"), ("pink", "grey")])
def test_two_colours_come_with_their_shares(one: str, other: str) -> None:
    found = colours.shares(Picture(plain(NAMED[one], NAMED[one], NAMED[one], NAMED[other])))
    assert found[one] == pytest.approx(0.75, abs=0.02)
    assert found[other] == pytest.approx(0.25, abs=0.02)
    assert sum(found.values()) == pytest.approx(1)


def test_the_colour_orange_is_not_the_fruit() -> None:
    assert "orange colour" in seen(plain(NAMED["orange"]))[LookKind.COLOUR]
    assert next(tag for tag in read_tags() if tag.name == "orange").looks == ()


def test_a_grey_photograph_is_black_and_white_and_a_grey_card_is_grey() -> None:
    ramp = np.repeat(np.linspace(0, 255, 240).astype(np.uint8)[None, :, None], 160, axis=0).repeat(3, axis=2)
    assert seen(ramp)[LookKind.COLOUR] == {"black and white": 1.0}
    assert "grey" in seen(plain((128, 128, 128)))[LookKind.COLOUR]


# -- light ----------------------------------------------------------------------------------------------------------


def test_night_is_dark_with_a_few_lights_and_noon_is_not() -> None:
    dark = plain((6, 6, 12))
    dark[100:110, 40:60] = (250, 240, 200)
    assert seen(dark)[LookKind.LIGHT]["night"] > 0.6
    assert "night" not in seen(plain((120, 170, 240), (90, 140, 60)))[LookKind.LIGHT]


def test_low_light_and_bright_are_opposites() -> None:
    assert seen(plain((40, 36, 30)))[LookKind.LIGHT].keys() >= {"low light"}
    assert seen(plain((240, 238, 230)))[LookKind.LIGHT].keys() >= {"bright"}


def test_a_dark_figure_before_a_bright_window_is_backlit() -> None:
    rgb = plain((235, 235, 225))
    rgb[40:, 60:180] = (25, 22, 20)
    assert seen(rgb)[LookKind.LIGHT]["backlit"] > 0.8
    assert light.scores(light.light_of(Picture(255 - rgb)))["backlit"] < 0.1


def test_a_sunset_glows_over_a_dark_ground_outdoors_and_a_lamp_indoors_does_not() -> None:
    glow = plain((240, 150, 50), (225, 110, 40), (30, 20, 18))
    assert seen(glow, objects=(thing("boat", 0.6),))[LookKind.LIGHT]["sunset"] > 0.55
    assert seen(glow, objects=(thing("bed", 0.6),))[LookKind.LIGHT].get("sunset", 0.0) < 0.3


def test_what_is_out_of_focus_is_blurry() -> None:
    import cv2

    rng = np.random.default_rng(3)
    sharp = cv2.resize(rng.integers(0, 255, (6, 9, 3), dtype=np.uint8), (720, 480), interpolation=cv2.INTER_NEAREST)
    assert "blurry" not in seen(sharp)[LookKind.LIGHT]
    assert seen(cv2.GaussianBlur(sharp, (0, 0), 14))[LookKind.LIGHT]["blurry"] > 0.5


# -- scenes ---------------------------------------------------------------------------------------------------------


def named(**labels: float) -> np.ndarray:
    found = np.zeros(1000, np.float32)
    by_name = {tag.name: tag.label for tag in read_tags()}
    for name, probability in labels.items():
        found[by_name[name.replace("_", " ")]] = probability
    return found


def test_things_say_where_a_picture_was_taken() -> None:
    grey = plain((120, 118, 112), (110, 105, 100))
    assert seen(grey, probabilities=named(seashore=0.6))[LookKind.SCENE]["beach"] > 0.5
    assert seen(grey, objects=(thing("oven", 0.6), thing("refrigerator", 0.5)))[LookKind.SCENE]["kitchen"] > 0.9
    assert "kitchen" not in seen(grey, probabilities=named(seashore=0.6))[LookKind.SCENE]


def test_an_unsure_object_says_little_and_several_say_more() -> None:
    grey = plain((120, 118, 112))
    weak = seen(grey, objects=(thing("oven", 0.25),))[LookKind.SCENE]["kitchen"]
    both = seen(grey, objects=(thing("oven", 0.25), thing("microwave", 0.25)))[LookKind.SCENE]["kitchen"]
    assert weak < 0.3 < both < 0.7


def test_indoors_and_outdoors_sum_to_one() -> None:
    for found in ({}, {"objects": (thing("couch", 0.6),)}, {"objects": (thing("car", 0.6),)}):
        scene = seen(plain((120, 118, 112)), **found)[LookKind.SCENE]
        assert scene.get("indoors", 0.0) + scene.get("outdoors", 0.0) == pytest.approx(1, abs=0.11)
    assert seen(plain((90, 150, 230), (60, 140, 50)))[LookKind.SCENE]["outdoors"] > 0.7


def test_every_name_in_the_table_of_scenes_exists() -> None:
    table = scenes.scene_table()
    words = {tag.name for tag in read_tags() if "scene" in tag.looks}
    assert set(table.scenes) <= words
    assert table.labels.shape == (len(table.scenes), 1000)
    assert table.labels.max() <= 1


# -- kinds ----------------------------------------------------------------------------------------------------------


def page() -> np.ndarray:
    rgb = np.full((640, 480, 3), 244, np.uint8)
    rng = np.random.default_rng(7)
    for y in range(40, 600, 18):
        for x in range(40, 430, 9):
            if rng.random() < 0.8:
                rgb[y : y + 9, x : x + 2] = 20
                rgb[y + 4 : y + 6, x : x + 6] = 20
    return rgb


def test_a_page_of_print_is_a_document_and_gravel_is_not() -> None:
    assert seen(page())[LookKind.KIND]["document"] > 0.7
    gravel = np.random.default_rng(1).integers(60, 190, (300, 400, 1), dtype=np.uint8).repeat(3, axis=2)
    assert seen(gravel)[LookKind.KIND].get("document", 0.0) < 0.4


def test_a_document_has_no_mood() -> None:
    assert max(seen(page())[LookKind.MOOD].values(), default=0.0) < 0.4


def test_portraits_and_groups_by_the_size_and_number_of_faces() -> None:
    rgb = plain((120, 118, 112))
    alone = seen(rgb, faces=(face(0.4),))[LookKind.KIND]
    assert alone["portrait"] > 0.9
    assert "group" not in alone
    four = seen(rgb, faces=tuple(face(0.2, left=x) for x in (0.1, 0.3, 0.5, 0.7)))[LookKind.KIND]
    assert four["group"] > 0.8
    assert four.get("portrait", 0.0) < 0.3
    assert seen(rgb, objects=(thing("person", 0.7, count=6),))[LookKind.KIND]["group"] > 0.9


def test_people_are_counted_by_whoever_counts_more() -> None:
    assert kinds.people_of((thing("person", 0.7, 2),), (face(0.2), face(0.2), face(0.2))) == 3
    assert kinds.people_of((thing("person", 0.7, 4),), (face(0.2),)) == 4
    assert kinds.people_of((thing("person", 0.2, 4),), ()) == 0


def test_a_long_picture_is_a_panorama() -> None:
    assert seen(plain((90, 150, 230), (60, 140, 50), width=900, height=300))[LookKind.KIND]["panorama"] > 0.9
    assert "panorama" not in seen(plain((90, 150, 230), (60, 140, 50), width=300, height=900))[LookKind.KIND]


# -- moods ----------------------------------------------------------------------------------------------------------


def test_expressions_count_only_where_they_were_asked_for() -> None:
    rgb = plain((190, 170, 150))
    silent = seen(rgb, faces=(face(0.3),))[LookKind.MOOD].get("joyful", 0.0)
    assert seen(rgb, faces=(face(0.3, happy=0.95),))[LookKind.MOOD]["joyful"] > max(silent, 0.6)
    assert seen(rgb, faces=(face(0.3, happy=0.0),))[LookKind.MOOD].get("joyful", 0.0) == silent


def test_a_quiet_shore_is_calm_and_a_concert_energetic() -> None:
    shore = plain((150, 190, 235), (70, 130, 190), (60, 115, 170))
    found = seen(shore, probabilities=named(seashore=0.7))[LookKind.MOOD]
    assert found["calm"] > 0.6 > found.get("energetic", 0.0)
    crowd = seen(
        plain((160, 30, 120), (40, 20, 60)), probabilities=named(stage=0.6), objects=(thing("person", 0.6, 9),)
    )
    assert crowd[LookKind.MOOD]["energetic"] > 0.6 > crowd[LookKind.MOOD].get("calm", 0.0)


def test_a_cup_by_the_lamp_is_cosy_and_fog_is_not_joyful() -> None:
    assert seen(plain((120, 70, 35), (95, 55, 30)), objects=(thing("cup", 0.6),))[LookKind.MOOD]["cosy"] > 0.6
    assert "joyful" not in seen(plain((120, 120, 122), (100, 100, 102)))[LookKind.MOOD]


def test_moods_are_no_statement_about_anybody() -> None:
    nothing = moods.Seen(
        light=light.light_of(Picture(plain((120, 120, 120)))),
        lit={},
        colours={},
        scenes={},
        things={},
        people=0,
        vividness=0.0,
        texture=0.0,
        is_page=0.0,
    )
    words = {tag.name for tag in read_tags() if "mood" in tag.looks}
    assert words == set(moods.scores(nothing))
    assert not words & {"angry", "afraid", "disgusted", "depressed"}


# -- all together ---------------------------------------------------------------------------------------------------


def test_every_look_has_a_word_and_a_threshold() -> None:
    kinds_of_word = {tag.name: tag.looks for tag in read_tags() if tag.looks}
    said: list[Look] = []
    for rgb in (page(), plain((90, 150, 230), (60, 140, 50)), plain((6, 6, 12)), plain(NAMED["orange"])):
        picture = Picture(rgb)
        said += looks.looks(picture, quality(picture))
    for look in said:
        assert look.kind in kinds_of_word[look.name], look
    assert all(0 < tag.look_shown_from <= 1 for tag in read_tags() if tag.looks)


def test_labels_of_objects_name_what_exists() -> None:
    objects = {tag.name for tag in read_tags() if tag.object is not None}
    assert set(labels_of_objects()) <= objects
    assert all(rows for rows in labels_of_objects().values())


def test_every_learned_head_is_a_scene_the_vocabulary_knows() -> None:
    known = {row["name"] for row in json.loads(table_bytes("looks.json"))["looks"] if row["kind"] == "scene"}
    said = scene_heads.scores(np.ones(scene_heads.FEATURES, np.float32))
    assert set(said) <= known
    assert all(0 < share < 1 for share in said.values())


def test_a_head_depends_on_the_direction_of_the_feature_alone() -> None:
    feature = np.random.default_rng(3).random(scene_heads.FEATURES).astype(np.float32)
    assert scene_heads.scores(feature) == pytest.approx(scene_heads.scores(7 * feature), abs=1e-5)
    assert scene_heads.scores(feature) != pytest.approx(scene_heads.scores(feature[::-1]), abs=1e-2)


def test_rules_and_heads_count_half_each_and_a_scene_without_rules_is_its_head() -> None:
    layout = scenes.Layout(sky=0.1, green_below=0.1, green=0.1, white_below=0.0, texture=5.0)
    lit = {"night": 0.0}
    feature = np.random.default_rng(4).random(scene_heads.FEATURES).astype(np.float32)
    rules = scenes.scores(None, (), layout, lit)
    heads = scene_heads.scores(feature)
    both = scenes.scores(None, (), layout, lit, feature)
    assert both["sky"] == pytest.approx((rules["sky"] + heads["sky"]) / 2)
    assert "tree" not in rules
    assert both["tree"] == pytest.approx(heads["tree"])
    assert both["indoors"] == pytest.approx(1 - both["outdoors"])
    assert both["kitchen"] == rules["kitchen"]


def test_a_net_that_knows_nothing_names_no_object() -> None:
    assert max(agreement.named(np.full(1000, 0.001, np.float32)).values()) == pytest.approx(0, abs=1e-6)
    sure = np.full(1000, 0.0001, np.float32)
    sure[[tag.label for tag in read_tags() if tag.name == "chihuahua"]] = 0.9
    assert agreement.named(sure)["dog"] > 0.85
