"""One asset in detail, and edits of it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from tests.cast import Browser
from tests.factories import make_asset, make_face, make_tag

from photonest.accounts.models import User
from photonest.assets.models import AssetName
from photonest.jobs.models import StepRun, StepStatus
from photonest.people.models import Person
from photonest.search.models import AssetWords

pytestmark = pytest.mark.django_db


def test_the_detail_has_exactly_the_fields_of_the_contract(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice)
    found = as_alice.get(f"/api/assets/{asset.id}").json()
    assert set(found) == {
        "id", "filename", "other_filenames", "kind", "mime", "format", "size_bytes", "sha256", "width_px", "height_px",
        "duration_s", "taken_at", "local_at", "utc_offset_minutes", "taken_source", "zone_source", "added_at", "state",
        "state_reason", "notes", "is_favourite", "rating", "description", "is_trashed", "trashed_at", "delete_at",
        "camera", "place", "tags", "faces", "faces_recognised", "looks", "quality", "thumbhash", "colour", "caption",
        "caption_source",
        "alt", "event", "text", "has_motion", "motion_url", "urls", "stack",
    }  # fmt: skip
    assert found["taken_at"] == "2024-07-04T10:00:00Z"
    assert found["local_at"] == "2024-07-04T10:00:00"
    assert found["zone_source"] == "none"
    assert found["camera"] is None
    assert found["place"] is None
    assert found["urls"] == {
        "tile": f"/media/{asset.id}/tile?v=1", "preview": f"/media/{asset.id}/preview?v=1",
        "original": f"/media/{asset.id}/original", "video": None,
    }  # fmt: skip


def test_all_names_under_which_the_bytes_arrived_are_told(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, filename="a.jpg")
    for folder, name in (("x", "a.jpg"), ("", "b.jpg"), ("y", "<script>.jpg")):
        AssetName.objects.create(asset=asset, folder=folder, filename=name)
    assert as_alice.get(f"/api/assets/{asset.id}").json()["other_filenames"] == ["<script>.jpg", "b.jpg"]


def test_only_shown_tags_are_told_best_first_and_each_name_once(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice)
    make_tag(asset, "sea", score=0.5)
    make_tag(asset, "beach", score=0.8)
    make_tag(asset, "beach", score=0.9, source="other@1", kind="object")
    make_tag(asset, "sand", score=0.99, is_shown=False)
    make_tag(asset, "holiday", score=0.1, source="user", kind="user")
    tags = as_alice.get(f"/api/assets/{asset.id}").json()["tags"]
    assert [(tag["name"], tag["score"], tag["by"], tag["kind"]) for tag in tags] == [
        ("holiday", 0.1, "user", "user"), ("beach", 0.9, "machine", "object"), ("sea", 0.5, "machine", "label"),
    ]  # fmt: skip


def test_looks_are_told_only_after_a_yes_and_only_when_sure(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice)
    make_face(asset, expression={"happy": 0.71, "sad": 0.2})
    make_face(asset, expression={"angry": 0.69})
    assert as_alice.get(f"/api/assets/{asset.id}").json()["looks"] == []
    User.objects.filter(pk=alice.pk).update(faces_enabled=True, expressions_enabled=True)
    assert as_alice.get(f"/api/assets/{asset.id}").json()["looks"] == ["looks joyful"]


def test_faces_are_boxed_always_and_recognised_only_after_a_yes(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice)
    make_face(asset, recognised=True)
    found = as_alice.get(f"/api/assets/{asset.id}").json()
    assert found["faces"][0]["box"] == [0.1, 0.2, 0.3, 0.4]
    assert found["faces_recognised"] is False
    User.objects.filter(pk=alice.pk).update(faces_enabled=True)
    assert as_alice.get(f"/api/assets/{asset.id}").json()["faces_recognised"] is True


def test_a_failed_asset_says_why(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, state="failed", renditions_version=0)
    StepRun.objects.create(asset=asset, step="metadata", version=1, status=StepStatus.DONE)
    StepRun.objects.create(
        asset=asset, step="renditions", version=1, status=StepStatus.FAILED, code="corrupt_image",
        message="The file is damaged.", is_permanent=True,
    )  # fmt: skip
    found = as_alice.get(f"/api/assets/{asset.id}").json()
    assert found["state_reason"] == {"code": "corrupt_image", "message": "The file is damaged.", "permanent": True}
    assert (found["urls"]["tile"], found["urls"]["preview"]) == (None, None)


def test_the_camera_the_place_and_the_alt_text(as_alice: Browser, alice: User) -> None:
    asset = make_asset(
        alice, camera_make="Canon", camera_model="EOS", f_number=2.8, exposure_s=0.004, iso=100, focal_length_mm=50.0,
        latitude=38.7, longitude=-9.1, city="Lisbon", country="Portugal", country_code="PT",
    )  # fmt: skip
    make_tag(asset, "beach")
    found = as_alice.get(f"/api/assets/{asset.id}").json()
    assert found["camera"]["f_number"] == 2.8
    assert found["place"]["city"] == "Lisbon"
    assert found["place"]["source"] == "gps"
    assert found["alt"] == "Beach, Lisbon, 4 July 2024"


def test_something_in_the_trash_says_when_it_goes(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, trashed_at=datetime(2025, 3, 1, tzinfo=UTC))
    found = as_alice.get(f"/api/assets/{asset.id}").json()
    assert (found["is_trashed"], found["delete_at"]) == (True, "2025-03-31T00:00:00Z")


def test_an_edit_changes_what_was_sent_and_nothing_else(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, rating=3, description="before")
    found = as_alice.patch(f"/api/assets/{asset.id}", {"is_favourite": True}).json()
    assert (found["is_favourite"], found["rating"], found["description"]) == (True, 3, "before")
    found = as_alice.patch(f"/api/assets/{asset.id}", {"rating": None, "description": "<b>x</b>\r\ny\u0007"}).json()
    assert (found["rating"], found["description"], found["is_favourite"]) == (None, "<b>x</b>\ny", True)


def test_a_new_description_is_searchable_in_the_same_moment(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice)
    as_alice.patch(f"/api/assets/{asset.id}", {"description": "grandmother's birthday"})
    assert "birthday" in str(AssetWords.objects.get(asset=asset).words)


@pytest.mark.parametrize("body", [{"rating": 6}, {"rating": -2}, {"rating": "x"}, {"description": "x" * 20_001}])
def test_values_out_of_bounds_are_refused(as_alice: Browser, alice: User, body: object) -> None:
    asset = make_asset(alice, rating=3)
    answer = as_alice.patch(f"/api/assets/{asset.id}", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "fields_invalid")
    asset.refresh_from_db()
    assert asset.rating == 3


@pytest.mark.parametrize("rating", [-1, 0, 5])
def test_ratings_run_from_rejected_to_five_stars(as_alice: Browser, alice: User, rating: int) -> None:
    asset = make_asset(alice)
    assert as_alice.patch(f"/api/assets/{asset.id}", {"rating": rating}).json()["rating"] == rating


def test_something_in_the_trash_cannot_be_edited(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, trashed_at=datetime(2025, 3, 1, tzinfo=UTC))
    answer = as_alice.patch(f"/api/assets/{asset.id}", {"is_favourite": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "in_trash")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"5", b"null", b'{"description": "\\ud800"}', b'{"description": "a\\u0000b"}', b"\xff"]
)
def test_an_unreadable_body_is_refused_in_our_shape(as_alice: Browser, alice: User, body: bytes) -> None:
    answer = as_alice.patch(f"/api/assets/{make_asset(alice).id}", body)
    assert answer.status_code in {400, 422}
    assert set(answer.json()) == {"code", "message", "permanent", "details"}


def test_an_id_that_is_none_is_not_a_server_error(as_alice: Browser) -> None:
    assert as_alice.get("/api/assets/not-an-id").status_code in {404, 422}
    assert as_alice.get(f"/api/assets/{uuid.uuid4()}").status_code == 404


def test_the_caption_names_people_and_counts_the_others(as_alice: Browser, alice: User) -> None:
    type(alice).objects.filter(pk=alice.pk).update(faces_enabled=True)
    asset = make_asset(alice, city="Lisbon", person_count=3)
    make_tag(asset, "dog", kind="object", count=1)
    make_face(asset, person=Person.objects.create(owner=alice, name="Anna"))
    make_face(asset, person=Person.objects.create(owner=alice, name="Tom", is_hidden=True))
    found = Browser(type(alice).objects.get(pk=alice.pk)).get(f"/api/assets/{asset.id}").json()
    assert found["caption"] == found["alt"] == "Anna, two others and dog, Lisbon, 4 July 2024"
    as_alice.patch(f"/api/assets/{asset.id}", {"description": "My words"})
    assert as_alice.get(f"/api/assets/{asset.id}").json()["alt"] == "My words"
