"""Average precision is what it says, and the truth of bench eyes names pictures that are there."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from bench import eyes_pictures
from bench.eyes import average_precision
from bench.harness import ROOT


@pytest.mark.parametrize(
    ("hits", "expected"),
    [("ab", 1.0), ("xab", (1 / 2 + 2 / 3) / 2), ("axxxb", (1 + 2 / 5) / 2), ("a", 0.5), ("", 0.0), ("xyz", 0.0)],
)
def test_average_precision_counts_what_is_not_listed_as_never_found(hits: str, expected: float) -> None:
    assert average_precision(hits, {"a", "b"}) == pytest.approx(expected)


def test_every_answer_is_a_picture_and_every_package_ships_its_own() -> None:
    truth = eyes_pictures.read_truth()
    assert set().union(*truth.names.values(), *truth.plain.values()) <= truth.known
    assert not set(truth.absent) & set(truth.fresh_absent)
    own = {key for key, _ in eyes_pictures.of_packages(truth)}
    assert truth.counts.keys() | truth.actions.keys() <= truth.known
    assert len(own) > 20
    assert own == {key for key in truth.known if ":" in key}


@pytest.mark.real
@pytest.mark.timeout(300)
def test_the_smoke_run_answers_by_name() -> None:
    models = os.environ.get("PHOTONEST_TEST_MODELS")
    if models is None:
        pytest.skip("needs models (PHOTONEST_TEST_MODELS)")
    done = subprocess.run(
        [sys.executable, "-m", "bench.eyes", "--smoke", "--models", models, "--json", "-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["groups"]["names"]["mAP"] > 0.5
    assert report["groups"]["absent"]["nothing_found"] > 0.7
    assert report["groups"]["counts_pasted"]["within_one"] > 0.8
    assert report["groups"]["actions"]["right"] == 1
    assert report["groups"]["actions"]["wrong"] == []
