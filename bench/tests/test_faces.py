"""The benchmark of faces runs, finds people, keeps what was said, and counts pairs as its words say."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from bench.face_world import make_world, pairwise, statistics
from bench.harness import ROOT


def test_the_smoke_run_finds_people_and_keeps_every_correction() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.faces", "--smoke", "--json", "-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["simulated"]["adults"]["f1"] > 0.9
    assert report["corrections"]["kept"] == 1.0
    assert report["verdict"] == "not judged (smoke)"


def test_the_vectors_lie_apart_as_real_ones_were_measured() -> None:
    found = statistics(make_world(faces=4_000, people=150, seed=9))
    assert found["same person, adults"]["mean"] == pytest.approx(0.324, abs=0.03)
    assert found["different people"]["mean"] == pytest.approx(0.930, abs=0.02)
    assert found["different people"]["sd"] == pytest.approx(0.093, abs=0.015)
    assert found["same person, children"]["share below 0.682"] == pytest.approx(0.917, abs=0.05)


def test_pairs_are_counted_as_the_words_say() -> None:
    who = np.array([0, 0, 0, 1, 1])
    assert pairwise(who, who)["f1"] == 1.0
    one_group = pairwise(np.zeros(5, np.intp), who)
    assert (one_group["precision"], one_group["recall"]) == (0.4, 1.0)
    alone = pairwise(np.array([0, 0, -1, -1, -1]), who)
    assert (alone["precision"], alone["recall"]) == (1.0, 0.25)
