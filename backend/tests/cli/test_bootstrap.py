"""What `make` does before PhotoNest exists: steps are done once, resume, and fail with a sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))
from bootstrap import browser, steps, suites  # noqa: E402  the folder is put on the path one line above


@pytest.fixture
def ground(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "NOTES", tmp_path / ".run")
    return tmp_path


def test_a_step_is_done_once_and_again_when_its_inputs_change(ground: Path) -> None:
    done: list[str] = []
    result = ground / "result"

    def do(made_from: str) -> bool:
        def work() -> None:
            done.append(made_from)
            result.touch()

        return steps.step("a step", made_from, work, is_there=result.exists)

    assert do("one")
    assert not do("one")
    assert do("two")
    result.unlink()
    assert do("two")
    assert done == ["one", "two", "two"]


def test_a_step_that_was_interrupted_is_done_again(ground: Path) -> None:
    result = ground / "result"
    result.touch()

    def fail() -> None:
        raise steps.StepFailed("no")

    with pytest.raises(steps.StepFailed):
        steps.step("a step", "one", fail, is_there=result.exists)
    assert steps.step("a step", "one", lambda: None, is_there=result.exists)


def test_a_fingerprint_follows_names_and_contents_but_not_compiled_files(ground: Path) -> None:
    folder = ground / "src"
    (folder / "__pycache__").mkdir(parents=True)
    (folder / "a.py").write_text("1")
    before = steps.fingerprint(folder)
    (folder / "__pycache__" / "a.pyc").write_text("compiled")
    assert steps.fingerprint(folder) == before
    (folder / "a.py").write_text("2")
    changed = steps.fingerprint(folder)
    assert changed != before
    (folder / "a.py").rename(folder / "b.py")
    assert steps.fingerprint(folder) not in {before, changed}


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("error: dns error: failed to lookup address", "The network is needed once for this"),
        ("npm error code EAI_AGAIN", "it goes on from here"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("invalid peer certificate: UnknownIssuer", "certificate that this machine does not trust"),
        ("EACCES: permission denied, mkdir", "No permission to write here"),
        ("Could not resolve './missing' from src/main.tsx\nbuild error: the reason", "build error: the reason"),
        ("", "it said nothing"),
    ],
)
def test_what_a_failed_program_says_becomes_a_sentence(output: str, sentence: str, tmp_path: Path) -> None:
    assert sentence in steps.sentence("packages", output, tmp_path / "log")


def test_without_a_python_that_fits_make_says_what_to_install(tmp_path: Path) -> None:
    old = tmp_path / "bin" / "python3"
    old.parent.mkdir()
    # An old Python: the question for its version is answered with no, the file that explains is run.
    old.write_text(f'#!/bin/sh\ncase "$1" in -c) exit 1;; esac\nexec {sys.executable} "$@"\n')
    old.chmod(0o755)
    for tool in ("make", "sh", "env", "awk"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or "/bin/false")
    done = subprocess.run(
        [str(tmp_path / "bin" / "make"), "-C", ROOT, "up"],
        env={"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "run the same command again" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_the_file_that_explains_can_be_read_by_old_pythons() -> None:
    source = (ROOT / "bootstrap" / "unsuitable.py").read_text()
    assert 'f"' not in source
    assert "import annotations" not in source


def test_make_help_names_every_target() -> None:
    done = subprocess.run(["make", "-C", ROOT, "help"], capture_output=True, text=True, check=True)
    targets = [line.split(":")[0] for line in (ROOT / "Makefile").read_text().splitlines() if ": ##" in line]
    assert {"up", "test", "check", "bench", "demo", "models", "lock", "clean"} <= set(targets)
    for target in targets:
        assert f"make {target} " in done.stdout


def test_continuous_integration_calls_make_test_and_nothing_else() -> None:
    lines = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if not line.startswith("#")]
    assert lines == ['cd "$(dirname "$0")/.." && exec make test']
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_counts_add_up_and_a_suite_that_cannot_run_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(suites, "NOTES", tmp_path)
    monkeypatch.setattr(suites, "BIN", tmp_path)  # no Python there
    count = suites._pytest({}, [])
    assert (count.passed, count.failed) == (0, 1)
    count.add(suites.Count(3, 0))
    assert (count.passed, count.failed) == (3, 1)


def test_a_chromium_that_does_not_start_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PHOTONEST_CHROMIUM", str(tmp_path / "nothing"))
    with pytest.raises(steps.StepFailed, match="does not start"):
        browser.find_or_install_chromium()
