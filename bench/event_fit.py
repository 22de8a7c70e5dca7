"""Learns the weights of the evidence from simulated lives: ``python -m bench.event_fit`` writes weights.json.

Logistic regression with signs on pairs of neighbours, then the costs of segments by coordinate search on further
training lives.
Nothing here ever sees a held-out setting.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from bench.event_scores import Tally, changes, compared, in_true_order, seen
from bench.event_world import Life, simulate, training_settings
from bench.harness import ROOT, say
from photonest.events.cluster import blocks, boundaries
from photonest.events.evidence import AGAINST, COLUMNS, evidence
from photonest.events.shots import in_order, with_positions
from photonest.events.weights import Weights

LEARN, TUNE = 150, 60
RIDGE = 5.0
WHERE = ROOT / "backend" / "photonest" / "events" / "weights.json"


def _prepared(life: Life) -> list[tuple]:
    """Block by block, as the product looks at them."""
    given = seen(life)
    order = in_order(given)
    found = given.take(order)
    prepared = []
    for first, last in blocks(found.at, found.held):
        rows = order[first:last]
        block = with_positions(given.take(rows))
        prepared.append((block, evidence(block), life.event[rows], life.moment[rows], rows))
    return prepared


def _fitted(tables: list[np.ndarray], labels: list[np.ndarray], first: Weights) -> Weights:
    """Logistic regression in which a column may only speak the way it can be understood (`AGAINST`).

    Free signs fit the simulation a little better and mean nothing outside it.
    """
    x, y = np.concatenate(tables), np.concatenate(labels).astype(float)
    scale = x.std(0)
    scale[scale == 0] = 1
    x = np.hstack([x / scale, np.ones((len(x), 1))])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = x @ weights
        cost = np.logaddexp(0, odds).sum() - y @ odds + RIDGE * (weights[:-1] ** 2).sum() / 2
        slope = x.T @ (1 / (1 + np.exp(-np.clip(odds, -40, 40))) - y)
        slope[:-1] += RIDGE * weights[:-1]
        return float(cost), slope

    bounds = [(None, 0) if name in AGAINST else (0, None) for name in COLUMNS]
    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    columns = {name: round(float(weight), 4) for name, weight in zip(COLUMNS, found[:-1] / scale, strict=True)}
    return replace(first, columns=columns, intercept=round(float(found[-1]), 4))


def _score(prepared: list[list[tuple]], lives: list[Life], weights: Weights, *, is_moment: bool) -> float:
    total = Tally()
    for parts, life in zip(prepared, lives, strict=True):
        labels, number = np.empty(len(life.at), int), 0
        for found, table, event, _, rows in parts:
            walls = event[1:] != event[:-1] if is_moment else None
            cuts = boundaries(found, table, weights, walls=walls)
            labels[rows] = number + np.concatenate([[0], np.cumsum(cuts)])
            number += int(cuts.sum()) + 1
        true_order = in_true_order(life)
        truth = life.moment if is_moment else life.event
        total += compared(changes(labels[true_order]), changes(truth[true_order]), 1)
    return total.f1


def main() -> None:
    settings = training_settings(LEARN + TUNE)
    lives = [simulate(setting) for setting in settings]
    prepared = [_prepared(life) for life in lives]
    learn, tune = prepared[:LEARN], prepared[LEARN:]
    answer = {}
    for name, long_hours in (("event", 16.0), ("moment", 3.0)):
        is_moment = name == "moment"
        first = Weights({}, 0.0, 0.0, 0.0, 0.0, long_hours, 12.0)
        tables, labels = [], []
        for _, table, event, moment, _ in (part for parts in learn for part in parts):
            inside = event[1:] == event[:-1]
            tables.append(table[inside] if is_moment else table)
            labels.append((moment[1:] != moment[:-1])[inside] if is_moment else ~inside)
        weights = _fitted(tables, labels, first)
        best = _score(tune, lives[LEARN:], weights, is_moment=is_moment)
        say(f"{name}: F1±1 {best:.4f} without costs of segments")
        for step in range(2):
            for field, values in (
                ("per_segment", (-0.6, -0.3, 0.0, 0.3, 0.6, 1.0)),
                ("scatter", (0.0, 0.1, 0.25, 0.5, 1.0)),
                ("duration", (0.0, 0.5, 1.0, 2.0, 4.0)),
            ):
                for value in values:
                    if value == getattr(weights, field):
                        continue
                    tried = replace(weights, **{field: value})
                    score = _score(tune, lives[LEARN:], tried, is_moment=is_moment)
                    if score > best + 1e-4:
                        best, weights = score, tried
            costs = weights.per_segment, weights.scatter, weights.duration
            say(f"{name}: F1±1 {best:.4f} after round {step + 1}: {costs}")
        answer[name] = {
            "columns": weights.columns, "intercept": weights.intercept, "per_segment": weights.per_segment,
            "scatter": weights.scatter, "duration": weights.duration, "long_hours": weights.long_hours,
            "sure_from": weights.sure_from,
        }  # fmt: skip
    Path(WHERE).write_text(json.dumps(answer, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
