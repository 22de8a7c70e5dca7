"""Grouping faces into people: how right, against peers, after answers and wrong corrections, and how fast.

Simulated vectors have the statistics that were measured on real ones (face_world.py): no labelled set of identities
comes with any package. Real faces, through the real nets, are a second, small part: see bench/README.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench import face_photos, harness
from bench.face_world import Ints, World, make_world, pairwise, statistics
from bench.harness import say
from photonest.people.cluster import FREE, average_link
from photonest.people.grouping import ASK_UP_TO, Facts, regroup

TARGET_F1 = 0.95
PHOTOS_ENV = "PHOTONEST_BENCH_FACES"
"""Folder with a folder a person, or files named after their person (anna.jpg, anna2.jpg)."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.faces", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="simulated albums (default 3)")
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="one small album: does it run, and is anything found")
    options = parser.parse_args(argv)
    faces, people = (600, 40) if options.smoke else (4_000, 150)
    albums = [
        make_world(faces=faces, people=people, seed=seed) for seed in range(1 if options.smoke else options.rounds)
    ]
    report: dict[str, Any] = {
        "machine": harness.machine(),
        "albums": len(albums),
        "faces": faces,
        "people": people,
        "statistics": statistics(albums[0]),
        "simulated": _mean([_measured(album) for album in albums]),
        "peers": _peers(albums[0], limit=600 if options.smoke else 3_000),
        "corrections": _corrections(albums[0], count=50 if options.smoke else 500),
        "real": _real(Path(os.environ[PHOTOS_ENV]) if os.environ.get(PHOTOS_ENV) else None, is_smoke=options.smoke),
        "speed": [_speed(count) for count in ((2_000,) if options.smoke else (20_000, 100_000))],
    }
    f1 = report["simulated"]["full"]["f1"]
    kept = report["corrections"]["kept"]
    met = f1 >= TARGET_F1 and kept == 1.0
    report["verdict"] = "not judged (smoke)" if options.smoke else "met" if met else "missed"
    harness.write_report(report, options.json)
    say(
        f"simulated F1 {f1:.3f} (adults {report['simulated']['adults']['f1']:.3f}, children "
        f"{report['simulated']['children']['f1']:.3f}), after "
        f"{report['simulated']['questions']['asked']:.0f} questions "
        f"{report['simulated']['questions']['f1']:.3f}; corrections kept {kept:.0%}: {report['verdict']}"
    )
    return 0


def facts_of(world: World, person: Ints | None = None, **more: Any) -> Facts:
    count = len(world.who)
    person = np.full(count, FREE, np.intp) if person is None else person
    people = int(person.max(initial=FREE)) + 1
    defaults: dict[str, Any] = {"is_by_user": np.zeros(count, np.bool_), "is_known": np.zeros(people, np.bool_)}
    return Facts(vectors=world.vectors, is_good=np.ones(count, np.bool_), person=person, **(defaults | more))


def _measured(world: World) -> dict[str, dict[str, float]]:
    labels = regroup(facts_of(world), is_full=True)
    child = world.is_child
    return {
        "full": pairwise(labels, world.who),
        "adults": pairwise(labels[~child], world.who[~child]),
        "children": pairwise(labels[child], world.who[child]),
        "in ten steps": pairwise(_grown(world, steps=10), world.who),
        "questions": _answered(world, labels),
    }


def _grown(world: World, *, steps: int) -> Ints:
    """As an import sees them: the faces come in tenths, and what is there is never taken apart."""
    labels: Ints = np.full(len(world.who), FREE, np.intp)
    for step in range(1, steps + 1):
        end = len(world.who) * step // steps
        part = World(world.vectors[:end], world.who[:end], world.is_child[:end])
        labels[:end] = regroup(facts_of(part, labels[:end]), is_full=False)
        _, numbers = np.unique(labels[labels != FREE], return_inverse=True)
        labels[labels != FREE] = numbers
    return labels


def _answered(world: World, labels: Ints) -> dict[str, float]:
    """Every question answered truly, the likeliest first; a yes merges, as the queue on the screen does."""
    labels = labels.copy()
    asked = yes = 0
    refused: set[tuple[int, int]] = set()
    while True:
        groups = [int(label) for label in np.unique(labels[labels != FREE])]
        means = np.stack([world.vectors[labels == label].mean(axis=0) for label in groups])
        mainly = [int(np.bincount(world.who[labels == label]).argmax()) for label in groups]
        distance = 1.0 - means @ means.T
        one, other = np.nonzero(np.triu(distance <= ASK_UP_TO, 1))
        open_pairs = sorted(
            (float(distance[a, b]), groups[a], groups[b], mainly[a] == mainly[b])
            for a, b in zip(one.tolist(), other.tolist(), strict=True)
            if (groups[a], groups[b]) not in refused
        )
        gone: set[int] = set()
        merged = False
        for _, here, there, is_same in open_pairs:
            if here in gone or there in gone:
                continue
            asked += 1
            if is_same:
                labels[labels == there] = here
                gone |= {here, there}
                yes += 1
                merged = True
            else:
                refused.add((here, there))
        if not merged:
            return {**pairwise(labels, world.who), "asked": float(asked), "yes": float(yes)}


