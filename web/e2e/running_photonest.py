"""A whole PhotoNest of its own for the walks: real database, web server, AI service, worker and weights."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from photonest.cli.state import State, read_state

ROOT = Path(__file__).resolve().parents[2]
READY = re.compile(r"PhotoNest is ready at (http://127\.0\.0\.1:\d+)(?:/\?setup=(\S+))?$", re.MULTILINE)
READY_S = 120.0


class RunningPhotoNest:
    """`photonest up` on a free port and a data folder of its own; `stop` leaves nothing behind."""

    def __init__(self) -> None:
        self._ground = Path(tempfile.mkdtemp(prefix="photonest-walks-"))
        self._ground.chmod(0o711)  # PostgreSQL may run as another user, who must be able to pass
        self.data = self._ground / "data"
        self._log = self._ground / "up.log"
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "photonest.cli", "up", "--port", "0"],
                env=self._environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        try:
            until(lambda: READY.search(self.said()) or self._process.poll() is not None, READY_S)
            found = READY.search(self.said())
            assert found, f"photonest up did not become ready:\n{self.said()}"
        except BaseException:
            self.stop()
            raise
        self.url: str = found.group(1)
        self.setup_token: str = found.group(2) or ""
        self.link: str = found.group(0).removeprefix("PhotoNest is ready at ")

    def said(self) -> str:
        """Everything that was printed so far."""
        return self._log.read_text(errors="replace")

    def state(self) -> State:
        """Processes and addresses, as the supervisor notes them."""
        state = read_state(self.data / "run")
        assert state is not None, self.said()
        return state

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database answers; changes are committed."""
        with psycopg.connect(self.state().database_url) as connection:
            cursor = connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def stop(self) -> None:
        """Asked to stop as by Ctrl-C, killed if it does not."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        shutil.rmtree(self._ground, ignore_errors=True)

    def _environment(self) -> dict[str, str]:
        """Nothing of the person who runs the tests, except where the built web app lies."""
        kept = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("PHOTONEST_", "DATABASE_URL", "DJANGO_")) or name == "PHOTONEST_WEB_DIST"
        }  # fmt: skip
        return kept | {
            "PHOTONEST_DATA": str(self.data),
            "PHOTONEST_MODELS": str(installed_models()),
            "XDG_STATE_HOME": str(self._ground / "state"),
        }


def installed_models() -> Path:
    """The folder with the real weights, filled if it is not; the same as all other suites use."""
    folder = Path(os.environ.get("PHOTONEST_TEST_MODELS") or ROOT / ".cache" / "models")
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "photonest_ai.weights", "install", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def until(happened: Callable[[], object], patience_s: float = 60.0, what: str = "it") -> None:
    """Wait for something real outside the browser; fails when it does not come."""
    deadline = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < deadline, f"{what} did not happen within {patience_s:.0f} s"
        time.sleep(0.05)
