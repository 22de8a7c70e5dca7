"""Searching painted photos on a real database with the fake AI."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.factories import make_asset, make_tag
from tests.search.conftest import Painted

from photonest.accounts.models import User
from photonest.ai.client import AIClient, client_replaced
from photonest.search import index, listing, meaning, weighing
from photonest.search.services import index_words, search
from photonest.tags.own_tags import store_keywords

pytestmark = pytest.mark.django_db


def _names(viewer: User, text: str, limit: int = 100) -> list[str]:
    return [hit.asset.filename for hit in search(viewer, text, limit).hits]


@pytest.fixture
def album(alice: User, paint: Painted) -> None:
    for name, bands in {
        "blue.png": ["sea"], "sand.png": ["sea", "beach"], "green.png": ["forest"], "pink.png": ["forest", "car"],
        "brown.png": ["dog"], "orange.png": ["sunset", "night"], "nothing.png": [],
    }.items():  # fmt: skip
        paint(alice, *bands, filename=f"IMG_{name}")


@pytest.mark.usefixtures("album")
def test_the_photo_of_what_was_asked_comes_first_and_says_why(alice: User) -> None:
    page = search(alice, "a photo of the ocean")
    assert page.hits[0].asset.filename == "IMG_blue.png"
    assert page.hits[0].why[0].startswith("tag: sea ")
    assert [hit.asset.filename for hit in page.hits[:2]] == ["IMG_blue.png", "IMG_sand.png"]
    assert "IMG_nothing.png" not in {hit.asset.filename for hit in page.hits}
    assert page.understood == {"meaning": "ocean"}
    assert page.looks_like[0] == "sea"
    assert 1 >= page.hits[0].score > page.hits[1].score > 0


@pytest.mark.usefixtures("album")
def test_an_object_is_found_as_a_label_is(alice: User) -> None:
    assert _names(alice, "automobile")[0] == "IMG_pink.png"


@pytest.mark.usefixtures("album")
@pytest.mark.parametrize(
    "text", ["purple elephants on the moon", "xyzzy", "quantum chromodynamics", "snow", "kitten", "!!!", "", '"nobody"']
)
def test_what_is_not_there_is_not_found_and_something_else_is_offered(alice: User, text: str) -> None:
    page = search(alice, text)
    assert page.nothing_found
    assert "forest" in page.suggestions
    assert page.searched == 7


@pytest.mark.usefixtures("album")
def test_a_choice_lets_both_sides_in_says_which_one_held_and_what_no_tag_says(alice: User) -> None:
    made = make_asset(alice, filename="clip.mp4", kind="video")
    index_words(made)
    page = search(alice, "videos or beach")
    assert {hit.asset.filename: hit.why for hit in page.hits}.keys() == {"clip.mp4", "IMG_sand.png"}
    why = {hit.asset.filename: hit.why[0] for hit in page.hits}
    assert why["clip.mp4"] == "type: video"
    assert why["IMG_sand.png"].startswith("tag: beach ")
    assert page.understood == {"either": ["videos or tag beach"]}
    page = search(alice, "videos or quantum chromodynamics")
    assert [hit.asset.filename for hit in page.hits] == ["clip.mp4"]
    assert "No tag says “quantum chromodynamics”" in page.notes[0]
    assert page.every_note[0].startswith("videos or quantum chromodynamics: ")
    assert page.every_note[1:] == page.notes


@pytest.mark.usefixtures("album")
def test_a_date_that_does_not_exist_says_so_and_the_rest_is_found(alice: User) -> None:
    page = search(alice, "sea on 30 February 2024")
    assert page.hits[0].asset.filename == "IMG_blue.png"
    assert page.every_note == ("30 Feb 2024: there is no such date, so nothing was filtered by it.",)


@pytest.mark.usefixtures("fake_ai")
def test_names_places_captions_and_cameras_are_found_with_their_reason(alice: User) -> None:
    asset = make_asset(
        alice, filename="IMG_0412.jpg", city="Lisboa", country="Portugal", description="Grandma's Geburtstag",
        camera_make="Fuji", camera_model="X100V", extra={"keywords": [["Family", "Aña"]]},
    )  # fmt: skip
    store_keywords(asset)
    index_words(asset)
    for text, why in {
        "IMG_0412": "name: IMG_0412.jpg",
        "img_04": "name: IMG_0412.jpg",
        "lisboa": "place: Lisboa",
        "geburtstag": "says: Grandma's Geburtstag",
        "X100V": "camera: Fuji X100V",
        "ana": "says: Family Aña",
        '"family ana"': "says: Family Aña",
    }.items():
        page = search(alice, text)
        assert [hit.asset.pk for hit in page.hits] == [asset.pk], text
        assert why in page.hits[0].why, text
    assert search(alice, '"ana family"').nothing_found
    assert search(alice, "the").nothing_found


@pytest.mark.usefixtures("album")
def test_a_place_and_a_meaning_together_put_the_photo_that_has_both_first(alice: User, paint: Painted) -> None:
    paint(alice, "sea", city="Lisbon", filename="both.png")
    assert _names(alice, "sea in Lisbon")[0] == "both.png"


@pytest.mark.usefixtures("album")
def test_a_phrase_must_stand_and_the_meaning_only_ranks(alice: User, paint: Painted) -> None:
    paint(alice, "forest", description="happy birthday to you", filename="a.png")
    paint(alice, "sea", title="Happy Birthday", filename="b.png")
    assert _names(alice, 'sea "happy birthday"') == ["b.png", "a.png"]


@pytest.mark.usefixtures("fake_ai")
def test_a_tag_that_a_person_made_is_found_by_its_name(alice: User) -> None:
    asset = make_asset(alice, filename="x.jpg")
    make_tag(asset, "grandma", kind="user", source="user", score=1.0)
    assert search(alice, "grandma").hits[0].why == ("tag: grandma 1.00",)
    assert search(alice, "grandma at home").hits[0].asset == asset
    assert search(alice, "grandma riding red elephants").nothing_found


@pytest.mark.usefixtures("album")
def test_without_the_ai_service_names_and_tags_still_work_and_the_page_says_so(alice: User) -> None:
    meaning.forget()
    with client_replaced(AIClient("http://127.0.0.1:1", pause=lambda _seconds: None)):
        page = search(alice, "sea")
        assert page.hits[0].asset.filename == "IMG_blue.png"
        assert "not available right now" in page.notes[0]
        assert _names(alice, "IMG_green") == ["IMG_green.png"]


@pytest.mark.usefixtures("fake_ai")
def test_before_any_photo_was_analysed_names_are_searched_and_the_page_says_so(alice: User) -> None:
    asset = make_asset(alice, filename="beach.jpg", state="processing")
    index_words(asset)
    page = search(alice, "beach")
    assert [hit.asset for hit in page.hits] == [asset]
    assert "only names and places" in page.notes[0]
    assert (page.searched, page.waiting) == (0, 1)


@pytest.mark.usefixtures("album")
def test_trash_other_people_and_hidden_parts_are_never_found(alice: User, bob: User, paint: Painted) -> None:
    paint(alice, "sea", filename="thrown.png", trashed_at=datetime(2026, 1, 1, tzinfo=UTC))
    still = paint(alice, "sea", filename="still.png")
    paint(alice, "sea", filename="moving.png", kind="video", motion_of=still)
    paint(bob, "sea", filename="bobs.png")
    assert sorted(_names(alice, "sea")[:3]) == ["IMG_blue.png", "IMG_sand.png", "still.png"]
    assert not {"thrown.png", "moving.png", "bobs.png"} & set(_names(alice, "sea"))
    assert _names(bob, "sea") == ["bobs.png"]
    assert [hit.has_motion for hit in search(alice, "sea").hits if hit.asset == still] == [True]


@pytest.mark.usefixtures("fake_ai")
def test_photos_in_the_trash_do_not_push_visible_ones_out(
    alice: User, paint: Painted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "CHUNK", 2)
    monkeypatch.setattr(weighing, "MOST", 2)
    paint(alice, "sea", "sea", "forest", filename="kept.png")
    for _ in range(20):
        paint(alice, "sea", trashed_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert _names(alice, "sea", 1) == ["kept.png"]
    monkeypatch.setattr(index, "FROM_PHOTOS", 0)
    assert _names(alice, "sea", 1) == ["kept.png"]


@pytest.mark.usefixtures("album")
def test_the_limit_is_kept(alice: User) -> None:
    assert len(_names(alice, "sea", 1)) == 1
    assert _names(alice, "sea", 1) == _names(alice, "sea")[:1]


@pytest.mark.usefixtures("album")
def test_the_index_in_memory_finds_what_the_database_finds(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    queries = ["sea", "beach", "a dog", "trees", "dusk over the sea", "car"]
    before = [[(hit.asset.pk, hit.score) for hit in search(alice, text).hits] for text in queries]
    monkeypatch.setattr(index, "FROM_PHOTOS", 0)
    after = [[(hit.asset.pk, hit.score) for hit in search(alice, text).hits] for text in queries]
    assert len(index.shelf) == 1
    assert after == before
    assert all(before)


def test_excluding_a_word_does_not_tell_what_others_call_their_photos(alice: User, bob: User, paint: Painted) -> None:
    make_tag(paint(bob, "sea"), "zaphodia", kind="user", source="user")
    photo = paint(alice, "forest")
    assert [note for note in search(alice, "forest -zaphodia").notes if "zaphodia" in note]
    make_tag(photo, "zaphodia", kind="user", source="user")
    assert not [note for note in search(alice, "forest -zaphodia").notes if "zaphodia" in note]
    # A word that the models can say needs no photo that carries it.
    assert not search(alice, "forest -dog").notes
