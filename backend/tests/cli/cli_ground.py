"""What tests of the command line stand on: a real `photonest up` in a process of its own, and real commands."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from photonest.cli.folder import Folder

READY = re.compile(r"PhotoNest is ready at http://127\.0\.0\.1:(\d+)(/\?setup=\S+)?$", re.MULTILINE)


def photonest_environment(data: Path, **more: str) -> dict[str, str]:
    """Nothing of the test's own database or settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PHOTONEST_", "DATABASE_URL"))}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"PHOTONEST_DATA": str(data), "XDG_STATE_HOME": str(data.parent / "state"), **more}


def photonest(data: Path, *words: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "photonest.cli", *words],
        env=photonest_environment(data, **more),
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


class Running:
    """A started `photonest up`."""

    def __init__(self, data: Path, **more: str) -> None:
        self.data = data
        self.folder = Folder(data)
        data.parent.mkdir(parents=True, exist_ok=True)
        self.output = data.parent / f"up-{time.monotonic_ns()}.log"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "photonest.cli", "up", "--port", "0"],
                env=photonest_environment(data, **more),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text()

    def wait_until_ready(self) -> int:
        until(lambda: READY.search(self.said()) or self.process.poll() is not None, 120)
        found = READY.search(self.said())
        assert found, self.said()
        return int(found.group(1))

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)


def until(happened: Callable[[], object], patience_s: float = 60.0) -> None:
    """Wait for something real; fails when it does not come."""
    deadline = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def processes_of(data: Path) -> dict[int, str]:
    """Live processes that were told about this data folder, by their environment or their arguments."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes()
            told = (process / "environ").read_bytes() + words
            dead = (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except OSError:
            continue
        if os.fsencode(data) in told and not dead and int(process.name) != os.getpid():
            found[int(process.name)] = words.replace(b"\0", b" ").decode("utf-8", "replace")
    return found
