"""The service as its own process: quick to start, light, and it gives memory back."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from photonest_contracts.inference import REQUEST_HEADER, AnalyseRequest, RawPixels, Task
from photonest_contracts.testing.pictures import drawn


def environment(models: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PHOTONEST_AI_")}
    return kept | {"PHOTONEST_AI_MODELS": str(models)} | {f"PHOTONEST_AI_{k}": v for k, v in more.items()}


def eventually(true: Callable[[], bool], *, limit_s: float, service: subprocess.Popen[bytes]) -> None:
    """Ask again until it is so; fails when the process ends or the time is over."""
    end = time.monotonic() + limit_s
    while not true():
        assert service.poll() is None, "the service ended"
        assert time.monotonic() < end, f"not so within {limit_s} s"
        time.sleep(0.05)


class Running:
    def __init__(self, process: subprocess.Popen[bytes], path: Path) -> None:
        self.process, self.path = process, path
        self.http = httpx.Client(transport=httpx.HTTPTransport(uds=str(path)), base_url="http://ai", timeout=120)

    def alive(self) -> bool:
        with socket.socket(socket.AF_UNIX) as knock:  # a failed connection would leave httpx's socket open
            try:
                knock.connect(str(self.path))
            except OSError:
                return False
        return self.http.get("/healthz").status_code == 200

    def loaded(self) -> set[str]:
        return {card["id"] for card in self.http.get("/v1/models").json()["models"] if card["state"] == "loaded"}

    def own_memory_mb(self) -> float:
        """Memory that belongs to this process alone."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Private_")) / 1024

    def analyse(self, *tasks: Task) -> None:
        request = AnalyseRequest(pixels=RawPixels(width_px=160, height_px=120), tasks=tasks)
        header = base64.urlsafe_b64encode(request.model_dump_json().encode()).decode()
        answer = self.http.post("/v1/analyse", content=drawn(160, 120), headers={REQUEST_HEADER: header})
        assert answer.status_code == 200, answer.text


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def begin(models: Path, **more: str) -> Running:
        path = tmp_path / f"s{len(started)}"
        command = [sys.executable, "-m", "photonest_ai", "--uds", str(path)]
        process = subprocess.Popen(command, env=environment(models, **more))
        running = Running(process, path)
        started.append(running)
        eventually(running.alive, limit_s=30, service=process)
        return running

    yield begin
    for running in started:
        running.http.close()
        running.process.terminate()
        running.process.wait(20)


def test_it_starts_without_loading_numeric_libraries() -> None:
    code = "import sys, photonest_ai.main; print({'numpy', 'cv2', 'onnxruntime', 'PIL'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_it_ends_cleanly_when_told_to(start: Callable[..., Running], tmp_path: Path) -> None:
    running = start(tmp_path)
    running.process.terminate()
    assert running.process.wait(20) in (0, -15)


@pytest.mark.real
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_all_that_an_import_needs_fits_into_350_mb(start: Callable[..., Running], models_dir: Path) -> None:
    running = start(models_dir, THREADS="2")
    running.analyse(*(task for task in Task if task != Task.TEXT))  # texts are read later, and their models leave again
    assert running.http.post("/v1/embed_text", json={"texts": ["dog"]}).status_code == 200
    assert running.loaded() == {"lite2", "centernet", "minilm", "yunet", "sface", "emotion", "vocabulary"}
    assert running.own_memory_mb() < 350


@pytest.mark.real
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_an_idle_model_leaves_and_its_memory_comes_back(start: Callable[..., Running], models_dir: Path) -> None:
    running = start(models_dir, IDLE_UNLOAD_S="4")
    running.analyse(Task.LABELS)
    assert running.loaded() == {"lite2"}
    loaded_mb = running.own_memory_mb()
    eventually(lambda: not running.loaded(), limit_s=60, service=running.process)
    eventually(lambda: running.own_memory_mb() < loaded_mb - 30, limit_s=20, service=running.process)
    running.analyse(Task.LABELS)
    assert running.loaded() == {"lite2"}


@pytest.mark.parametrize("setting", [{"OBJECTS": "perhaps"}, {"SHARED_DIR": "/no/such/folder"}, {"MODELS": ""}])
def test_wrong_settings_end_the_start_with_a_sentence(tmp_path: Path, setting: dict[str, str]) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "photonest_ai", "--port", "0"],
        env=environment(tmp_path) | {f"PHOTONEST_AI_{k}": v for k, v in setting.items()},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert found.returncode == 2
    assert f"PHOTONEST_AI_{next(iter(setting))}" in found.stderr
    assert "Traceback" not in found.stderr
