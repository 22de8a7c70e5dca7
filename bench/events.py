"""Events of simulated lives that the weights never saw: boundaries, moments, clocks, kinds, each signal, speed.

No photos: see event_world.py. The truth is exact. What a simulation cannot show is named in bench/README.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import mean, median
from typing import Any

import numpy as np

from bench import harness
from bench.event_kinds import guessed
from bench.event_scores import Tally, changes, compared, in_true_order, seen, window_diff
from bench.event_world import Life, Setting, held_out_settings, simulate
from bench.harness import say
from photonest.events.clocks import IGNORED_S
from photonest.events.cluster import find
from photonest.events.shots import shots

LIVES, SMOKE_LIVES = 500, 6
TARGET_F1 = 0.92
ABLATIONS: dict[str, tuple[tuple[str, ...], bool]] = {
    "without place": (("place",), True),
    "without people": (("people",), True),
    "without picture": (("picture",), True),
    "without clock correction": ((), False),
    "time alone, clocks corrected": (("place", "people", "picture"), True),
    "time alone, clocks as written": (("place", "people", "picture"), False),
}
SPEED_PHOTOS = 100_000


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.events", description=__doc__)
    parser.add_argument("--rounds", type=int, default=LIVES, help="simulated lives (default 500)")
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="a few lives: does it run, and is anything found")
    options = parser.parse_args(argv)
    settings = held_out_settings(SMOKE_LIVES if options.smoke else options.rounds)
    report = _measured(settings, ablation_share=1 if options.smoke else 5)
    report["speed"] = _speed(settings, SPEED_PHOTOS // (50 if options.smoke else 1))
    if options.smoke:
        report["verdict"] = "not judged (smoke)"
    harness.write_report(report, options.json)
    found = report["events"]
    say(
        f"{report['lives']} lives, {report['photos']:,} photos: boundaries of events F1 {found['f1_at_1']:.3f} (±1), "
        f"{found['f1_at_0']:.3f} (exact), WindowDiff {found['window_diff']:.3f}; kinds right "
        f"{report['kinds']['right']:.2f}: {report['verdict']}"
    )
    return 0


def _measured(settings: Sequence[Setting], *, ablation_share: int) -> dict[str, Any]:
    scores: dict[str, list[Tally]] = {name: [] for name in ("exact", "near", "moments", "moments_exact")}
    by_trait: dict[str, list[Tally]] = {}
    ablated: dict[str, list[Tally]] = {name: [] for name in ("everything", *ABLATIONS)}
    differences, photos = [], 0
    clocks: Counter[str] = Counter()
    kinds: list[tuple[str, str, float]] = []
    for number, setting in enumerate(settings):
        life = simulate(setting)
        photos += len(life.at)
        given = seen(life)
        found = find(given, fewest=1)
        order = in_true_order(life)
        events, truth = changes(found.event[order]), changes(life.event[order])
        near = compared(events, truth, 1)
        scores["exact"].append(compared(events, truth, 0))
        scores["near"].append(near)
        differences.append(window_diff(events, truth, len(order)))
        for name, tolerance in (("moments", 1), ("moments_exact", 0)):
            inside = compared(changes(found.moment[order]), changes(life.moment[order]), tolerance)
            scores[name].append(inside)
        for trait in _traits(setting, life):
            by_trait.setdefault(trait, []).append(near)
        clocks.update(_clock_counts(life, given.at))
        kinds += guessed(life, given)
        if number % ablation_share == 0:
            ablated["everything"].append(near)
            for name, (hidden, uses_pairs) in ABLATIONS.items():
                less = find(seen(life, hidden=hidden, uses_pairs=uses_pairs), fewest=1)
                ablated[name].append(compared(changes(less.event[order]), truth, 1))
        if number % 50 == 49:
            say(f"    {number + 1} of {len(settings)} lives: F1 ±1 {_sum(scores['near']).f1:.4f}")
    near, exact = _sum(scores["near"]), _sum(scores["exact"])
    inner, exact_inner = _sum(scores["moments"]), _sum(scores["moments_exact"])
    return {
        "bench": "events",
        "commit": harness.commit(),
        "machine": harness.machine(),
        "lives": len(settings),
        "photos": photos,
        "true_boundaries": near.true,
        "events": {
            "f1_at_1": round(near.f1, 4), "precision_at_1": round(near.precision, 4),
            "recall_at_1": round(near.recall, 4), "f1_at_0": round(exact.f1, 4),
            "window_diff": round(mean(differences), 4),
            "f1_at_1_of_lives": _spread([one.f1 for one in scores["near"]]),
        },
        "moments": {"f1_at_1": round(inner.f1, 4), "f1_at_0": round(exact_inner.f1, 4)},
        "by_trait": {name: round(_sum(one).f1, 4) for name, one in sorted(by_trait.items())},
        "ablation": {name: round(_sum(one).f1, 4) for name, one in ablated.items()},
        "ablation_lives": len(ablated["everything"]),
        "clocks": dict(clocks),
        "kinds": _kind_scores(kinds),
        "target_f1_at_1": TARGET_F1,
        "verdict": "met" if near.f1 >= TARGET_F1 else "missed",
    }  # fmt: skip


def _traits(setting: Setting, life: Life) -> list[str]:
    cameras = len(set(life.camera))
    return [
        f"cameras: {cameras}",
        f"GPS on phone photos: {setting.phone_gps:.0%}",
        "people known" if setting.has_people else "people unknown",
        "pictures known" if setting.has_pictures else "pictures unknown",
        "a clock is off" if any(abs(off) > IGNORED_S for off in life.offsets.values()) else "clocks right",
    ]


def _clock_counts(life: Life, at: np.ndarray) -> Counter[str]:
    """How many wrong clocks were put right (to a minute), left, and how many right ones were spoiled."""
    counts: Counter[str] = Counter()
    names = np.asarray(life.camera)
    for name, offset in life.offsets.items():
        rows = np.flatnonzero(names == name)
        if not len(rows):
            continue
        given = float(at[rows[0]] - life.at[rows[0]])
        is_wrong = abs(offset) > IGNORED_S
        if abs(given - offset) <= 60:
            counts["wrong, put right" if is_wrong else "right, left alone"] += 1
        else:
            counts[
                "wrong, left" if is_wrong and not given else "wrong, moved wrongly" if is_wrong else "right, spoiled"
            ] += 1
    return counts


def _kind_scores(kinds: list[tuple[str, str, float]]) -> dict[str, Any]:
    """How often the likeliest kind is the true one, and how often what is said with p is true."""
    by_kind: dict[str, list[bool]] = {}
    said: dict[str, list[bool]] = {}
    bins: dict[int, list[tuple[float, bool]]] = {}
    for true, best, chance in kinds:
        by_kind.setdefault(true, []).append(true == best)
        said.setdefault(best, []).append(true == best)
        bins.setdefault(min(int(chance * 5), 4), []).append((chance, true == best))
    rows = [
        (mean(chance for chance, _ in some), mean(right for _, right in some), len(some))
        for _, some in sorted(bins.items())
    ]
    total = max(len(kinds), 1)
    return {
        "events": len(kinds),
        "right": round(sum(true == best for true, best, _ in kinds) / total, 4),
        "recall": {kind: round(mean(right), 3) for kind, right in sorted(by_kind.items())},
        "precision": {kind: round(mean(right), 3) for kind, right in sorted(said.items())},
        "calibration": [{"said": round(a, 3), "true": round(b, 3), "events": count} for a, b, count in rows],
        "calibration_error": round(sum(abs(a - b) * count for a, b, count in rows) / total, 4),
    }


def _speed(settings: Sequence[Setting], photos: int) -> dict[str, Any]:
    """One library of so many photos: lives laid one after the other."""
    parts, count, shift = [], 0, 0.0
    for setting in settings:
        life = simulate(replace(setting, months=6))
        given = seen(life)
        parts.append(replace(given, at=given.at - given.at.min() + shift))
        shift = float(parts[-1].at.max()) + 4 * 86_400
        count += len(given)
        if count >= photos:
            break
    whole = shots(
        np.concatenate([part.at for part in parts]),
        latitude=np.concatenate([part.latitude for part in parts]),
        longitude=np.concatenate([part.longitude for part in parts]),
        people=[who for part in parts for who in part.people],
        picture=np.concatenate([part.picture for part in parts]),
        away_km=np.concatenate([part.away_km for part in parts]),
    )
    began = time.perf_counter()
    found = find(whole)
    return {
        "photos": len(whole), "events": int(found.event.max()) + 1, "seconds": round(time.perf_counter() - began, 2),
        "load": harness.load(),
    }  # fmt: skip


def _sum(tallies: Sequence[Tally]) -> Tally:
    return sum(tallies, Tally())


def _spread(values: list[float]) -> dict[str, float]:
    low, high = np.percentile(values, [5, 95])
    return {"p5": round(float(low), 3), "median": round(median(values), 3), "p95": round(float(high), 3)}


if __name__ == "__main__":
    sys.exit(main())
