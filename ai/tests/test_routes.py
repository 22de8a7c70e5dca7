"""The door of the service: secret, sizes, headers, and searches that never wait behind pictures."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from photonest_ai.main import create_app
from photonest_ai.runtime.store import ModelStore
from photonest_ai.settings import Settings
from photonest_ai.tasks.vectors import to_message
from photonest_contracts.inference import REQUEST_HEADER, SECRET_HEADER, AnalyseRequest, Problem, RawPixels, Task

PIXELS = bytes(range(256)) * 3


def header(width: int = 16, height: int = 16, tasks: tuple[Task, ...] = (Task.QUALITY,)) -> dict[str, str]:
    request = AnalyseRequest(pixels=RawPixels(width_px=width, height_px=height), tasks=tasks)
    return {REQUEST_HEADER: base64.urlsafe_b64encode(request.model_dump_json().encode()).decode()}


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """Settings of a service without a single model."""
    return Settings(models=tmp_path)


@pytest.fixture
def http(empty: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(empty), raise_server_exceptions=False) as client:
        yield client


def problem(answer: Any, status: int) -> Problem:
    assert answer.status_code == status, answer.text
    return Problem.model_validate_json(answer.content)


def test_without_a_model_the_service_is_healthy_and_says_what_is_missing(http: TestClient) -> None:
    assert http.get("/healthz").json()["status"] == "ok"
    found = http.post("/v1/analyse", content=PIXELS, headers=header(tasks=tuple(Task))).json()
    assert set(found["unavailable"]) == set(Task) - {Task.QUALITY, Task.LOOKS}
    assert all("photonest models install" in reason for reason in found["unavailable"].values())
    assert found["quality"] is not None
    assert len(http.get("/v1/vocabulary").json()["tags"]) > 1000
    cards = http.get("/v1/models").json()["models"]
    assert {card["id"] for card in cards if card["state"] != "missing"} == {"looks"}  # rules, no weights
    text = problem(http.post("/v1/embed_text", json={"texts": ["dog"]}), 503)
    assert (text.code, text.permanent) == ("model_missing", False)


def test_only_health_is_open_when_there_is_a_secret(empty: Settings) -> None:
    settings = Settings(models=empty.models, secret="hush")
    with TestClient(create_app(settings)) as client:
        assert client.get("/healthz").status_code == 200
        for given in ({}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: "hush "}, {SECRET_HEADER: ""}):
            assert problem(client.get("/v1/models", headers=given), 401).code == "wrong_secret"
            assert client.post("/v1/analyse", content=PIXELS, headers=header() | given).status_code == 401
            assert client.get("/v1/nothing", headers=given).status_code == 401
        assert client.get("/v1/models", headers={SECRET_HEADER: "hush"}).status_code == 200
        assert client.get("/v1/health", headers={SECRET_HEADER: "hush"}).status_code == 200


def test_a_body_over_the_limit_is_refused_announced_or_not(empty: Settings) -> None:
    settings = Settings(models=empty.models, max_body_bytes=1000)
    with TestClient(create_app(settings)) as client:
        announced = client.post("/v1/analyse", content=b"x" * 1001, headers=header())
        streamed = client.post("/v1/analyse", content=iter([b"x" * 600, b"x" * 600]), headers=header())
        for answer in (announced, streamed):
            assert problem(answer, 413).permanent
        assert client.post("/v1/analyse", content=PIXELS, headers=header()).status_code == 200


@pytest.mark.parametrize(
    "value",
    [
        "",
        "{}",
        "é",
        "!!!!",
        base64.urlsafe_b64encode(b"{}").decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        "A" * 9000,
    ],
)
def test_a_request_header_that_makes_no_sense_is_refused(http: TestClient, value: str) -> None:
    answer = http.post("/v1/analyse", content=PIXELS, headers={REQUEST_HEADER: value.encode("latin-1")})  # type: ignore[dict-item]
    assert problem(answer, 400).code == "bad_request"


def test_a_missing_header_is_named(http: TestClient) -> None:
    assert REQUEST_HEADER in problem(http.post("/v1/analyse", content=PIXELS), 400).message


def test_an_unknown_field_in_the_request_is_refused(http: TestClient) -> None:
    body = {"pixels": {"encoding": "rgb8", "width_px": 16, "height_px": 16}, "surprise": 1}
    value = base64.urlsafe_b64encode(json.dumps(body).encode()).decode().rstrip("=")
    assert "surprise" in problem(http.post("/v1/analyse", content=PIXELS, headers={REQUEST_HEADER: value}), 400).message


@pytest.mark.parametrize("body", [{}, {"texts": []}, {"texts": ["x"] * 33}, {"texts": ["x" * 1001]}, {"texts": "dog"}])
def test_texts_out_of_bounds_are_refused(http: TestClient, body: dict[str, Any]) -> None:
    assert problem(http.post("/v1/embed_text", json=body), 422).permanent


def test_unknown_paths_and_methods_are_problems_too(http: TestClient) -> None:
    assert problem(http.get("/v1/nothing"), 404).permanent
    assert problem(http.get("/v1/analyse"), 405).permanent


def test_objects_switched_off_are_said_to_be_off(empty: Settings) -> None:
    with TestClient(create_app(Settings(models=empty.models, objects=False))) as client:
        found = client.post("/v1/analyse", content=PIXELS, headers=header(tasks=(Task.OBJECTS,))).json()
        assert "PHOTONEST_AI_OBJECTS" in found["unavailable"]["objects"]
        assert {card["id"]: card["state"] for card in client.get("/v1/models").json()["models"]}["centernet"] == "off"
        tags = {tag["name"]: tag for tag in client.get("/v1/vocabulary").json()["tags"]}
        assert "person" not in tags
        assert tags["umbrella"]["sources"] == ["lite2@1"]


def test_an_unexpected_failure_is_a_problem_without_a_traceback(
    http: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("photonest_ai.runtime.pixels.read_picture", broken)
    found = problem(http.post("/v1/analyse", content=PIXELS, headers=header()), 500)
    assert not found.permanent
    assert "secret detail" not in found.message
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.real
def test_a_query_is_answered_while_every_picture_thread_is_busy(models_dir: Path, store: ModelStore) -> None:
    app = create_app(Settings(models=models_dir, threads=1), store)
    release = threading.Event()
    with TestClient(app) as client:
        pools = app.state.service.pools
        assert client.portal is not None
        busy = client.portal.start_task_soon(pools.picture, release.wait)
        answer = client.post("/v1/embed_text", json={"texts": ["dog"]})
        assert not busy.done()
        release.set()
        assert answer.status_code == 200


def test_a_picture_waits_for_its_turn_before_its_body_is_read(empty: Settings) -> None:
    app = create_app(Settings(models=empty.models, threads=1))
    taken = threading.Event()

    def chunks() -> Iterator[bytes]:
        taken.set()
        yield PIXELS

    with TestClient(app) as client:
        slots: asyncio.Semaphore = app.state.service.pools.slots
        assert client.portal is not None
        client.portal.call(slots.acquire)
        done = []
        thread = threading.Thread(
            target=lambda: done.append(client.post("/v1/analyse", content=PIXELS, headers=header()).status_code)
        )
        thread.start()
        assert client.get("/healthz").status_code == 200
        assert done == []
        client.portal.call(slots.release)
        thread.join(20)
        assert done == [200]


def test_vectors_travel_as_little_endian_halfs() -> None:
    message = to_message("s@1", np.array([1.0, -0.5], np.float32))
    assert base64.b64decode(message.halfs) == bytes.fromhex("003c00b8")
