"""Learns the heads of `tasks/scene_heads.py`: one line through the feature of the label net for each scene.

``python -m bench.scene_fit --photos FOLDER [FOLDER …] [--write]``: the folders hold the pictures of
``scene_truth.json`` (which says whence they come); those that packages ship are found by themselves. Every figure is of
pictures that the head in question had not seen (ten parts, three times); what is written is learned from all of them.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bench import eyes_pictures, harness
from bench.harness import ROOT, say

TRUTH = ROOT / "bench" / "scene_truth.json"
HEADS = ROOT / "ai" / "photonest_ai" / "weights" / "scene_heads.json"
LOOSENESS = 30.0
"""Inverse weight of the squares: of 3, 10, 30 and 100 the best by average precision, hardly."""
PARTS, TIMES = 10, 3
SEED = 1
Floats = np.ndarray[Any, np.dtype[np.float64]]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.scene_fit", description=__doc__)
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--photos", type=Path, nargs="*", default=[], help="folders with the pictures")
    parser.add_argument("--models", type=Path, default=ROOT / ".cache" / "models", help="folder of installed models")
    parser.add_argument("--write", action="store_true", help=f"write {HEADS.name}")
    options = parser.parse_args(argv)
    sys.path[:0] = [str(ROOT / part) for part in ("contracts", "ai")]
    truth = json.loads(TRUTH.read_text("utf-8"))
    seen = _look(options.models.absolute(), options.photos, truth["pictures"])
    say(f"{len(seen)} of {len(truth['pictures'])} pictures")
    features = np.array([feature for feature, _ in seen.values()])
    report, heads = {}, {}
    for scene in truth["scenes"]:
        there = np.array([scene in truth["pictures"][key] for key in seen])
        ruled = np.array([rules.get(scene, 0.0) for _, rules in seen.values()])
        raw = _unseen(features, there)
        scale, shift = _line(raw[:, None], there, 1e3)
        sure = _share(scale * raw + shift)
        both = (ruled + sure) / 2 if ruled.any() else sure
        report[scene] = {
            "pictures": int(there.sum()),
            "rules": round(_average_precision(ruled, there), 2),
            "head": round(_average_precision(sure, there), 2),
            "both": round(_average_precision(both, there), 2),
            "both_shown_right": _right(both, there),
        }
        say(f"{scene:>10}: {report[scene]}")
        *weights, bias = _line(features, there, LOOSENESS)
        heads[scene] = {
            "weights": base64.b64encode((scale * np.array(weights)).astype(np.float16).tobytes()).decode(),
            "bias": round(float(scale * bias + shift), 4),
        }
    mean = {
        name: round(float(np.mean([row[name] for row in report.values()])), 3) for name in ("rules", "head", "both")
    }
    say(f"      mean: {mean}")
    harness.write_report(
        {"benchmark": "scene_fit", "pictures": len(seen), "mean": mean, "scenes": report}, options.json
    )
    if options.write:
        _write(heads)
    return 0


def _look(models: Path, folders: Sequence[Path], wanted: Any) -> dict[str, tuple[Floats, dict[str, float]]]:
    """Key -> the unit feature of a picture, and what the rules alone say of it."""
    from photonest_ai.models.registry import Models
    from photonest_ai.runtime.images import Picture
    from photonest_ai.runtime.store import ModelStore
    from photonest_ai.tasks import light, scenes
    from photonest_ai.tasks.agreement import agreed
    from photonest_ai.tasks.objects import objects

    nets = Models(ModelStore(models))
    truth = eyes_pictures.Truth({}, {}, {}, {}, [], [], known=set(wanted))
    found = {}
    sources = [eyes_pictures.of_packages(truth), *(eyes_pictures.of_folder(folder, truth) for folder in folders)]
    for source in sources:
        for key, rgb in source:
            picture = Picture(rgb)
            seen = nets.lite2.seen(picture)
            things = agreed(objects(nets, picture), seen.probabilities, source=nets.lite2.name)
            lit = light.scores(light.light_of(picture))
            rules = scenes.scores(seen.probabilities, things, scenes.layout_of(picture), lit)
            found[key] = (seen.feature / np.linalg.norm(seen.feature), rules)
    return found


def _unseen(features: Floats, there: np.ndarray) -> Floats:
    """What heads say of pictures they were not learned from."""
    random = np.random.default_rng(SEED)
    said = np.zeros(len(there))
    for _ in range(TIMES):
        for part in np.array_split(random.permutation(len(there)), PARTS):
            others = np.setdiff1d(np.arange(len(there)), part)
            *weights, bias = _line(features[others], there[others], LOOSENESS)
            said[part] += (features[part] @ np.array(weights) + bias) / TIMES
    return said


def _line(features: Floats, there: np.ndarray, looseness: float) -> Floats:
    """Logistic regression with squares: weights, then the bias."""
    sign = np.where(there, 1.0, -1.0)

    def loss(line: Floats) -> tuple[float, Floats]:
        margin = sign * (features @ line[:-1] + line[-1])
        pull = -sign / (1 + np.exp(margin))
        value = np.logaddexp(0, -margin).sum() + 0.5 / looseness * (line[:-1] @ line[:-1])
        return float(value), np.r_[features.T @ pull + line[:-1] / looseness, pull.sum()]

    start = np.zeros(features.shape[1] + 1)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x)


def _share(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logits)))


def _average_precision(scores: Floats, there: np.ndarray) -> float:
    ordered = there[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(ordered) / np.arange(1, len(ordered) + 1))[ordered].mean())


def _right(scores: Floats, there: np.ndarray, shown_from: float = 0.5) -> tuple[float, float]:
    """Of what is shown, the share that is right; of what is there, the share that is shown."""
    shown = scores >= shown_from
    return round(float(there[shown].mean()) if shown.any() else 0.0, 2), round(float(shown[there].mean()), 2)


def _write(heads: dict[str, Any]) -> None:
    notice = (
        "Learned by bench/scene_fit.py from the photographs of bench/scene_truth.json: half floats, 1,280 to the unit "
        "feature of efficientnet-lite2, then a logistic."
    )
    rows = ",\n".join(f"{json.dumps(scene)}: {json.dumps(head)}" for scene, head in heads.items())
    HEADS.write_text(f'{{"notice": {json.dumps(notice)},\n"heads": {{\n{rows}\n}}}}\n', "utf-8")


if __name__ == "__main__":
    sys.exit(main())
