"""One supervised process: restarts with growing pauses, gives up with the reason, leaves no grandchild."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photonest.cli import child as child_module
from photonest.cli.child import Child, end_leftovers
from photonest.cli.parts import Part
from photonest.cli.state import started_at_ticks


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[[str], Child]]:
    made: list[Child] = []

    def make(script: str) -> Child:
        child = Child(Part("part", "part", (sys.executable, "-c", script)), os.environ, tmp_path)
        made.append(child)
        return child

    yield make
    for child in made:
        child.kill()


def until(happened: Callable[[], object], patience_s: float = 20.0) -> None:
    deadline = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_dead_process_is_started_again_and_said_so(make: Callable[[str], Child]) -> None:
    child = make("import time; time.sleep(60)")
    child.start()
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    said: list[str] = []
    until(lambda: said.extend(filter(None, [child.tick()])) or (child.pid and child.pid != first))
    assert said == ["The part ended (signal 9); it starts again in 0.5 s."]


def test_it_gives_up_after_five_quick_deaths_with_the_last_line(
    make: Callable[[str], Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "LONGEST_PAUSE_S", 0.01)
    child = make("raise SystemExit('the reason')")
    child.start()
    said: list[str] = []
    until(lambda: said.extend(filter(None, [child.tick()])) or child.is_given_up)
    assert len(said) == 5
    assert said[-1].startswith("The part ended 5 times at once: the reason")
    assert child.tick() is None


def test_a_process_that_lived_long_counts_from_the_start_again(
    make: Callable[[str], Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "QUICK_S", 0.0)
    monkeypatch.setattr(child_module, "LONGEST_PAUSE_S", 0.01)
    child = make("pass")
    child.start()
    said: list[str] = []
    until(lambda: said.extend(filter(None, [child.tick()])) or len(said) > 6)
    assert not child.is_given_up


def test_the_end_of_a_process_is_the_end_of_its_children(make: Callable[[str], Child], tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    child = make(
        "import subprocess, sys, pathlib, time\n"
        "grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(note)!r}).write_text(str(grandchild.pid))\n"
        "time.sleep(60)"
    )
    child.start()
    until(lambda: note.exists() and note.read_text())
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    until(child.has_stopped)
    until(lambda: is_gone(int(note.read_text())))


def test_a_process_that_ignores_sigterm_is_killed(make: Callable[[str], Child], tmp_path: Path) -> None:
    note = tmp_path / "deaf"
    child = make(
        "import signal, pathlib, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"pathlib.Path({str(note)!r}).write_text('x'); time.sleep(60)"
    )
    child.start()
    until(note.exists)
    pid = child.pid
    assert pid is not None
    child.ask_to_stop()
    assert not child.has_stopped()
    child.kill()
    assert is_gone(pid)


def test_a_long_log_is_set_aside_and_begun_anew(
    make: Callable[[str], Child], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(child_module, "LOG_LIMIT_BYTES", 10)
    child = make("pass")
    child.log.write_text("more than ten bytes")
    child.rotate_log()
    assert child.log.read_text() == ""
    assert (tmp_path / "part.log.1").read_text() == "more than ten bytes"


def test_leftovers_are_ended_only_if_they_are_still_the_same_process(make: Callable[[str], Child]) -> None:
    child = make("import time; time.sleep(60)")
    child.start()
    pid = child.pid
    assert pid is not None
    assert end_leftovers({"part": [pid, started_at_ticks(pid) + 1]}) == 0
    assert not is_gone(pid)
    assert end_leftovers({"part": [pid, started_at_ticks(pid)]}) == 1
    until(lambda: is_gone(pid))
