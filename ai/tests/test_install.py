"""Installing: hashes count, nothing half-done is ever visible, and a second time costs nothing."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from photonest_ai.runtime.cards import folder_of, read_card
from photonest_ai.runtime.catalogue import Archive, Catalogue, Member, ModelEntry
from photonest_ai.weights import __main__ as command
from photonest_ai.weights import archives
from photonest_ai.weights.install import Installer

CONTENT = b"weights of a very small net"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class World:
    """A catalogue of one package whose archive lies in the cache already."""

    def __init__(self, folder: Path, *, member_sha: str | None = None) -> None:
        wheel = folder / "tiny-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as box:
            box.writestr("tiny/model.onnx", CONTENT)
        data = wheel.read_bytes()
        self.archive = Archive("tiny", "pip", "tiny", "1.0", wheel.name, sha(data), len(data))
        member = Member("tiny", "tiny/model.onnx", member_sha or sha(CONTENT))
        self.entry = ModelEntry(
            id="tiny", version="1", task="t", role="r", converter="as_is", converter_version=1, outputs=("model.onnx",),
            licence_code="MIT", licence_weights="MIT", notice="n", members=(member,), needs=(), tables=(),
        )  # fmt: skip
        self.book = Catalogue({"tiny": self.archive}, {"tiny": self.entry})
        self.cache, self.root = folder / "cache", folder / "models"
        self.lines: list[str] = []
        self.wheel = wheel

    def installer(self, root: Path | None = None) -> Installer:
        return Installer(root or self.root, cache=self.cache, say=self.lines.append, book=self.book)

    def fill_cache(self) -> None:
        path = archives.ArchiveCache(self.cache).path(self.archive)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.wheel.read_bytes())


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.fill_cache()
    return made


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every client call fails as it does without a network."""

    def failed(group: list[Archive], folder: object) -> list[str]:
        return [sys.executable, "-c", "import sys; sys.exit('ERROR: no network')"]

    monkeypatch.setattr(archives, "pip_command", failed)
    monkeypatch.setattr(archives, "npm_command", failed)


def test_a_model_arrives_with_its_card(world: World) -> None:
    report = world.installer().install()
    assert (report.installed, report.failed) == (["tiny@1"], {})
    folder = folder_of(world.root, world.entry)
    assert (folder / "model.onnx").read_bytes() == CONTENT
    card = read_card(folder)
    assert card is not None
    assert (card.files["model.onnx"].sha256, card.source) == (sha(CONTENT), "pip tiny 1.0")


def test_the_second_time_nothing_is_done(world: World, no_network: None) -> None:
    world.installer().install()
    world.lines.clear()
    report = world.installer().install()
    assert (report.present, report.installed, world.lines) == (["tiny@1"], [], [])


def test_a_second_folder_needs_no_network_and_no_archive(world: World, no_network: None, tmp_path: Path) -> None:
    world.installer().install()
    archives.ArchiveCache(world.cache).path(world.archive).unlink()
    report = world.installer(tmp_path / "other").install()
    assert report.installed == ["tiny@1"]
    assert (folder_of(tmp_path / "other", world.entry) / "model.onnx").read_bytes() == CONTENT


def test_without_a_network_the_missing_file_is_named(tmp_path: Path, no_network: None) -> None:
    world = World(tmp_path)
    report = world.installer().install()
    assert "tiny-1.0-py3-none-any.whl" in report.failed["tiny"]
    assert "no network" in report.failed["tiny"]
    assert not world.root.exists() or not list(world.root.rglob("*"))


def test_an_archive_with_another_hash_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path)
    changed = world.wheel.read_bytes()[:-1] + b"!"

    def poisoned(group: list[Archive], folder: Path) -> list[str]:
        (Path(folder) / group[0].file).write_bytes(changed)
        return [sys.executable, "-c", ""]

    monkeypatch.setattr(archives, "pip_command", poisoned)
    report = world.installer().install()
    assert "another SHA-256" in report.failed["tiny"]
    assert not archives.ArchiveCache(world.cache).path(world.archive).exists()


def test_a_member_with_another_hash_is_refused(tmp_path: Path) -> None:
    world = World(tmp_path, member_sha="0" * 64)
    world.fill_cache()
    assert "another SHA-256" in world.installer().install().failed["tiny"]
    assert read_card(folder_of(world.root, world.entry)) is None


def test_a_damaged_model_is_installed_again(world: World) -> None:
    world.installer().install()
    path = folder_of(world.root, world.entry) / "model.onnx"
    path.unlink()
    path.write_bytes(b"short")
    assert read_card(path.parent) is None
    assert world.installer().install().installed == ["tiny@1"]
    assert path.read_bytes() == CONTENT


def test_a_damaged_cache_is_built_again(world: World, tmp_path: Path) -> None:
    world.installer().install()
    (cached,) = (world.cache / "models").glob("tiny-*/model.onnx")
    cached.unlink()
    cached.write_bytes(CONTENT[:-1] + b"?")
    world.installer(tmp_path / "other").install()
    assert (folder_of(tmp_path / "other", world.entry) / "model.onnx").read_bytes() == CONTENT


def test_leftovers_of_a_killed_installation_do_no_harm(world: World) -> None:
    folder = folder_of(world.root, world.entry)
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(CONTENT[:3])
    (world.cache / "models" / ".build-tiny-x").mkdir(parents=True)
    assert world.installer().install().failed == {}
    assert (folder / "model.onnx").read_bytes() == CONTENT


def test_a_folder_that_cannot_be_written_is_a_sentence(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    blocked = world.root.parent / "a-file"
    blocked.write_text("not a folder")
    assert command.run_install(blocked / "models", None, as_json=False) == 1
    assert "could not be installed" in capsys.readouterr().err


def test_list_says_what_is_missing_and_exits_with_one(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "photonest_ai.weights", "list", str(tmp_path), "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 1
    assert {row["state"] for row in json.loads(found.stdout)} == {"missing"}


def test_an_unknown_model_is_refused_with_the_known_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["install", str(tmp_path), "--only", "ghost"]) == 1
    assert "yunet" in capsys.readouterr().err
