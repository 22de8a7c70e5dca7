"""People go into a sidecar and come out again as the same names on the same faces."""

from __future__ import annotations

import pytest
from tests.factories import make_asset, make_face, make_person

from photonest.accounts.models import User
from photonest.assets.metadata.face_regions import upright
from photonest.assets.metadata.xmp import read_xmp
from photonest.assets.metadata.xmp_writing import XmpChanges, merge_xmp
from photonest.people.file_regions import marked_faces, orientation_of
from photonest.people.models import AssignedBy
from photonest.people.services import store_regions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("orientation", range(1, 9))
def test_names_written_by_one_are_suggested_to_another_on_the_same_faces(
    alice: User, bob: User, orientation: int
) -> None:
    User.objects.update(faces_enabled=True)
    boxes = {"Anna": (0.1, 0.2, 0.2, 0.3), "Tom": (0.6, 0.1, 0.25, 0.35)}
    said_of_file = {"orientation": orientation}
    mine, his = (make_asset(owner, width_px=400, height_px=300, extra=said_of_file) for owner in (alice, bob))
    for photo in (mine, his):
        for name, (left, top, width, height) in boxes.items():
            said = {"person": make_person(alice, name), "assigned_by": AssignedBy.USER} if photo is mine else {}
            make_face(photo, left=left, top=top, width=width, height=height, **said)
    found = read_xmp([merge_xmp(None, XmpChanges(faces=marked_faces(mine)))])
    applied = (found.applied_width_px, found.applied_height_px)
    assert applied == ((400, 300) if orientation < 5 else (300, 400))
    assert store_regions(his, upright(found.faces, orientation, applied=applied, stored=applied)) == []
    names = {face.name_in_file: face.left for face in his.faces.all()}
    assert names == {name: box[0] for name, box in boxes.items()}


@pytest.mark.parametrize("told", [None, 0, 9, "6"])
def test_an_orientation_that_is_none_counts_as_upright(alice: User, told: object) -> None:
    assert orientation_of(make_asset(alice, extra={"orientation": told})) == 1


def test_guesses_ignored_and_nameless_faces_are_not_written(alice: User) -> None:
    photo = make_asset(alice)
    anna = make_person(alice, "Anna")
    make_face(photo, person=anna)
    make_face(photo, person=make_person(alice), assigned_by=AssignedBy.USER)
    make_face(photo, is_ignored=True)
    assert marked_faces(photo) is None
    with_guesses = marked_faces(photo, with_guesses=True)
    assert with_guesses is not None
    assert [face.name for face in with_guesses.faces] == ["Anna"]