def _peers(world: World, *, limit: int) -> dict[str, dict[str, float]]:
    """The same vectors through other methods; the best of a sweep where a method has a threshold."""
    from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering

    vectors, who = world.vectors[:limit].astype(np.float64), world.who[:limit]

    def timed(group: Callable[[], Any]) -> dict[str, float]:
        began = time.perf_counter()
        labels = np.asarray(group(), np.intp)
        return {**pairwise(labels, who), "seconds": time.perf_counter() - began}

    sweep = [
        timed(lambda e=e: DBSCAN(eps=e, min_samples=2, metric="cosine").fit_predict(vectors)) for e in (0.4, 0.45, 0.5)
    ]
    linked = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=0.60)
    return {
        "PhotoNest": timed(
            lambda: regroup(facts_of(World(world.vectors[:limit], who, world.is_child[:limit])), is_full=True)
        ),
        "scikit-learn, average linkage at 0.60": timed(lambda: linked.fit_predict(vectors)),
        "scikit-learn, HDBSCAN": timed(lambda: HDBSCAN(min_cluster_size=2, metric="euclidean").fit_predict(vectors)),
        "scikit-learn, DBSCAN, best of 0.40, 0.45, 0.50": max(sweep, key=lambda found: found["f1"]),
    }


def _corrections(world: World, *, count: int) -> dict[str, float]:
    """Things an owner could say, true or not; the share that a full grouping keeps.

    The rules alone; `backend/tests/people/test_corrections.py` says them through the database, with merges and splits.
    """
    rng = np.random.default_rng(7)
    person = regroup(facts_of(world), is_full=True)
    people = int(person.max()) + 1
    is_by_user, is_known = np.zeros(len(person), np.bool_), np.zeros(people, np.bool_)
    refused: set[tuple[int, int]] = set()
    for number in range(count):
        row, to = int(rng.integers(len(person))), int(rng.integers(people))
        if number % 2:
            person[row], is_by_user[row], is_known[to] = to, True, True
            refused.discard((row, to))
        else:
            refused.add((row, to))
            is_known[to] = True
            if person[row] == to:
                person[row], is_by_user[row] = FREE, False
    said = facts_of(world, person, is_by_user=is_by_user, is_known=is_known, refused=sorted(refused))
    labels = regroup(said, is_full=True)
    kept = int((labels[is_by_user] == person[is_by_user]).sum()) + sum(labels[row] != to for row, to in refused)
    return {"said": float(is_by_user.sum() + len(refused)), "kept": kept / float(is_by_user.sum() + len(refused))}


def _real(folder: Path | None, *, is_smoke: bool) -> dict[str, Any]:
    found = face_photos.read_faces(folder, is_smoke=is_smoke)
    if found is None:
        return {"skipped": "The weights are not installed: photonest models install."}
    vectors, who, names = found
    if len(vectors) < 2:
        return {"skipped": "No face was found in the real pictures."}
    labels = average_link(vectors)
    distance = 1.0 - vectors @ vectors.T
    same = np.triu(who[:, None] == who, 1)
    other = np.triu(who[:, None] != who, 1)
    return {
        "faces": len(who),
        "people": names,
        "groups": int(labels.max()) + 1,
        **pairwise(labels, who),
        "same: mean and largest": [float(distance[same].mean()), float(distance[same].max())],
        "different: mean and smallest": [float(distance[other].mean()), float(distance[other].min())]
        if other.any()
        else [],
        "labelled folder": "used" if folder else f"none: set {PHOTOS_ENV}; only variants of one picture were compared",
    }


def _speed(count: int) -> dict[str, float]:
    world = make_world(faces=count, people=max(20, count // 60), seed=5)
    began = time.perf_counter()
    labels = regroup(facts_of(world), is_full=True)
    full = time.perf_counter() - began
    new = labels.copy()
    new[-100:] = FREE
    began = time.perf_counter()
    regroup(facts_of(world, new), is_full=False)
    return {"faces": float(count), "full_s": full, "hundred_more_s": time.perf_counter() - began}


def _mean(parts: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    return {
        name: {key: float(np.mean([part[name][key] for part in parts])) for key in values}
        for name, values in parts[0].items()
    }


if __name__ == "__main__":
    sys.exit(main())
