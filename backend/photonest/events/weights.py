"""Weights of the evidence, learned from simulated timelines (`bench/events.py --fit` writes this file's numbers)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photonest.events.evidence import COLUMNS


@dataclass(frozen=True)
class Weights:
    """Log-odds of a boundary: intercept + columns · evidence; and what a segment costs."""

    columns: dict[str, float]
    intercept: float
    per_segment: float
    """The penalty for one segment more."""
    scatter: float
    duration: float
    long_hours: float
    """From this length on an event near home becomes unlikely."""
    sure_from: float
    """Log-odds from which a boundary is drawn without asking the rest of the segment."""

    @cached_property
    def of_columns(self) -> npt.NDArray[np.float64]:
        return np.asarray([self.columns.get(name, 0.0) for name in COLUMNS])


def _loaded(name: str) -> Weights:
    table = json.loads((Path(__file__).parent / "weights.json").read_text("utf-8"))
    return Weights(**table[name])


EVENT = _loaded("event")
MOMENT = _loaded("moment")
