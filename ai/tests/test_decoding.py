"""From raw net outputs to faces and things, and what is measured on pixels alone."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from skimage import data

from photonest_ai.models.centernet import Maps, decode, input_size, overlap
from photonest_ai.models.yunet import Face
from photonest_ai.models.yunet import decode as decode_faces
from photonest_ai.runtime.images import Picture
from photonest_ai.tasks.agreement import agreed, labels_of_objects
from photonest_ai.tasks.faces import SFACE_POINTS, aligned, face_quality, grey_crop, similarity
from photonest_ai.tasks.quality import exposure, is_monochrome, quality, sharpness
from photonest_contracts.inference import Label

CLASSES = ["person", "dog"]
CELLS = 128


def logit(share: float) -> float:
    return math.log(share / (1 - share))


def maps(*peaks: tuple[int, int, int, float]) -> list[Maps]:
    """Heat and sides with peaks (class, row, column, score); every box reaches 40 px to each side."""
    heat = np.full((2, CELLS, CELLS), -9.0, np.float32)
    for cls, y, x, score in peaks:
        heat[cls, y, x] = logit(score)
    return [Maps(heat, np.full((4, CELLS, CELLS), 40.0, np.float32))]


# -- things ---------------------------------------------------------------------------------------------------------


def test_a_peak_becomes_a_thing_with_its_box() -> None:
    (thing,) = decode(maps((1, 64, 32, 0.7)), CLASSES)
    assert (thing.name, thing.count) == ("dog", 1)
    assert thing.score == pytest.approx(0.7, abs=1e-5)
    assert thing.box == pytest.approx(((128 - 40) / 512, (256 - 40) / 512, 80 / 512, 80 / 512))


def test_far_peaks_are_counted_and_overlapping_or_weak_ones_are_not() -> None:
    far, near, weak = (0, 100, 100, 0.5), (0, 21, 20, 0.6), (0, 60, 60, 0.2)
    (thing,) = decode(maps((0, 20, 20, 0.9), near, far, weak), CLASSES)
    assert thing.count == 2


def test_things_come_best_first_and_below_the_threshold_nothing() -> None:
    assert [t.name for t in decode(maps((0, 5, 5, 0.3), (1, 9, 9, 0.8)), CLASSES)] == ["dog", "person"]
    assert decode(maps((0, 5, 5, 0.09)), CLASSES) == []


def test_a_box_never_leaves_the_picture() -> None:
    for y, x in ((0, 0), (127, 127), (0, 127)):
        left, top, width, height = decode(maps((0, y, x, 0.9)), CLASSES)[0].box
        assert min(left, top) >= 0
        assert max(left + width, top + height) <= 1 + 1e-9
        assert min(width, height) > 0


def test_a_box_turned_inside_out_still_has_an_extent() -> None:
    ((heat, sides),) = maps((0, 5, 5, 0.9))
    box = decode([Maps(heat, -sides)], CLASSES)[0].box
    assert min(box[2], box[3]) > 0


def test_two_runs_are_averaged_and_the_one_that_sees_better_says_where() -> None:
    small, large = maps((1, 20, 30, 0.3)), maps((1, 40, 60, 0.7), (1, 100, 100, 0.6))
    (thing,) = decode([*small, *large], CLASSES)
    assert thing.score == pytest.approx(0.5, abs=1e-5)
    assert thing.count == 2
    assert thing.box[:2] == pytest.approx(((240 - 40) / 512, (160 - 40) / 512))


def test_the_net_sees_a_picture_in_its_own_proportions() -> None:
    assert input_size(640, 480, 576) == (672, 512)
    assert input_size(480, 640, 576) == (512, 672)
    assert input_size(1000, 1000, 320) == (320, 320)
    wide = input_size(900, 1, 320)
    assert wide == input_size(3, 1, 320), "very long pictures are squashed"
    assert all(side % 32 == 0 for side in wide)


def test_overlap_of_boxes() -> None:
    a = np.array([0.0, 0.0, 2.0, 2.0])
    assert overlap(a, a) == pytest.approx(1)
    assert overlap(a, a + 5) == 0
    assert overlap(a, np.array([1.0, 0.0, 3.0, 2.0])) == pytest.approx(1 / 3)


# -- labels against objects -----------------------------------------------------------------------------------------


def thing(name: str, score: float) -> Label:
    return Label(name=name, score=score, source="centernet@1")


def said(**labels: float) -> np.ndarray:
    """Label probabilities: the first label of each object named."""
    found = np.zeros(1000, np.float32)
    for name, probability in labels.items():
        found[next(iter(labels_of_objects()[name]))] = probability
    return found


def both(objects: tuple[Label, ...], labels: np.ndarray) -> list[tuple[str, float]]:
    return [(t.name, round(t.score, 2)) for t in agreed(objects, labels, source="lite2@1")]


def test_a_dog_is_doubted_where_the_labels_are_sure_of_a_cat() -> None:
    found = both((thing("dog", 0.5), thing("bed", 0.4)), said(cat=0.8))
    assert found[1:] == [("bed", 0.4), ("dog", 0.3)]
    assert found[0][0] == "cat"


def test_no_animal_is_doubted_where_the_labels_know_it_or_know_nothing() -> None:
    assert both((thing("dog", 0.5),), said()) == [("dog", 0.5)]
    assert dict(both((thing("horse", 0.5),), said(dog=0.9)))["horse"] == 0.5
    known = dict(both((thing("dog", 0.5), thing("cat", 0.5)), said(dog=0.45, cat=0.45)))
    assert min(known.values()) > 0.5


def test_two_witnesses_are_surer_than_one() -> None:
    alone, together = both((thing("couch", 0.3),), said()), both((thing("couch", 0.3),), said(couch=0.3))
    assert together[0][1] > alone[0][1] == 0.3
    assert together[0][1] < 0.6


def test_what_only_the_labels_see_is_said_in_their_name() -> None:
    (cat,) = agreed((), said(cat=0.6), source="lite2@1")
    assert (cat.name, cat.source, cat.box, cat.count) == ("cat", "lite2@1", None, 1)
    assert both((), said(zebra=0.9)) == [], "the label of the same name says it already"
    assert both((), said(cat=0.01)) == []


# -- faces ----------------------------------------------------------------------------------------------------------


def raw_faces(width: int, height: int, *cells: tuple[int, int, int, float]) -> dict[str, np.ndarray]:
    """Raw outputs with faces at (stride, row, column, score), 64 px wide, points on the cell's corner."""
    outputs = {}
    for stride in (8, 16, 32):
        n = (height // stride) * (width // stride)
        outputs |= {
            f"{k}_{stride}": np.zeros((1, n, c), np.float32)
            for k, c in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10))
        }
        outputs[f"bbox_{stride}"][..., 2:] = math.log(64 / stride)
    for stride, y, x, score in cells:
        index = y * (width // stride) + x
        outputs[f"cls_{stride}"][0, index] = outputs[f"obj_{stride}"][0, index] = score
    return outputs


def test_a_face_is_decoded_where_its_cell_lies() -> None:
    rows = decode_faces(raw_faces(320, 160, (16, 5, 12, 0.8)), 320)
    assert rows.shape == (1, 15)
    assert rows[0, :4].tolist() == pytest.approx([12 * 16 - 32, 5 * 16 - 32, 64, 64])
    assert rows[0, 4:6].tolist() == [192, 80]
    assert rows[0, 14] == pytest.approx(0.8)


def test_doubles_of_a_face_are_dropped_and_the_best_stays() -> None:
    rows = decode_faces(raw_faces(320, 160, (8, 10, 20, 0.7), (8, 10, 21, 0.9), (32, 0, 8, 0.8)), 320)
    assert [round(float(r[14]), 2) for r in rows] == [0.9, 0.8]


def test_no_face_gives_no_rows() -> None:
    assert decode_faces(raw_faces(64, 64), 64).shape == (0, 15)


def test_a_similarity_maps_turned_and_scaled_points_back() -> None:
    angle, scale, shift = 0.7, 2.5, np.array([30.0, -12.0])
    turn = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    points = SFACE_POINTS @ turn.T + shift
    matrix = similarity(points, SFACE_POINTS)
    np.testing.assert_allclose(points @ matrix[:, :2].T + matrix[:, 2], SFACE_POINTS, atol=1e-6)
    assert np.isfinite(similarity(np.zeros((5, 2)), SFACE_POINTS)).all()


def placed_face(picture: Picture, scale: float, left: float, top: float) -> Face:
    points = (SFACE_POINTS * scale + (left, top)) / (picture.width, picture.height)
    box = (left / picture.width, top / picture.height, 112 * scale / picture.width, 112 * scale / picture.height)
    return Face(box=box, points=points, score=0.9)


@pytest.mark.parametrize("scale", [1.0, 3.0, 4.5])
def test_an_aligned_crop_shows_what_lay_there_at_any_size(scale: float) -> None:
    crop = cv2.resize(data.astronaut()[0:200, 120:320], (112, 112), interpolation=cv2.INTER_AREA)
    side = round(112 * scale)
    rgb = np.zeros((1200, 1600, 3), np.uint8)
    rgb[300 : 300 + side, 500 : 500 + side] = cv2.resize(crop, (side, side), interpolation=cv2.INTER_CUBIC)
    picture = Picture(rgb)
    found = aligned(picture, placed_face(picture, scale, 500, 300))
    inner = np.s_[8:104, 8:104]
    assert float(np.abs(found[inner].astype(int) - crop[inner]).mean()) < 9


def test_a_blurred_or_tiny_face_is_worth_less() -> None:
    face_pixels = data.astronaut()[60:170, 170:280]
    picture = Picture(np.asarray(face_pixels))
    face = placed_face(picture, 0.95, 2, 2)
    sharp = face_quality(picture, face, aligned(picture, face))
    soft = Picture(cv2.GaussianBlur(face_pixels, (0, 0), 4))
    tiny = placed_face(picture, 0.15, 40, 40)
    assert sharp > 2 * face_quality(soft, face, aligned(soft, face))
    assert sharp > 2 * face_quality(picture, tiny, aligned(picture, tiny))


def test_a_face_half_outside_the_picture_is_cropped_without_fear() -> None:
    picture = Picture(np.full((50, 80, 3), 9, np.uint8))
    for left, top in ((-60.0, -40.0), (70.0, 45.0), (-500.0, -500.0)):
        face = placed_face(picture, 1.0, left, top)
        assert aligned(picture, face).shape == (112, 112, 3)
        assert grey_crop(picture, face).shape == (64, 64)


# -- quality --------------------------------------------------------------------------------------------------------


def test_every_blur_lowers_the_sharpness() -> None:
    picture = data.chelsea()
    values = [
        quality(Picture(cv2.GaussianBlur(picture, (0, 0), s) if s else picture)).sharpness for s in (0, 0.7, 1.5, 3)
    ]
    assert values == sorted(values, reverse=True)
    assert values[0] > 0.8
    assert values[-1] < 0.1


def test_a_sharp_subject_before_a_soft_background_is_sharp() -> None:
    soft = cv2.GaussianBlur(data.astronaut(), (0, 0), 6)
    soft[150:330, 150:330] = data.astronaut()[150:330, 150:330]
    assert sharpness(cv2.cvtColor(soft, cv2.COLOR_RGB2GRAY)) > 0.4


def test_a_flat_picture_has_nothing_sharp() -> None:
    assert sharpness(np.full((100, 100), 128, np.uint8)) == 0
    assert sharpness(np.full((1, 1), 128, np.uint8)) == 0


def test_burnt_and_drowned_pictures_are_badly_exposed() -> None:
    good = cv2.cvtColor(data.coffee(), cv2.COLOR_RGB2GRAY)
    for bad in (np.clip(good.astype(int) * 4 + 60, 0, 255), good // 12):
        luma = bad.astype(np.uint8)
        assert exposure(luma, float(luma.mean()) / 255) < 0.5 < exposure(good, float(good.mean()) / 255)


def test_grey_pictures_are_monochrome_and_coloured_ones_are_not() -> None:
    grey = np.repeat(data.camera()[:, :, None], 3, axis=2)
    noisy = grey.astype(int) + np.random.default_rng(0).integers(-1, 2, grey.shape)
    assert is_monochrome(grey)
    assert is_monochrome(np.clip(noisy, 0, 255).astype(np.uint8))
    assert not is_monochrome(data.chelsea())
    assert not is_monochrome(np.stack([data.camera(), data.camera(), data.camera() // 2], axis=2))  # sepia has a colour
