"""The benchmark of the map runs, in a process of its own, and every photo it made is on the map."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bench.harness import ROOT


@pytest.mark.timeout(200)
def test_the_smoke_run_finds_every_photo() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.map", "--smoke", "--json", "-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["every_photo_is_there"]
    assert report["verdict"] == "not judged (smoke)"
    assert report["sizes"]["many"]["told"] == report["sizes"]["many"]["photos"]
