"""A whole PhotoNest on a folder of its own for a benchmark: started, asked for its processes, filled, stopped."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.harness import ROOT, say

MODELS = Path(os.environ.get("PHOTONEST_MODELS") or ROOT / ".cache" / "models")
READY = re.compile(rb"PhotoNest is ready at http://127\.0\.0\.1:(\d+)")
PASSWORD = "measured and thrown away"


@dataclass
class System:
    """A data folder; `ready_s` is the wall time from the start of the command to the line that says ready."""

    data: Path
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    ready_s: float = 0.0
    port: int = 0
    _output: Path = field(default_factory=Path)

    def start(self, command: list[str] | None = None) -> float:
        """Start and wait for the ready line; returns the seconds that took. Raises `RuntimeError`."""
        self._output = self.data.parent / "up.log"
        with self._output.open("wb") as output:
            began = time.monotonic()
            self.process = subprocess.Popen(
                command or [sys.executable, "-m", "photonest.cli", "up", "--port", "0"],
                cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        while not (found := READY.search(self._output.read_bytes())):
            if self.process.poll() is not None or time.monotonic() - began > 120:
                raise RuntimeError(f"PhotoNest did not start:\n{self._output.read_text()}")
            time.sleep(0.005)
        self.ready_s, self.port = time.monotonic() - began, int(found[1])
        return self.ready_s

    def stop(self) -> None:
        self.call("stop")
        if self.process is not None:
            self.process.wait(60)
            self.process = None

    def call(self, *words: str, stdin: str = "") -> str:
        """Run one command; raises `RuntimeError` with its words when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "photonest.cli", *words],
            env=self.env, cwd=ROOT, input=stdin, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(f"photonest {words[0]}: {done.stderr}")
        return done.stdout

    def processes(self) -> dict[str, list[int]]:
        """Part -> its processes: ``web``, ``worker``, ``ai``, ``database``, ``supervisor``."""
        if self.process is None:
            return {}
        top = psutil.Process(self.process.pid)
        named: dict[str, list[int]] = {"supervisor": [top.pid]}
        for child in top.children():
            words = " ".join(child.cmdline())
            part = next((name for sign, name in SIGNS.items() if sign in words), "supervisor")
            named.setdefault(part, []).extend([child.pid, *(each.pid for each in child.children(recursive=True))])
        return named


SIGNS = {"photonest.cli.web": "web", "photonest.jobs.worker": "worker", "photonest_ai": "ai", "postgres": "database"}


def pss_mb(pids: list[int]) -> float:
    """Proportional set size, MB (1e6 bytes): memory of the processes, shared pages divided among their users."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total / 1e6


@contextmanager
def system(**more: str) -> Iterator[System]:
    """An empty PhotoNest with one account ("measured"), stopped at the end."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PHOTONEST_", "DATABASE_URL"))}
    with tempfile.TemporaryDirectory(prefix="photonest-bench-", ignore_cleanup_errors=True) as ground:
        env: Mapping[str, str] = {
            "PHOTONEST_DATA": str(Path(ground) / "data"),
            "PHOTONEST_MODELS": str(MODELS),
            "XDG_STATE_HOME": str(Path(ground) / "state"),
            "PHOTONEST_PORT": "0",
        }
        made = System(Path(ground) / "data", {**kept, **env, **more})
        made.call("user", "add", "measured", "--password-file", "-", stdin=PASSWORD + "\n")
        try:
            yield made
        finally:
            with suppress(RuntimeError):
                made.stop()


@contextmanager
def floor(folder: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[bytes], float]]]:
    """The least a web application with a database can be: PostgreSQL of the same kind, Django with one view, uvicorn.

    Yields a function that starts it and returns its process and the seconds until its first answer with 200.
    """
    script = Path(__file__).with_name("empty_django.py")
    running: list[subprocess.Popen[bytes]] = []

    def start() -> tuple[subprocess.Popen[bytes], float]:
        began = time.monotonic()
        process = subprocess.Popen([sys.executable, script, folder], stdout=subprocess.PIPE, cwd=ROOT)
        running.append(process)
        assert process.stdout is not None
        if not process.stdout.readline().startswith(b"ready"):
            raise RuntimeError("the empty project did not start")
        return process, time.monotonic() - began

    try:
        yield start
    finally:
        for process in running:
            process.terminate()
            process.wait(30)
            if process.stdout is not None:
                process.stdout.close()
        say("floor stopped")
