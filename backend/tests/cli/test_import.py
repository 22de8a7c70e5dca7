"""`photonest import` as a person uses it: folders, again, interrupted, with bad files, until all is searchable."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from cli_ground import photonest, photonest_environment, processes_of, until
from PIL import Image

from photonest.ai.fake_server import serve_fake

pytestmark = pytest.mark.slow

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>'
)


@pytest.fixture
def ai_url() -> Iterator[str]:
    """The fake AI over real HTTP: seeing is not what is tested here."""
    with serve_fake() as fake:
        yield fake.url


@pytest.fixture
def alice(data: Path) -> str:
    added = photonest(data, "user", "add", "alice", "--password-file", "-", stdin="a long enough secret\n")
    assert added.returncode == 0, added.stderr
    return "alice"


@pytest.fixture
def listens_to_interrupts() -> Iterator[None]:
    """Shells let background jobs ignore Ctrl-C, and children inherit that: these tests may well be such a job."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def make_photo(path: Path, seed: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    Image.fromarray(noise).resize((320, 240)).save(path, quality=90)
    return path


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Four photos, one of them twice, a sidecar, a text, a damaged JPEG, something hidden."""
    folder = tmp_path / "Pictures"
    for number in range(4):
        make_photo(folder / "2024" / f"IMG_{number}.jpg", number)
    make_photo(folder / "again" / "the same.jpg", 0)
    (folder / "2024" / "IMG_1.jpg.xmp").write_text(XMP)
    (folder / "2024" / "notes.txt").write_text("just a note\n")
    (folder / "2024" / "broken.jpg").write_bytes((folder / "2024" / "IMG_2.jpg").read_bytes()[:700])
    make_photo(folder / ".hidden" / "IMG_9.jpg", 9)
    return folder


def test_a_folder_goes_in_once_and_everything_that_did_not_is_listed(
    data: Path, photos: Path, alice: str, ai_url: str
) -> None:
    pretended = photonest(data, "import", str(photos), "--user", alice, "--json", "--dry-run")
    foretold = json.loads(pretended.stdout)
    assert (foretold["imported"], foretold["duplicates"], foretold["dry_run"]) == (5, 1, True)

    first = photonest(data, "import", str(photos), "--user", alice, "--json", PHOTONEST_AI_URL=ai_url)
    result = json.loads(first.stdout)
    assert first.returncode == 1, first.stderr  # the damaged one failed
    assert {name: result[name] for name in ("imported", "duplicates", "sidecars", "unsupported", "failed")} == {
        "imported": 4,
        "duplicates": 1,
        "sidecars": 1,
        "unsupported": 1,
        "failed": 1,
    }
    assert sorted(Path(error["path"]).name for error in result["errors"]) == ["broken.jpg", "notes.txt"]
    assert all(error["reason"].endswith(".") for error in result["errors"])
    assert processes_of(data) == {}

    again = photonest(data, "import", str(photos), "--user", alice, "--json", PHOTONEST_AI_URL=ai_url)
    assert json.loads(again.stdout)["imported"] == 0
    assert json.loads(again.stdout)["duplicates"] == 6


def test_what_is_excluded_stays_out_and_hidden_files_come_when_asked(
    data: Path, photos: Path, alice: str, ai_url: str
) -> None:
    words = ["import", str(photos), "--user", alice, "--json", "--dry-run"]
    done = photonest(data, *words, "--hidden", "--exclude", "2024/*", "--exclude", "again", PHOTONEST_AI_URL=ai_url)
    assert json.loads(done.stdout)["imported"] == 1


@pytest.mark.usefixtures("listens_to_interrupts")
def test_an_import_that_is_interrupted_goes_on_where_it_stopped(
    data: Path, tmp_path: Path, alice: str, ai_url: str
) -> None:
    folder = tmp_path / "many"
    for number in range(60):
        make_photo(folder / f"IMG_{number:03}.jpg", number)
    command = [sys.executable, "-m", "photonest.cli", "import", str(folder), "--user", alice, "--json", "--jobs", "1"]
    environment = photonest_environment(data, PHOTONEST_AI_URL=ai_url)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as importing:
        until(lambda: len([path for path in data.glob("media/originals/*/*/*") if path.is_file()]) > 10, 60)
        importing.send_signal(signal.SIGINT)
        _, said = importing.communicate(timeout=60)
        assert importing.returncode == 130, said
    assert processes_of(data) == {}

    done = photonest(data, "import", str(folder), "--user", alice, "--json", PHOTONEST_AI_URL=ai_url)
    result = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert result["imported"] + result["duplicates"] == 60
    assert 0 < result["duplicates"] < 60
    third = json.loads(photonest(data, "import", str(folder), "--user", alice, "--json", "--dry-run").stdout)
    assert (third["imported"], third["duplicates"]) == (0, 60)


def test_wrong_use_is_named(data: Path, photos: Path, alice: str) -> None:
    nobody = photonest(data, "import", str(photos), "--user", "nobody")
    assert nobody.returncode == 2
    assert "There is no user 'nobody'. There are: alice." in nobody.stderr
    nowhere = photonest(data, "import", str(photos / "nowhere"), "--user", alice)
    assert nowhere.returncode == 2
    assert "does not exist" in nowhere.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_listed_and_the_rest_goes_in(
    data: Path, photos: Path, alice: str, ai_url: str
) -> None:
    (photos / "2024" / "IMG_3.jpg").chmod(0)
    done = photonest(data, "import", str(photos), "--user", alice, "--json", PHOTONEST_AI_URL=ai_url)
    assert any("Permission denied" in error["reason"] for error in json.loads(done.stdout)["errors"])


def test_a_search_finds_by_name_and_says_why(data: Path, photos: Path, alice: str, ai_url: str) -> None:
    photonest(data, "import", str(photos), "--user", alice, "--quiet", PHOTONEST_AI_URL=ai_url)
    done = photonest(data, "search", "IMG_2", "--user", alice, "--limit", "3", "--json", PHOTONEST_AI_URL=ai_url)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer) >= {"query", "hits", "seconds"}
    assert answer["hits"][0]["filename"] == "IMG_2.jpg"
    assert set(answer["hits"][0]) == {"id", "filename", "score", "why"}
    assert answer["hits"][0]["why"]
