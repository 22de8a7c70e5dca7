"""Fixtures for tests of the command line."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photonest.cli.postmaster import read_postmaster

sys.path.insert(0, str(Path(__file__).parent))
from cli_ground import Running, photonest


@pytest.fixture(scope="session")
def prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after its first start: making one takes seconds, copying it does not."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    done = photonest(folder, "user", "list")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def data(prepared_folder: Path, tmp_path: Path) -> Path:
    """A data folder of this test, stopped, with tables and without accounts."""
    subprocess.run(["cp", "-a", prepared_folder, tmp_path / "data"], check=True)
    return tmp_path / "data"


@pytest.fixture
def start(data: Path) -> Iterator[Callable[..., Running]]:
    """Start `photonest up` on the folder of this test; everything it leaves is ended afterwards."""
    started: list[Running] = []

    def start(data: Path = data, **more: str) -> Running:
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
