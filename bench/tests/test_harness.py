"""The referee of the benchmarks: order of rounds, ratios, intervals and verdicts."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

from bench import harness
from bench.harness import Comparison, Cost, Ratio, Round, Side, compare, control_holds, ratio_of, verdict_of


def test_a_ratio_is_the_geometric_mean_with_the_t_interval() -> None:
    logs = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    found = ratio_of([(2.0, 2.0 * math.exp(value)) for value in logs])
    assert found.ratio == pytest.approx(math.exp(0.4))
    half = 2.4469 * 0.21602 / math.sqrt(7)  # t for 6 degrees of freedom, standard deviation by hand
    assert found.low == pytest.approx(math.exp(0.4 - half), rel=1e-4)
    assert found.high == pytest.approx(math.exp(0.4 + half), rel=1e-4)


def test_one_round_has_no_interval() -> None:
    assert ratio_of([(1.0, 2.0)]) == Ratio(2.0, 0.0, math.inf)


@pytest.mark.parametrize(
    ("interval", "verdict"),
    [((1.5, 1.7), "met"), ((1.4, 1.7), "met"), ((1.3, 1.7), "unclear"), ((1.2, 1.39), "missed")],
)
def test_the_interval_decides_and_not_the_middle(interval: tuple[float, float], verdict: str) -> None:
    assert verdict_of(Ratio(1.5, *interval), 1.4) == verdict


@pytest.mark.parametrize(
    ("interval", "holds"),
    [((0.98, 1.03), True), ((0.96, 1.049), True), ((0.94, 1.02), False), ((0.99, 1.06), False), ((1.01, 1.03), False)],
)
def test_a_control_must_contain_one_and_be_narrow(interval: tuple[float, float], holds: bool) -> None:
    assert control_holds(Ratio(1.0, *interval)) is holds


def test_rounds_alternate_and_the_first_is_dropped() -> None:
    order: list[str] = []

    def side(name: str) -> Cost:
        order.append(name)
        return Cost(1.0 if name == "a" else 2.0, 1.0)

    rounds = harness.measure_rounds(lambda: side("a"), lambda: side("b"), 2)
    assert "".join(order) == "abbabaababba"
    assert len(rounds) == 2
    assert Comparison(tuple(rounds)).cpu.ratio == pytest.approx(2.0)


def test_unclear_doubles_until_28_rounds() -> None:
    swing = iter([1.0, 2.0] * 200)
    found, verdict = compare(lambda: Cost(1.0, 1.0), lambda: Cost(next(swing) ** 3, 1.0), target=2.5, count=7)
    assert len(found.rounds) in (7, 14, 28)
    steady, met = compare(lambda: Cost(1.0, 1.0), lambda: Cost(3.0, 1.0), target=2.5, count=7)
    assert (met, len(steady.rounds)) == ("met", 7)
    noisy = iter([1.0, 1.0, 3.0, 3.0, 1.5, 1.5, 9.0, 9.0] * 60)
    found, verdict = compare(lambda: Cost(1.0, 1.0), lambda: Cost(next(noisy), 1.0), target=2.4, count=7)
    assert (verdict, len(found.rounds)) == ("unclear", 28)


def test_parts_have_their_own_ratio() -> None:
    done = Round((Cost(1, 1, {"x": 1.0}),) * 2, (Cost(1, 1, {"x": 4.0}),) * 2)
    assert Comparison((done,)).part("x").ratio == pytest.approx(4.0)


WORKER = """
import json, subprocess, sys
print(json.dumps({"version": "1"}), flush=True)
for line in sys.stdin:
    wanted = json.loads(line)
    if wanted.get("fail"):
        print(json.dumps({"error": "on purpose"}), flush=True)
        continue
    burn = "import time\\nend = time.process_time() + 0.3\\nwhile time.process_time() < end: pass"
    subprocess.run([sys.executable, "-c", burn], check=True)
    print(json.dumps({"done": 1}), flush=True)
"""


def test_the_time_of_child_processes_counts(tmp_path: Path) -> None:
    script = tmp_path / "worker.py"
    script.write_text(WORKER)
    with Side("burner", [sys.executable, script]) as side:
        cost = side.unit({"all": {}})
        assert 0.28 <= cost.cpu_s < 2.0  # the kernel counts in hundredths
        assert cost.parts["all"] == pytest.approx(cost.cpu_s, abs=0.05)
        with pytest.raises(RuntimeError, match="on purpose"):
            side.ask({"fail": True})
