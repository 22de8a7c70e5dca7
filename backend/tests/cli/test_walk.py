"""Which files an import means, what its journal remembers, and what its progress line says."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

import pytest

from photonest.cli.journal import Journal
from photonest.cli.progress import estimate
from photonest.cli.walk import Found, Unreadable, find_files


def names(top: Path, **options: object) -> list[str]:
    found = find_files([top], **options)  # type: ignore[arg-type]
    return [f"{entry.folder}/{entry.path.name}" for entry in found if isinstance(entry, Found)]


def touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")


def test_everything_below_is_found_with_its_folder_a_photo_before_its_sidecar(tmp_path: Path) -> None:
    for name in ("b/IMG.xmp", "b/IMG.jpg", "b/IMG.jpg.xmp", "a.jpg"):
        touch(tmp_path / "top" / name)
    assert names(tmp_path / "top") == ["top/a.jpg", "top/b/IMG.jpg", "top/b/IMG.jpg.xmp", "top/b/IMG.xmp"]


def test_hidden_and_excluded_stay_out(tmp_path: Path) -> None:
    for name in (".x/a.jpg", "b/.c.jpg", "b/d.mov", "Trash/e.jpg", "f.jpg"):
        touch(tmp_path / "top" / name)
    assert names(tmp_path / "top", exclude=["*.mov", "Trash"]) == ["top/f.jpg"]
    assert len(names(tmp_path / "top", hidden=True)) == 5


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    touch(tmp_path / "top" / "a.jpg")
    (tmp_path / "top" / "again").symlink_to(tmp_path / "top")
    assert names(tmp_path / "top") == ["top/a.jpg"]


def test_our_own_data_is_never_imported(tmp_path: Path) -> None:
    touch(tmp_path / "top" / "PhotoNest" / "originals" / "x")
    touch(tmp_path / "top" / "a.jpg")
    assert names(tmp_path / "top", never=[tmp_path / "top" / "PhotoNest"]) == ["top/a.jpg"]


def test_what_is_no_file_is_named_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling.jpg").symlink_to(tmp_path / "gone")
    troubles = [entry for entry in find_files([tmp_path]) if isinstance(entry, Unreadable)]
    assert {trouble.path.name for trouble in troubles} == {"pipe", "dangling.jpg"}


def test_the_journal_knows_a_file_until_it_changes(tmp_path: Path) -> None:
    journal = Journal(tmp_path, uuid.UUID(int=1))
    found = Found(tmp_path / "a.jpg", "x", 10, 5)
    assert journal.sent(found) is None
    journal.note(found, b"h" * 32, "stored", uuid.UUID(int=2))
    assert journal.sent(found) == b"h" * 32
    assert journal.sent(Found(found.path, "x", 11, 5)) is None
    assert journal.sent(Found(found.path, "x", 10, 6)) is None
    journal.close()


def test_a_name_that_is_no_utf8_and_a_damaged_journal_are_survived(tmp_path: Path) -> None:
    (tmp_path / f"import-{uuid.UUID(int=1)}.sqlite").write_bytes(b"no database at all, but long enough to be read")
    journal = Journal(tmp_path, uuid.UUID(int=1))
    found = Found(Path(os.fsdecode(b"/photos/\xff\xfe.jpg")), "x", 1, 1)
    journal.note(found, b"h" * 32, "stored", None)
    assert journal.sent(found) == b"h" * 32
    journal.close()


@pytest.mark.parametrize(
    ("done", "left", "seconds", "said"),
    [
        (5, 95, 2.0, None),  # too little to tell
        (20, 0, 10.0, None),
        (100, 900, 100.0, "about 13-19 min left"),
        (100, 40, 100.0, "about a minute left"),
        (100, 36_000, 100.0, "about 8-12 h left"),
    ],
)
def test_the_time_left_is_a_range_and_only_said_when_known(
    done: int, left: int, seconds: float, said: str | None
) -> None:
    rate, words = estimate(done, left, seconds)
    assert rate == pytest.approx(done / seconds)
    assert words == said
