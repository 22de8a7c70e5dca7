"""A large video through the real server: it streams, and the server's memory stays flat."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from tests.factories import PASSWORD, make_stored_asset

from photonest.accounts import services
from photonest.assets.models import Asset
from photonest.storage import keys, media

SIZE = 400 * 1024 * 1024
GROWTH_ALLOWED = 60 * 1024 * 1024


@pytest.fixture
def served(transactional_db: None, own_media: Path, settings: Any) -> Iterator[tuple[str, psutil.Process]]:
    """The real ASGI server on this test's database and folder: its address and its process."""
    database = settings.DATABASES["default"]
    address = (
        f"postgresql://{database['USER']}:{database['PASSWORD']}@/{_test_database_name()}"
        f"?host={database['HOST']}&port={database['PORT'] or 5432}"
    )
    environment = os.environ | {
        "DATABASE_URL": address, "PHOTONEST_DATA": str(settings.PHOTONEST_DATA), "PHOTONEST_SECRET_KEY": "x",
    }  # fmt: skip
    environment.pop("DATABASE_URL_FILE", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "photonest.config.asgi:application", "--port", "0", "--no-access-log"],
        env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if "running on" in line:
                yield line.split("running on ")[1].split(" ")[0], psutil.Process(process.pid)
                break
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


def _test_database_name() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])


@contextmanager
def signed_in(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        client.get("/api/session")
        headers = {"X-CSRFToken": client.cookies["photonest_csrf"]}
        answer = client.post("/api/session", json={"username": "alice", "password": PASSWORD}, headers=headers)
        assert answer.status_code == 200, answer.text
        yield client


def large_film() -> Asset:
    """A sparse file of 400 MB under the content address of some bytes; only its size matters here."""
    alice = services.create_user("alice", PASSWORD)
    asset = make_stored_asset(alice, b"film", kind="video", mime="video/mp4", filename="film.mp4")
    with media.path(keys.original(bytes(asset.sha256))).open("r+b") as file:
        file.truncate(SIZE)
    return asset


def test_a_large_video_streams_with_flat_memory(served: tuple[str, psutil.Process]) -> None:
    address, process = served
    asset = large_film()
    with signed_in(address) as client:
        before = process.memory_info().rss
        most, received = before, 0
        with client.stream("GET", f"/media/{asset.id}/video") as answer:
            assert answer.headers["content-length"] == str(SIZE)
            for number, chunk in enumerate(answer.iter_raw()):
                received += len(chunk)
                if number % 200 == 0:
                    most = max(most, process.memory_info().rss)
        assert received == SIZE
        assert most - before < GROWTH_ALLOWED, f"grew by {(most - before) >> 20} MB"


def test_the_server_answers_others_while_a_slow_reader_holds_a_video(served: tuple[str, psutil.Process]) -> None:
    address, process = served
    asset = large_film()
    with signed_in(address) as client, client.stream("GET", f"/media/{asset.id}/video") as slow:
        next(slow.iter_raw())
        begun = time.monotonic()
        assert httpx.get(f"{address}/livez", timeout=10, trust_env=False).status_code == 200
        assert time.monotonic() - begun < 5
    # The reader went away in the middle: the file must be closed, not kept until the process ends.
    deadline = time.monotonic() + 10
    while [file for file in process.open_files() if "originals" in file.path]:
        assert time.monotonic() < deadline, "the video is still open"


def test_a_body_larger_than_the_limit_is_refused_before_it_is_kept(served: tuple[str, psutil.Process]) -> None:
    address, _ = served

    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x" * 100_000

    with httpx.Client(base_url=address, trust_env=False) as client:
        announced = client.post("/api/session", content=b"x" * 5_000_000)
        assert (announced.status_code, announced.json()["code"]) == (413, "body_too_large")
        try:
            chunked = client.post("/api/session", content=endless())
            assert (chunked.status_code, chunked.json()["code"]) == (413, "body_too_large")
        except (httpx.WriteError, httpx.ReadError):
            pass  # the server closed the connection before everything was sent
