"""Fixtures for tests of the command line."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photonest.cli.postmaster import read_postmaster

sys.path.insert(0, str(Path(__file__).parent))
from cli_ground import Running


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start `photonest up` on a folder of this test; everything it leaves is ended afterwards."""
    started: list[Running] = []

    def start(data: Path = tmp_path / "data", **more: str) -> Running:
        started.append(Running(data, **more))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.process.kill()
            running.process.wait()
        postmaster = read_postmaster(running.folder.postgres / "data")
        if postmaster is not None and postmaster.is_alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(postmaster.pid, signal.SIGQUIT)
