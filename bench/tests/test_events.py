"""The events benchmark runs on simulated lives, and its measures say what they should."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from bench.event_scores import compared, window_diff
from bench.event_world import held_out_settings, simulate, training_settings
from bench.harness import ROOT


@pytest.mark.timeout(120)
def test_the_smoke_run_finds_most_boundaries() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.events", "--smoke", "--json", "-"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'backend'}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["verdict"] == "not judged (smoke)"
    assert report["events"]["f1_at_1"] > 0.8
    assert report["ablation"]["everything"] > report["ablation"]["time alone, clocks as written"]


def test_a_life_is_the_same_for_the_same_setting_and_none_is_both_learned_and_held_out() -> None:
    setting = held_out_settings(1)[0]
    first, second = simulate(setting), simulate(setting)
    assert np.array_equal(first.at, second.at)
    assert np.array_equal(first.event, second.event)
    assert first.pairs == second.pairs
    learned = {one.seed for one in training_settings(2000)}
    assert not learned & {one.seed for one in held_out_settings(2000)}


def test_boundaries_are_matched_one_to_one() -> None:
    found, true = np.asarray([3, 4, 20]), np.asarray([4, 21])
    assert compared(found, true, 0).right == 1
    assert compared(found, true, 1).right == 2
    assert compared(np.asarray([4, 5]), np.asarray([4]), 1).right == 1
    assert compared(np.asarray([], int), np.asarray([], int), 1).f1 == 1


def test_window_diff_is_zero_only_for_the_truth() -> None:
    true = np.asarray([10, 20, 30])
    assert window_diff(true, true, 40) == 0
    assert 0 < window_diff(np.asarray([10, 20, 31]), true, 40) < window_diff(np.asarray([], int), true, 40)
