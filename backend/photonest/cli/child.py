"""One supervised process: started, watched, restarted with growing pauses, given up after too many quick deaths."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from photonest.cli.need_to_know import seen_by
from photonest.cli.parts import Part
from photonest.cli.process_ties import tie_to_starter
from photonest.cli.state import started_at_ticks

QUICK_S = 10.0
"""A process that lived shorter died quickly: starting it again at once would only heat the room."""
MAX_QUICK_DEATHS = 5
LONGEST_PAUSE_S = 8.0
LOG_LIMIT_BYTES = 5_000_000


class Child:
    """`tick` it every fraction of a second; it says in sentences what happened."""

    def __init__(self, part: Part, environment: Mapping[str, str], logs: Path) -> None:
        self.part = part
        self.log = logs / f"{part.name}.log"
        self.is_given_up = False
        self._environment = seen_by(part.name, environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._quick_deaths = 0
        self._start_again_at = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def identity(self) -> list[int] | None:
        """Process number and start time, for whoever comes after a crash of ours."""
        return [self._process.pid, started_at_ticks(self._process.pid)] if self._process else None

    def start(self) -> None:
        self._started_at = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.part.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=self._environment,
                pass_fds=self.part.pass_fds,
                start_new_session=True,  # a group of its own: Ctrl-C reaches only us, and we can end all of it
                preexec_fn=tie_to_starter(),  # noqa: PLW1509  the supervisor has no threads
            )

    def tick(self) -> str | None:
        """Notice a death, start again when it is time. Returns a sentence when there is something to say."""
        if self.is_given_up:
            return None
        if self._process is None:
            if time.monotonic() >= self._start_again_at:
                self.start()
            return None
        if not _has_ended(self._process):
            return None
        code = self._bury()
        lived = time.monotonic() - self._started_at
        self._quick_deaths = self._quick_deaths + 1 if lived < QUICK_S else 0
        how = f"signal {-code}" if code < 0 else f"code {code}"
        if self._quick_deaths >= MAX_QUICK_DEATHS:
            self.is_given_up = True
            return f"The {self.part.title} ended {MAX_QUICK_DEATHS} times at once: {self.reason()} (more in {self.log})"
        pause = min(LONGEST_PAUSE_S, 0.25 * 2**self._quick_deaths)
        self._start_again_at = time.monotonic() + pause
        return f"The {self.part.title} ended ({how}); it starts again in {pause:.1f} s."

    def reason(self) -> str:
        """The last line it wrote: for a Python program that is the error."""
        try:
            with self.log.open("rb") as log:
                log.seek(max(0, self.log.stat().st_size - 4096))
                lines = [line.strip() for line in log.read().decode("utf-8", "replace").splitlines() if line.strip()]
        except OSError:
            lines = []
        return lines[-1] if lines else "it said nothing"

    def ask_to_stop(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)

    def has_stopped(self) -> bool:
        if self._process is not None and _has_ended(self._process):
            self._bury()
        return self._process is None

    def kill(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def rotate_log(self) -> None:
        """Keep at most two files of five megabytes. The process appends, so emptying its file is safe."""
        with contextlib.suppress(OSError):
            if self.log.stat().st_size > LOG_LIMIT_BYTES:
                shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
                os.truncate(self.log, 0)

    def _bury(self) -> int:
        """End what its group left behind, then read its exit code (in this order: until then the number is ours)."""
        process = self._process
        assert process is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        self._process = None
        return process.wait()


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it is dead, without reaping it."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def end_leftovers(processes: Mapping[str, list[int]]) -> int:
    """Kill what a killed supervisor left: only processes whose start time still matches. Returns how many."""
    ended = 0
    for pid, started_at in processes.values():
        if started_at and started_at_ticks(pid) == started_at:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
                ended += 1
    return ended
