"""Compares two sides that do the same work: interleaved rounds, ratios of CPU and wall time, and an honest verdict.

The method is that of the project's quality document, section "Method for bench/": a side is a long-lived process;
a unit is a fixed batch of work; a round is A B B A or B A A B in turn; the first round is dropped; the figure is
exp(mean of ln(B / A)) with the 95 % interval of Student's t; before it, the same side is compared with itself.
"""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

import psutil
from scipy.stats import t as student

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "bench" / "peers"
CACHE = ROOT / ".cache" / "bench"

MOST_ROUNDS = 28
CONTROL_MAY_LIE_WITHIN = 0.05
"""The interval of a side against itself must contain 1 and lie within this of it, or no verdict is given."""
WAITED_TOO_MUCH = 1.5
"""Wall time over CPU time of a single-thread unit; above it the machine was busy and only CPU time is judged."""

Verdict = Literal["met", "missed", "unclear", "no verdict"]


def say(text: str) -> None:
    """Progress goes to standard error: standard output is for the report."""
    print(text, file=sys.stderr, flush=True)


# --- sides ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """Seconds of one unit; `parts` names the CPU seconds of its parts."""

    cpu_s: float
    wall_s: float
    parts: Mapping[str, float] = field(default_factory=dict)


class Side:
    """A long-lived process that reads one JSON request a line and answers with one JSON line when it is done."""

    def __init__(self, name: str, command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "backend")]), **(env or {})},
        )
        self.hello = self._answer()
        """What the process said of itself when it was ready."""
        self.version = str(self.hello["version"])

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Send one request and wait for its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def unit(self, requests: Mapping[str, Mapping[str, Any]]) -> Cost:
        """Do all requests and count CPU time of this process, its children and theirs, and wall time."""
        parts: dict[str, float] = {}
        began, cpu_began = time.perf_counter(), self.cpu_s()
        for name, request in requests.items():
            before = self.cpu_s()
            self.ask(request)
            parts[name] = self.cpu_s() - before
        return Cost(self.cpu_s() - cpu_began, time.perf_counter() - began, parts)

    def cpu_s(self) -> float:
        """CPU seconds so far of the whole process tree, ended children included."""
        root = psutil.Process(self._process.pid)
        total = 0.0
        for process in [root, *root.children(recursive=True)]:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue  # its time is in its parent's children_* now
            total += times.user + times.system
            total += getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
        return total

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended with {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise RuntimeError(f"{self.name}: {answer['error']}")
        return answer


# --- statistics ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ratio:
    """exp(mean) of log ratios with its 95 % interval."""

    ratio: float
    low: float
    high: float

    def as_json(self) -> dict[str, Any]:
        return {"ratio": round(self.ratio, 4), "ci95": [round(self.low, 4), round(self.high, 4)]}


def ratio_of(pairs: Sequence[tuple[float, float]]) -> Ratio:
    """`pairs` of (A, B), one a round: how many times more B costs. One pair has no interval (infinite)."""
    logs = [math.log(b / a) for a, b in pairs]
    mean = sum(logs) / len(logs)
    if len(logs) < 2:
        return Ratio(math.exp(mean), 0.0, math.inf)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in logs) / (len(logs) - 1))
    half = float(student.ppf(0.975, len(logs) - 1)) * deviation / math.sqrt(len(logs))
    return Ratio(math.exp(mean), math.exp(mean - half), math.exp(mean + half))


def verdict_of(measured: Ratio, target: float) -> Verdict:
    if measured.low >= target:
        return "met"
    return "missed" if measured.high < target else "unclear"


# --- comparing -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Round:
    a: tuple[Cost, Cost]
    b: tuple[Cost, Cost]

    def pair(self, value: Callable[[Cost], float]) -> tuple[float, float]:
        return sum(map(value, self.a)), sum(map(value, self.b))


