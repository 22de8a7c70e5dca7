"""Faces that are found again keep their row; what the owner or the file says outlives a second look."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import make_asset, make_face, make_person

from photonest.accounts.models import User
from photonest.assets.metadata.xmp import Region
from photonest.assets.models import Asset
from photonest.people.boxes import match, overlap
from photonest.people.models import AssignedBy, Face, FaceEmbedding
from photonest.people.services import store_faces, store_regions
from photonest_contracts.inference import Analysis, DetectedFace, Point, Vector

pytestmark = pytest.mark.django_db

BOX = (0.1, 0.2, 0.3, 0.4)


def seen(*boxes: tuple[float, float, float, float], vector: bool = True) -> Analysis:
    halfs = base64.b64encode(np.full(128, 128**-0.5, "<f2").tobytes()).decode()
    embedding = Vector(space="faces@2", dim=128, halfs=halfs) if vector else None
    points = (Point(x=0.1, y=0.1),) * 5
    faces = [DetectedFace(box=box, points=points, score=0.9, quality=0.7, embedding=embedding) for box in boxes]
    return Analysis(faces=tuple(faces), versions={"faces": "m@2"})


@pytest.fixture
def photo(alice: User) -> Asset:
    User.objects.update(faces_enabled=True)
    alice.refresh_from_db()
    return make_asset(alice)


def test_a_face_found_again_keeps_its_person_and_takes_the_new_vector(photo: Asset) -> None:
    anna = make_person(photo.owner, "Anna")
    face = make_face(photo, recognised=True, person=anna, assigned_by=AssignedBy.USER)
    moved = (0.12, 0.21, 0.3, 0.41)
    assert store_faces(photo, seen(moved, (0.7, 0.1, 0.1, 0.1))) == 2
    again = Face.objects.get(pk=face.pk)
    assert (again.person, again.left, again.source, again.quality) == (anna, 0.12, "m@2", 0.7)
    assert FaceEmbedding.objects.get(face=face).space == "faces@2"
    assert Face.objects.count() == FaceEmbedding.objects.count() == 2


def test_a_face_not_found_again_goes_unless_somebody_vouches_for_it(photo: Asset) -> None:
    guessed = make_face(photo, recognised=True, left=0.0, width=0.1, person=make_person(photo.owner))
    said = make_face(photo, left=0.4, width=0.1, person=make_person(photo.owner, "Tom"), assigned_by=AssignedBy.USER)
    drawn = make_face(photo, left=0.6, width=0.1, source="user")
    ignored = make_face(photo, left=0.8, width=0.1, is_ignored=True)
    assert store_faces(photo, seen()) == 2  # the ignored one does not count
    assert set(Face.objects.all()) == {said, drawn, ignored}
    assert guessed not in Face.objects.all()


def test_a_drawn_face_that_is_found_keeps_its_box_and_gets_a_vector(photo: Asset) -> None:
    drawn = make_face(photo, source="user", quality=0.0)
    store_faces(photo, seen((0.11, 0.22, 0.3, 0.4)))
    face = Face.objects.get()
    assert (face.pk, face.left, face.source, face.quality) == (drawn.pk, 0.1, "user", 0.7)
    assert FaceEmbedding.objects.get().face == drawn


def test_a_no_that_came_meanwhile_keeps_every_vector_out(photo: Asset) -> None:
    User.objects.update(faces_enabled=False)
    store_faces(photo, seen(BOX))
    assert Face.objects.count() == 1
    assert not FaceEmbedding.objects.exists()


def region(name: str, x: float = 0.25, y: float = 0.4, width: float = 0.3, height: float = 0.4) -> Region:
    return Region(x, y, width, height, name)


def test_a_region_names_the_face_it_marks_and_assigns_nobody(photo: Asset) -> None:
    face = make_face(photo, recognised=True)
    # The whole head, with hair and chin, as another program marks it.
    assert store_regions(photo, [region("Anna", y=0.38, width=0.5, height=0.7)]) == []
    face.refresh_from_db()
    assert (face.name_in_file, face.person, Face.objects.count()) == ("Anna", None, 1)
    store_regions(photo, [])
    face.refresh_from_db()
    assert face.name_in_file == ""


def test_a_marked_face_that_no_model_found_becomes_one_and_goes_with_its_mark(photo: Asset) -> None:
    marks = [region("Tom", x=0.95, width=0.2), region("", x=0.5)]
    (marked,) = store_regions(photo, marks)
    assert (marked.source, marked.name_in_file) == ("file", "Tom")
    assert marked.left == pytest.approx(0.8)  # kept inside the picture
    assert store_regions(photo, marks) == []
    store_regions(photo, [])
    assert not Face.objects.exists()


def test_files_name_nobody_without_a_yes(photo: Asset) -> None:
    User.objects.update(faces_enabled=False)
    make_face(photo)
    assert store_regions(photo, [region("Anna"), region("Tom", x=0.9, width=0.1)]) == []
    assert [face.name_in_file for face in Face.objects.all()] == [""]


SHARES = st.floats(0.01, 1.0)


@given(st.tuples(SHARES, SHARES, SHARES, SHARES), st.tuples(SHARES, SHARES, SHARES, SHARES))
def test_overlap_is_a_share_the_same_both_ways(one: tuple, other: tuple) -> None:
    assert overlap(one, one) == pytest.approx(1.0)
    assert 0.0 <= overlap(one, other) <= 1.0 + 1e-9
    assert overlap(one, other) == pytest.approx(overlap(other, one))


def test_each_face_is_matched_once_best_first() -> None:
    near, nearer = (0.0, 0.0, 0.2, 0.2), (0.0, 0.0, 0.22, 0.2)
    assert match([near, nearer], [nearer]) == [(1, 0)]
    assert match([near], [(0.5, 0.5, 0.2, 0.2)]) == []
