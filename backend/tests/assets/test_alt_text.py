"""The automatic text for those who hear a picture."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from photonest.assets.alt_text import alt_text

AT = datetime(2024, 7, 4, tzinfo=UTC)


def test_it_says_what_how_many_faces_where_and_when() -> None:
    assert alt_text(
        is_video=False, tags=["beach", "sea", "sand", "sky"], face_count=2, place="Lisbon", local_at=AT
    ) == ("Photo: beach, sea, sand; 2 faces; Lisbon; 4 July 2024")


def test_ones_own_words_win() -> None:
    assert alt_text(is_video=False, description="Our first swim\nof the year", tags=["beach"]) == "Our first swim"


def test_a_photo_of_which_nothing_is_known_is_called_by_its_name() -> None:
    assert alt_text(is_video=True, filename="MOV_1.mp4", local_at=AT) == "Video: MOV_1.mp4; 4 July 2024"
    assert alt_text(is_video=False) == "Photo"


def test_one_face_is_one_face() -> None:
    assert alt_text(is_video=False, tags=["dog"], face_count=1) == "Photo: dog; 1 face"


@given(description=st.text(), tags=st.lists(st.text()), faces=st.integers(0, 9), place=st.text(), name=st.text())
def test_there_is_always_a_text(description: str, tags: list[str], faces: int, place: str, name: str) -> None:
    text = alt_text(is_video=False, description=description, tags=tags, face_count=faces, place=place, filename=name)
    assert text.strip()