@dataclass(frozen=True)
class Comparison:
    """All rounds of two sides, without the first one."""

    rounds: tuple[Round, ...]

    @property
    def cpu(self) -> Ratio:
        return ratio_of([done.pair(lambda cost: cost.cpu_s) for done in self.rounds])

    @property
    def wall(self) -> Ratio:
        return ratio_of([done.pair(lambda cost: cost.wall_s) for done in self.rounds])

    def part(self, name: str) -> Ratio:
        return ratio_of([done.pair(lambda cost: cost.parts[name]) for done in self.rounds])

    def cpu_s_of_a_unit(self) -> tuple[float, float]:
        """Mean CPU seconds of one unit of A and of B."""
        pairs = [done.pair(lambda cost: cost.cpu_s) for done in self.rounds]
        return sum(a for a, _ in pairs) / (2 * len(pairs)), sum(b for _, b in pairs) / (2 * len(pairs))

    @property
    def waited(self) -> float:
        """Wall time over CPU time; 1 for single-thread work on an idle machine."""
        costs = [cost for done in self.rounds for cost in (*done.a, *done.b)]
        return sum(cost.wall_s for cost in costs) / max(1e-9, sum(cost.cpu_s for cost in costs))

    def raw(self) -> list[dict[str, list[float]]]:
        return [
            {side: [round(cost.cpu_s, 3) for cost in costs] for side, costs in (("a", done.a), ("b", done.b))}
            for done in self.rounds
        ]


def measure_rounds(a: Callable[[], Cost], b: Callable[[], Cost], count: int, *, warm_up: bool = True) -> list[Round]:
    """`count` rounds, A B B A and B A A B in turn, after one that is dropped."""
    rounds: list[Round] = []
    for number in range(count + warm_up):
        if number % 2 == 0:
            first_a, first_b, second_b, second_a = a(), b(), b(), a()
        else:
            first_b, first_a, second_a, second_b = b(), a(), a(), b()
        if number or not warm_up:
            rounds.append(Round((first_a, second_a), (first_b, second_b)))
            say(f"    round {len(rounds)}/{count}: {ratio_of([rounds[-1].pair(lambda cost: cost.cpu_s)]).ratio:.3f}")
    return rounds


def control(a: Callable[[], Cost], same: Callable[[], Cost], count: int) -> Ratio:
    """A side against itself."""
    return Comparison(tuple(measure_rounds(a, same, count))).cpu


def control_holds(found: Ratio) -> bool:
    return found.low <= 1 <= found.high and max(found.high - 1, 1 - found.low) <= CONTROL_MAY_LIE_WITHIN


def compare(
    a: Callable[[], Cost], b: Callable[[], Cost], *, target: float, count: int, seconds: float = math.inf
) -> tuple[Comparison, Verdict]:
    """Measure, and while unclear double the rounds up to `MOST_ROUNDS` or until `seconds` would be spent."""
    began = time.monotonic()
    rounds = measure_rounds(a, b, count)
    while True:
        found = Comparison(tuple(rounds))
        verdict = verdict_of(found.cpu, target)
        more = min(len(rounds), MOST_ROUNDS - len(rounds))
        spent = time.monotonic() - began
        if verdict != "unclear" or more <= 0 or spent + spent / (len(rounds) + 1) * more > seconds:
            return found, verdict
        say(f"    unclear after {len(rounds)} rounds: {more} more")
        rounds += measure_rounds(a, b, more, warm_up=False)


# --- report --------------------------------------------------------------------------------------


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    cpu = platform.processor() or "unknown"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        cpu = names[0] if names else cpu
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "ram_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def commit() -> str:
    """The commit measured, with ``+`` when the working tree differs."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--abbrev=12"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return found.stdout.strip()


def load() -> list[float]:
    return [round(value, 2) for value in os.getloadavg()]


def write_report(report: Mapping[str, Any], where: str | None) -> None:
    """To a file, to standard output (``-``), or nowhere."""
    text = json.dumps(report, indent=1)
    if where == "-":
        print(text)
    elif where:
        Path(where).write_text(text + "\n", encoding="utf-8")
