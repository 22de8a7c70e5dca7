"""Full ingest to searchable: the fused walk against the same work done as separate steps that each decode again."""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from bench.harness import (
    CACHE,
    Cost,
    Side,
    commit,
    compare,
    control,
    control_holds,
    load,
    machine,
    say,
    write_report,
)
from bench.ingest_pictures import make_scenes

TARGET = 2.0
"""Issue and QUALITY B3: at least twice the photos per CPU second."""
AIM_PHOTOS_PER_S = 4.0
"""Aim for 12-megapixel JPEGs on two idle cores, both used."""
SECONDS = 480.0


class IngestSide(Side):
    """A side whose database server is counted too: it detaches itself and is no child of the process."""

    def __init__(self, kind: str, data: Path) -> None:
        super().__init__(kind, [sys.executable, "-m", "bench.ingest_side", kind, data])
        self._database = psutil.Process(int(self.hello["database_pid"]))

    def cpu_s(self) -> float:
        own = super().cpu_s()
        for process in [self._database, *self._database.children(recursive=True)]:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            own += times.user + times.system
            if process.pid == self._database.pid:
                own += times.children_user + times.children_system
        return own


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.ingest", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="tiny pictures, one round: is the output equal")
    options = parser.parse_args(argv)
    rounds = 1 if options.smoke else options.rounds
    size = (800, 600) if options.smoke else (4000, 3000)
    pictures = make_scenes(CACHE / "scenes", each=1 if options.smoke else 2, width=size[0], height=size[1])
    models = _models()
    with tempfile.TemporaryDirectory(prefix="photonest-bench-") as ground:
        folders = {kind: Path(ground) / kind for kind in ("fused", "separate")}
        for folder in folders.values():
            folder.mkdir()
        os.environ["PHOTONEST_MODELS"] = str(models)
        with IngestSide("fused", folders["fused"]) as ours, IngestSide("separate", folders["separate"]) as peer:
            report = _measure(ours, peer, pictures, rounds, is_smoke=options.smoke)
        if not options.smoke:
            report["throughput"] = _throughput(Path(ground) / "throughput", pictures)
    write_report(report, options.json)
    cpu = report["cpu"]
    say(
        f"ingest: {cpu['ratio']:.2f} {cpu['ci95']} times the photos a CPU second (target {TARGET}): {report['verdict']}"
    )
    return 0 if report["equal_output"]["ok"] else 1


def _measure(ours: Side, peer: Side, pictures: list[Path], rounds: int, *, is_smoke: bool) -> dict[str, Any]:
    request = {"paths": [str(path) for path in pictures]}
    batch = {"paths": request["paths"] * (1 if is_smoke else 2)}  # over three CPU seconds, the method's least

    def unit(side: Side) -> Cost:
        return side.unit({"ingest": batch})

    say("equal output …")
    equal = _equal_output(ours.ask(request)["photos"], peer.ask(request)["photos"])
    same = None if is_smoke else control(lambda: unit(ours), lambda: unit(ours), rounds)
    found, verdict = compare(
        lambda: unit(ours), lambda: unit(peer), target=TARGET, count=rounds, seconds=0 if is_smoke else SECONDS
    )
    cpu_ours, cpu_peer = found.cpu_s_of_a_unit()
    if not equal["ok"] or is_smoke or (same is not None and not control_holds(same)):
        verdict = "no verdict"
    return {
        "bench": "B3",
        "ours": "fused walk",
        "peer": "separate steps, each decoding again, one default session per model",
        "machine": machine(),
        "commit": commit(),
        "rounds": len(found.rounds),
        "aa_control": same.as_json() if same else None,
        "cpu": found.cpu.as_json(),
        "wall": found.wall.as_json(),
        "photos_per_cpu_second": {
            "ours": round(len(batch["paths"]) / cpu_ours, 3),
            "peer": round(len(batch["paths"]) / cpu_peer, 3),
        },
        "equal_output": equal,
        "target": TARGET,
        "verdict": verdict,
        "load_avg": load(),
        "raw": found.raw(),
    }


def _equal_output(ours: list[dict[str, Any]], peers: list[dict[str, Any]]) -> dict[str, Any]:
    """Same sizes, faces and hashes; the vectors differ only by what the preview has lost (JPEG, 1440 px)."""
    cosines = [
        sum(a * b for a, b in zip(mine["vector"], theirs["vector"], strict=True))
        / max(1e-9, math.hypot(*mine["vector"]) * math.hypot(*theirs["vector"]))
        for mine, theirs in zip(ours, peers, strict=True)
    ]
    same_sizes = all(
        mine["size"] == theirs["size"]
        and all(
            abs(a - b) <= 1
            for one, other in zip(mine["renditions"], theirs["renditions"], strict=True)
            for a, b in zip(one, other, strict=True)
        )
        for mine, theirs in zip(ours, peers, strict=True)
    )
    same_faces = sum(mine["faces"] == theirs["faces"] for mine, theirs in zip(ours, peers, strict=True)) / len(ours)
    whole = all(photo["state"] == "ready" and photo["has_hash"] for photo in (*ours, *peers))
    return {
        "sizes": same_sizes,
        "faces": same_faces,
        "vector_cosine_mean": round(sum(cosines) / len(cosines), 4),
        "ok": same_sizes and whole and same_faces >= 0.9 and sum(cosines) / len(cosines) >= 0.9,
    }


def _throughput(data: Path, pictures: list[Path]) -> dict[str, Any]:
    """Photos a second through `photonest import`, every core in use: start of the command to all searchable."""
    folder = data.parent / "pictures"
    folder.mkdir()
    data.mkdir()
    copies = 20  # 120 photos: an import begins with two seconds of starting, which would weigh too much in fewer
    for number in range(copies):
        for path in pictures:
            (folder / f"{number}-{path.name}").write_bytes(path.read_bytes() + number.to_bytes(4, "big"))
    password = data.parent / "password"
    password.write_text("a long enough password\n")
    environment = {**os.environ, "PHOTONEST_DATA": str(data)}
    command = [sys.executable, "-m", "photonest.cli"]
    subprocess.run([*command, "user", "add", "bench", "--password-file", str(password)], env=environment, check=True,
                   stdout=sys.stderr)  # fmt: skip
    say("throughput: photonest import with all cores …")
    began = time.perf_counter()
    subprocess.run([*command, "import", str(folder), "--user", "bench", "--json"], env=environment, check=True,
                   stdout=sys.stderr)  # fmt: skip
    seconds = time.perf_counter() - began
    photos = copies * len(pictures)
    return {
        "photos": photos,
        "seconds": round(seconds, 1),
        "photos_per_second": round(photos / seconds, 2),
        "aim": AIM_PHOTOS_PER_S,
        "verdict": "met" if photos / seconds >= AIM_PHOTOS_PER_S else "missed",
        "note": "wall time, start of every part included; one run, so a figure and not a ratio",
    }


def _models() -> Path:
    """Installed models: PHOTONEST_MODELS, else brought into the cache of the benchmarks."""
    given = os.environ.get("PHOTONEST_MODELS")
    folder = Path(given) if given else CACHE / "models"
    install = [sys.executable, "-m", "photonest_ai.weights", "install", str(folder)]
    subprocess.run(install, check=True, stdout=sys.stderr)
    return folder


if __name__ == "__main__":
    sys.exit(main())
