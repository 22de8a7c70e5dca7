"""Fixed inputs and expected outputs: the proof that a converted model computes what it should, on any machine.

Outputs are kept as 32 fixed random projections per row (committed ``expected/<id>.npz``, a few kB), so a whole
heat map is checked by 32 numbers: any wrong weight moves all of them.
"""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np

PROJECTIONS = 32
LONGEST = 16384


@dataclass(frozen=True)
class Probe:
    """What a model is run on, and how far its outputs may be from the kept ones (share of the largest number)."""

    name: str
    inputs: dict[str, np.ndarray]
    outputs: list[str]
    tolerance: float


def images(count: int, height: int, width: int, channels: int = 3) -> np.ndarray:
    """Smooth colourful pictures, float32 [count, channels, height, width] in 0…255, the same on every machine."""
    y = np.linspace(0, 1, height, dtype=np.float64)[None, None, :, None]
    x = np.linspace(0, 1, width, dtype=np.float64)[None, None, None, :]
    n = np.arange(1, count + 1, dtype=np.float64)[:, None, None, None]
    c = np.arange(1, channels + 1, dtype=np.float64)[None, :, None, None]
    wave = np.sin(2 * np.pi * (n * x + c * y)) + np.sin(2 * np.pi * ((c + 2) * x * y * n + 0.3 * c))
    return np.asarray(np.round(127.5 + 63.7 * wave), np.float32)


def projected(output: np.ndarray) -> np.ndarray:
    """[n, …] → [n, 32]: inner products with fixed ±1 rows, divided by the root of the length; long rows are thinned."""
    flat = output.reshape(len(output), -1)
    flat = flat[:, :: max(1, flat.shape[1] // LONGEST)].astype(np.float64)
    return np.asarray(flat @ _signs(flat.shape[1]) / np.sqrt(flat.shape[1]))


@functools.cache
def _signs(length: int) -> np.ndarray:
    return np.random.default_rng(20).integers(0, 2, (length, PROJECTIONS), dtype=np.int8).astype(np.float64) * 2 - 1


def run(model: Path, inputs: dict[str, np.ndarray], outputs: list[str]) -> dict[str, np.ndarray]:
    """Projected outputs of a model, one row at a time: the batch must not matter."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    rows = len(next(iter(inputs.values())))
    found = [session.run(outputs, {k: v[i : i + 1] for k, v in inputs.items()}) for i in range(rows)]
    return {name: np.concatenate([projected(row[i]) for row in found]) for i, name in enumerate(outputs)}


def check(model: Path, probe: Probe) -> str:
    """Compare ``run`` with ``expected/<name>.npz``, relative to the size of each output. Raises ``ValueError``."""
    kept_bytes = (files(__package__) / "expected" / f"{probe.name}.npz").read_bytes()
    with np.load(io.BytesIO(kept_bytes), allow_pickle=False) as kept:
        expected = {key: kept[key] for key in kept.files}
    found = run(model, probe.inputs, probe.outputs)
    worst = 0.0
    for key in probe.outputs:
        scale = max(float(np.abs(expected[key]).max()), 1e-6)
        error = float(np.abs(found[key] - expected[key]).max()) / scale
        if not error <= probe.tolerance:  # also true for NaN
            raise ValueError(
                f"{probe.name}, output {key}: off by {error:.2e} of its size, allowed {probe.tolerance:.0e}"
            )
        worst = max(worst, error)
    rows = len(next(iter(probe.inputs.values())))
    return f"{rows} fixed inputs, {len(probe.outputs)} outputs, worst relative error {worst:.1e}"


def record(model: Path, probe: Probe, folder: Path) -> None:
    """Write ``folder/<name>.npz`` from a model that was checked by other means (photographs, the graph as shipped)."""
    found = run(model, probe.inputs, probe.outputs)
    np.savez_compressed(folder / f"{probe.name}.npz", **{k: v.astype(np.float32) for k, v in found.items()})  # type: ignore[arg-type]  # numpy types **kwds with allow_pickle in between
