"""The data folder: what is made, what is refused, and locks that die with their holder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from photonest.cli import folder as folder_module
from photonest.cli.errors import AlreadyRunning, DataFolderMissing, DiskFull, FolderNotUsable
from photonest.cli.folder import MARKER, Folder
from photonest.cli.state import State, read_state, secret


@pytest.fixture(autouse=True)
def own_record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_what_is_made_is_closed_to_others(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "data")
    folder.prepare()
    for inner in (folder.run, folder.logs, folder.journals):
        assert inner.stat().st_mode & 0o077 == 0
    assert folder.path.stat().st_mode & 0o066 == 0


def test_the_mark_stays_the_same(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "data")
    folder.prepare()
    first = (folder.path / MARKER).read_text()
    folder.prepare()
    assert (folder.path / MARKER).read_text() == first


def test_a_file_in_its_place_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(FolderNotUsable, match="PHOTONEST_DATA"):
        Folder(tmp_path / "data").prepare()


def test_a_folder_that_may_not_be_written_is_a_sentence(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    tmp_path.chmod(0o755)
    locked.chmod(0o555)
    script = (
        "import sys; from pathlib import Path; from photonest.cli.folder import Folder\n"
        "from photonest.cli.errors import FolderNotUsable\n"
        "import os\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try: Folder(Path(sys.argv[1])).prepare()\n"
        "except FolderNotUsable as problem: print(problem.message)\n"
    )
    for parent in tmp_path.parents:  # root's temporary folders are closed to the user we become
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    done = subprocess.run(
        [sys.executable, "-c", script, locked / "data"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_STATE_HOME": "/nonexistent"},
    )
    assert "cannot be written (Permission denied)" in done.stdout, done.stderr


def test_a_full_disk_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(folder_module, "MIN_FREE_BYTES", 1 << 60)
    with pytest.raises(DiskFull, match="Free some space"):
        Folder(tmp_path / "data").prepare()


def test_a_folder_whose_disk_is_not_mounted_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    data = tmp_path / "disk" / "PhotoNest"
    record = tmp_path / "state" / "photonest" / "disks.json"
    record.parent.mkdir(parents=True)
    record.write_text(json.dumps({str(data): str(tmp_path / "disk")}))  # it was a mount point then, now it is not
    with pytest.raises(DataFolderMissing, match="not mounted"):
        Folder(data).prepare()
    assert not data.exists()


def test_a_disk_of_its_own_is_remembered_and_the_root_disk_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(folder_module, "_disk_of", lambda _path: str(tmp_path))
    Folder(tmp_path / "far").prepare()
    record = json.loads((tmp_path / "state" / "photonest" / "disks.json").read_text())
    assert record == {str(tmp_path / "far"): str(tmp_path)}
    monkeypatch.setattr(folder_module, "_disk_of", lambda _path: "/")
    Folder(tmp_path / "near").prepare()
    assert str(tmp_path / "near") not in json.loads((tmp_path / "state" / "photonest" / "disks.json").read_text())


def test_a_lock_keeps_a_second_one_out_and_goes_with_its_holder(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "data")
    folder.prepare()
    with folder.lock("up"):
        with pytest.raises(AlreadyRunning), folder.lock("up", patience_s=0):
            pass
        assert folder.is_locked("up")
    assert not folder.is_locked("up")


def test_shared_users_do_not_keep_each_other_out(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "data")
    folder.prepare()
    with folder.lock("users", shared=True), folder.lock("users", shared=True, patience_s=0):
        assert folder.is_locked("users")
    assert not folder.is_locked("users")


def test_secrets_stay_and_differ_and_are_private(tmp_path: Path) -> None:
    first = secret(tmp_path, "one")
    assert secret(tmp_path, "one") == first
    assert secret(tmp_path, "two") != first
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_damaged_secrets_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{half")
    assert secret(tmp_path, "one") == secret(tmp_path, "one")


def test_a_state_that_cannot_be_read_is_no_state(tmp_path: Path) -> None:
    assert read_state(tmp_path) is None
    (tmp_path / "state.json").write_text('{"pid": 1}')
    assert read_state(tmp_path) is None
    State(1, "0", 8000, "", "", "").write(tmp_path)
    assert read_state(tmp_path) is not None
    assert (tmp_path / "state.json").stat().st_mode & 0o777 == 0o600
