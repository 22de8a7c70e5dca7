"""People through the API: lists, corrections, questions, drawn faces, crops, and erasing all of it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.canaries import rows_that_hold
from tests.cast import Browser
from tests.factories import make_asset, make_face, make_person, make_stored_asset
from tests.people.likenesses import likenesses
from tests.pictures import encoded

from photonest.accounts.models import FaceChoice, User
from photonest.jobs import queue
from photonest.people.erasing import unexplained_files
from photonest.people.models import Face, Person
from photonest.people.regrouping import regroup_faces
from photonest.pipelines.events import find_events
from photonest.storage import keys, media

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media", "quiet_ai")]


@pytest.fixture
def allowed(alice: User) -> User:
    User.objects.filter(pk=alice.pk).update(faces_enabled=True)
    alice.refresh_from_db()
    return alice


def people(browser: Browser, query: str = "") -> dict:
    answer = browser.get(f"/api/people{query}")
    assert answer.status_code == 200
    return answer.json()


def test_before_a_yes_there_is_nobody(as_alice: Browser, alice: User) -> None:
    face = make_face(make_stored_asset(alice), recognised=True, person=make_person(alice, "Anna"), name_in_file="Anna")
    answer = people(as_alice)
    assert answer == {"is_enabled": False, "people": [], "hidden": 0, "questions": 0, "names_in_files": []}
    assert as_alice.get(f"/media/faces/{face.pk}").status_code == 404
    detail = as_alice.get(f"/api/assets/{face.asset_id}").json()["faces"][0]
    assert (detail["person"], detail["name_in_file"]) == (None, "")
    drawn = as_alice.post(f"/api/assets/{face.asset_id}/faces", {"box": [0.1, 0.1, 0.2, 0.2], "name": "Eve"})
    assert (drawn.status_code, drawn.json()["code"]) == (409, "people_off")


def test_people_come_named_first_with_numbers_and_a_cover(as_alice: Browser, allowed: User) -> None:
    anna, group = make_person(allowed, "Anna"), make_person(allowed)
    photo = make_asset(allowed)
    clear = make_face(photo, person=anna, quality=0.9)
    make_face(photo, person=anna, quality=0.2)
    for _ in range(2):
        make_face(make_asset(allowed), person=group, name_in_file="Tom")
    make_face(make_asset(allowed), person=group, is_ignored=True)
    hidden = make_person(allowed, "Eve", is_hidden=True)
    answer = people(as_alice)
    assert [(p["name"], p["faces"], p["photos"]) for p in answer["people"]] == [("Anna", 2, 1), ("", 2, 2)]
    assert answer["people"][0]["cover"] == f"/media/faces/{clear.pk}"
    assert answer["people"][1]["name_in_files"] == "Tom"
    assert (answer["hidden"], answer["names_in_files"]) == (1, [{"name": "Tom", "faces": 2}])
    assert str(hidden.pk) in [p["id"] for p in people(as_alice, "?hidden=true")["people"]]


def test_naming_is_answered_with_others_of_that_name_and_undone(as_alice: Browser, allowed: User) -> None:
    make_person(allowed, "Anna")
    group = make_person(allowed)
    make_face(make_asset(allowed), person=group)
    changed = as_alice.patch(f"/api/people/{group.pk}", {"name": " anna ", "birth_date": "1990-02-03"}).json()
    assert (changed["person"]["name"], len(changed["same_name"])) == ("anna", 1)
    assert as_alice.post(f"/api/undo/{changed['undo']}").json() == {"changed": 1}
    group.refresh_from_db()
    assert (group.name, group.birth_date) == ("", None)


def test_a_person_shows_their_photos_newest_first_and_their_doubtful_faces(as_alice: Browser, allowed: User) -> None:
    anna = make_person(allowed, "Anna")
    vectors, who = likenesses(people=2, faces=12, seed=3)
    own = [v for v, w in zip(vectors, who, strict=True) if w == 0]
    stranger = next(v for v, w in zip(vectors, who, strict=True) if w == 1)
    for vector in own:
        make_face(make_asset(allowed), person=anna, vector=vector)
    odd = make_face(make_asset(allowed), person=anna, vector=stranger)
    photos = as_alice.get(f"/api/people/{anna.pk}/photos").json()
    assert photos["total"] == len(photos["photos"]) == len(own) + 1
    days = [photo["local_at"] for photo in photos["photos"]]
    assert days == sorted(days, reverse=True)
    faces = as_alice.get(f"/api/people/{anna.pk}/faces?doubtful_first=true").json()["faces"]
    assert faces[0]["id"] == str(odd.pk)
    for order in ("false", "true"):
        address = f"/api/people/{anna.pk}/faces?doubtful_first={order}"
        whole = as_alice.get(address).json()
        rest = as_alice.get(f"{address}&skip=2").json()
        assert (rest["faces"], rest["total"]) == (whole["faces"][2:], len(own) + 1)
    split = as_alice.post(f"/api/people/{anna.pk}/split", {"face_ids": [faces[0]["id"]], "name": "Tom"}).json()
    assert Person.objects.get(pk=split["person"]).name == "Tom"
    assert as_alice.get(f"/api/people/{anna.pk}/faces").json()["total"] == len(own)


def test_questions_are_asked_likeliest_first_and_each_answer_ends_one(as_alice: Browser, allowed: User) -> None:
    anna, other, third = make_person(allowed, "Anna"), make_person(allowed), make_person(allowed)
    axes = np.eye(128)

    def like_anna(likeness: float, axis: int) -> np.ndarray:
        return likeness * axes[0] + (1 - likeness**2) ** 0.5 * axes[axis]

    for person, likeness, axis in ((anna, 1.0, 1), (other, 0.37, 2), (third, 0.1, 3)):
        for _ in range(3):
            make_face(make_asset(allowed), person=person, vector=like_anna(likeness, axis))
    lone = make_face(make_asset(allowed), vector=like_anna(0.41, 4))
    make_face(make_asset(allowed), vector=np.eye(128)[5])
    asked = as_alice.get("/api/people/questions").json()
    assert [(q["kind"], q["person"]["name"]) for q in asked["questions"]] == [("face", "Anna"), ("people", "Anna")]
    assert asked["questions"][0]["face"]["id"] == str(lone.pk)
    assert (asked["questions"][1]["other"]["id"], asked["total"]) == (str(other.pk), 2)
    assert len(asked["questions"][1]["other_faces"]) == 3
    assert people(as_alice)["questions"] == 2

    def answer(**body: object) -> None:
        given = as_alice.post("/api/people/questions/answer", {"person_id": str(anna.pk), **body})
        assert given.status_code == 200, given.content
        assert given.json()["undo"]

    answer(face_id=str(lone.pk), is_same=False)
    answer(other_id=str(other.pk), is_same=False)
    assert as_alice.get("/api/people/questions").json()["total"] == 0
    answer(face_id=str(lone.pk), is_same=True)
    assert Face.objects.get(pk=lone.pk).person == anna
    answer(other_id=str(other.pk), is_same=True)
    assert not Person.objects.filter(pk=other.pk).exists()


def test_two_people_beside_each_other_in_a_photo_are_not_asked_about(as_alice: Browser, allowed: User) -> None:
    anna, tom = make_person(allowed, "Anna"), make_person(allowed, "Tom")
    for person, vector in ((anna, np.eye(128)[0]), (tom, 0.6 * np.eye(128)[0] + 0.8 * np.eye(128)[1])):
        make_face(make_asset(allowed), person=person, vector=vector)
    assert as_alice.get("/api/people/questions").json()["total"] == 1
    together = make_asset(allowed)
    make_face(together, person=anna)
    make_face(together, person=tom, left=0.6)
    assert as_alice.get("/api/people/questions").json()["total"] == 0


def test_names_of_files_are_taken_over_when_asked(as_alice: Browser, allowed: User) -> None:
    group = make_person(allowed)
    faces = [make_face(make_asset(allowed), person=group, name_in_file="Anna") for _ in range(3)]
    lone = make_face(make_asset(allowed), name_in_file="Tom")
    taken = as_alice.post("/api/people/names_from_files", {"names": ["Anna", "Tom", "Nobody"]}).json()
    assert taken["changed"] == 4
    group.refresh_from_db()
    lone.refresh_from_db()
    assert group.name == "Anna"
    assert (lone.person.name, Face.objects.get(pk=faces[0].pk).assigned_by) == ("Tom", "user")
    assert people(as_alice)["names_in_files"] == []
    as_alice.post(f"/api/undo/{taken['undo']}")
    assert list(Person.objects.values_list("name", flat=True)) == [""]


def test_a_missed_face_is_drawn_named_counted_and_looked_at(as_alice: Browser, allowed: User) -> None:
    photo = make_stored_asset(allowed, face_count=0)
    drawn = as_alice.post(f"/api/assets/{photo.pk}/faces", {"box": [0.5, 0.25, 0.2, 0.3], "name": "Anna"}).json()
    face = Face.objects.get()
    assert (face.source, face.person.name, face.assigned_by) == ("user", "Anna", "user")
    assert queue.unfinished_subjects("read_drawn_face") == {face.pk}
    photo.refresh_from_db()
    assert photo.face_count == 1
    shown = as_alice.get(f"/api/assets/{photo.pk}").json()["faces"]
    assert (shown[0]["person"]["name"], shown[0]["is_sure"], shown[0]["box"]) == ("Anna", True, [0.5, 0.25, 0.2, 0.3])
    as_alice.post(f"/api/undo/{drawn['undo']}")
    photo.refresh_from_db()
    assert (Face.objects.count(), Person.objects.count(), photo.face_count) == (0, 0, 0)


@pytest.mark.parametrize("box", [[0.9, 0.1, 0.2, 0.2], [0.1, 0.1, 0.0, 0.2], [0.1, 0.1, 2, 0.2], [0.1, 0.1, 0.2]])
def test_a_box_outside_the_picture_is_refused(as_alice: Browser, allowed: User, box: list[float]) -> None:
    photo = make_asset(allowed)
    assert as_alice.post(f"/api/assets/{photo.pk}/faces", {"box": box, "name": "x"}).status_code in {400, 422}
    assert not Face.objects.exists()


def test_a_face_that_cannot_be_looked_at_later_is_not_drawn(
    as_alice: Browser, allowed: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_stored_asset(allowed)

    def broken(*_: object, **__: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(queue, "enqueue", broken)
    answer = as_alice.post(f"/api/assets/{photo.pk}/faces", {"box": [0.5, 0.25, 0.2, 0.3], "name": "Anna"})
    assert (answer.status_code, Face.objects.count(), Person.objects.count()) == (500, 0, 0)


def test_an_ignored_face_no_longer_counts_and_can_come_back(as_alice: Browser, allowed: User) -> None:
    face = make_face(make_asset(allowed, face_count=1), recognised=True, person=make_person(allowed))
    said = as_alice.post("/api/people/faces", {"action": "ignore", "face_ids": [str(face.pk)]}).json()
    face.asset.refresh_from_db()
    assert (face.asset.face_count, Person.objects.count()) == (0, 0)
    as_alice.post(f"/api/undo/{said['undo']}")
    face.asset.refresh_from_db()
    face.refresh_from_db()
    assert (face.asset.face_count, face.is_ignored, face.assigned_by) == (1, False, "machine")


def test_a_crop_is_square_shows_the_face_and_is_asked_again_each_time(as_alice: Browser, allowed: User) -> None:
    photo = make_stored_asset(allowed)
    picture = Image.new("RGB", (600, 400), (10, 20, 200))
    picture.paste((250, 200, 50), (300, 100, 360, 180))
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=95)
    media.write_derived(keys.preview(bytes(photo.sha256), 1), content.getvalue())
    face = make_face(photo, left=0.5, top=0.25, width=0.1, height=0.2)
    answer = as_alice.get(f"/media/faces/{face.pk}")
    crop = Image.open(io.BytesIO(answer.content))
    assert crop.width == crop.height
    assert crop.getpixel((crop.width // 2, crop.height // 2))[0] > 200
    assert crop.getpixel((1, 1))[2] > 150
    assert answer["Cache-Control"] == "private, no-cache"
    assert as_alice.get(f"/media/faces/{face.pk}", If_None_Match=answer["ETag"]).status_code == 304
    User.objects.update(faces_enabled=False)
    assert as_alice.get(f"/media/faces/{face.pk}", If_None_Match=answer["ETag"]).status_code == 404


def test_erasing_leaves_nothing_in_database_files_or_caches(
    as_alice: Browser, allowed: User, bob: User, own_media: Path
) -> None:
    User.objects.update(faces_enabled=True, expressions_enabled=True)
    photo = make_stored_asset(allowed, face_count=1)
    media.write_derived(keys.preview(bytes(photo.sha256), 1), encoded())
    files_before = sorted(own_media.rglob("*"))
    vectors, _ = likenesses(people=3, faces=30, seed=6)
    for vector in vectors:
        make_face(make_asset(allowed), vector=vector, expression={"happy": 0.9}, name_in_file="Anna")
    face = make_face(photo, recognised=True)
    as_alice.get(f"/media/faces/{face.pk}")
    regroup_faces(allowed.pk, is_full=True)
    one, other = Person.objects.order_by("id")[:2]
    as_alice.patch(f"/api/people/{one.pk}", {"name": "Zaphodia", "birth_date": "1990-07-04"})
    as_alice.post("/api/memories/hidden", {"what": "person", "value": str(one.pk), "label": "Zaphodia"})
    find_events(allowed.pk, everything=True)
    event = as_alice.get("/api/events").json()["events"][0]
    assert event["name"] == "Zaphodia’s birthday"
    as_alice.patch(f"/api/events/{event['id']}", {"title": "Cake"})  # its undo remembers the machine's title, too
    as_alice.patch(f"/api/events/{event['id']}", {"title": ""})
    as_alice.post(
        "/api/people/questions/answer", {"person_id": str(one.pk), "other_id": str(other.pk), "is_same": False}
    )
    as_alice.post("/api/people/faces", {"action": "refuse", "face_ids": [str(face.pk)], "person_id": str(one.pk)})
    make_face(make_asset(bob), recognised=True, person=make_person(bob, "Anna"))
    before = as_alice.get("/api/people/data").json()
    assert all(count > 0 for count in before.values()), before
    answer = as_alice.post("/api/people/erase")
    assert answer.json() == {"left": dict.fromkeys(before, 0)}
    assert answer["Clear-Site-Data"] == '"cache"'
    assert as_alice.get("/api/people/data").json() == dict.fromkeys(before, 0)
    # Not one row of any table holds the name, and no file came or went.
    assert "Zaphodia" not in json.dumps(list(Person.objects.values_list("name", flat=True)))
    assert not rows_that_hold("Zaphodia")
    assert sorted(own_media.rglob("*")) == files_before
    assert unexplained_files() == []
    (own_media / "renditions" / "face-1.jpg").write_bytes(b"a stored crop")
    assert unexplained_files() == ["renditions/face-1.jpg"]
    assert as_alice.get(f"/media/faces/{face.pk}").status_code == 404
    assert list(Person.objects.values_list("owner_id", flat=True)) == [bob.pk]
    choice = FaceChoice.objects.filter(user=allowed).latest("created_at")
    assert (choice.is_enabled, User.objects.get(pk=allowed.pk).faces_enabled) == (False, False)
