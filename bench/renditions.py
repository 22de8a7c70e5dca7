"""B1: a 1440 px preview and a 250 px tile of 12-megapixel JPEGs, CPU seconds against sharp and libvips.

Our side is the fenced decoder of the ingest walk; it also makes thumbhash and perceptual hashes, which the peers do
not. What the shared RGB buffer for the AI service (2000 x 1500) costs on top is measured apart.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from skimage.metrics import structural_similarity

from bench import harness, node_peers
from bench.harness import Comparison, Cost, Side, say
from bench.rendition_pictures import CLASSES, make_pictures
from photonest import __version__
from photonest.assets.pixels.thumbnails import preview_size, tile_size

TARGETS = {"sharp": 1.4, "pyvips": 1.6, "pillow": 2.0}
DEFAULT_PEERS = ("sharp", "pyvips")
SSIM_MAY_LIE_BELOW = 0.005
SSIM_FIFTH_PERCENTILE_MAY_LIE_BELOW = 0.01
BYTES_MAY_DIFFER_BY = 0.10

FILES_EACH, REPEATS = 2, 8
WHOLE_ROUNDS = 3
SECONDS = 560.0
"""A whole run stays under ten minutes; what is unclear by then is reported as unclear."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.renditions", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="tiny input: does it run, and is the output equal")
    parser.add_argument("--peers", nargs="*", choices=sorted(TARGETS), default=list(DEFAULT_PEERS))
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="photonest-bench-") as out, ExitStack() as stack:
        report = _run(options, Path(out), stack)
    harness.write_report(report, options.json)
    for found in report["reports"]:
        say(_sentence(found))
    return 0 if all(found.get("equal_output", {}).get("ok", True) for found in report["reports"]) else 1


def _run(options: argparse.Namespace, out: Path, stack: ExitStack) -> dict[str, Any]:
    width, height = (1600, 1200) if options.smoke else (4000, 3000)
    say("making pictures …")
    pictures = make_pictures(
        harness.CACHE / "renditions", each=1 if options.smoke else FILES_EACH, width=width, height=height
    )
    for path in (path for paths in pictures.values() for path in paths):
        path.read_bytes()  # both sides read from a warm cache
    work = _Work(pictures, out, (width, height), repeats=1 if options.smoke else REPEATS)
    ours = stack.enter_context(Side("ours", _python_worker("photonest")))
    began = time.monotonic()
    report: dict[str, Any] = {
        "bench": "B1",
        "commit": harness.commit(),
        "machine": harness.machine(),
        "pictures": {name: [path.stat().st_size for path in paths] for name, paths in pictures.items()},
        "pictures_a_unit": sum(map(len, pictures.values())) * work.repeats,
        "reports": [],
    }
    aa: harness.Ratio | None = None
    if not options.smoke:
        say("control: our side against itself")
        with Side("ours again", _python_worker("photonest")) as again:
            aa = harness.control(work.unit(ours), work.unit(again), options.rounds)
        report["aa_control"] = {**aa.as_json(), "holds": harness.control_holds(aa)}
        say("the same with the shared buffer")
        with Side("ours whole", _python_worker("photonest-whole")) as whole:
            rounds = harness.measure_rounds(work.unit(ours), work.unit(whole), WHOLE_ROUNDS)
            report["with_shared_buffer"] = Comparison(tuple(rounds)).cpu.as_json()
    for number, name in enumerate(options.peers):
        peer = _start(name, may_download=not options.smoke)
        if peer is None:
            report["reports"].append({"bench": "B1", "peer": name, "verdict": "skipped: not installed"})
            continue
        with peer:
            say(f"{peer.version}: is the output equal?")
            equal = work.equal_output(ours, peer)
            entry: dict[str, Any] = {
                "bench": "B1",
                "ours": f"photonest {__version__}",
                "peer": peer.version,
                "target": TARGETS[name],
                "equal_output": equal,
            }
            if options.smoke or not equal["ok"]:
                entry["verdict"] = "not measured" if options.smoke else "no verdict: output not equal"
            else:
                left = (SECONDS - (time.monotonic() - began)) / (len(options.peers) - number)
                found, verdict = harness.compare(
                    work.unit(ours), work.unit(peer), target=TARGETS[name], count=options.rounds, seconds=left
                )
                entry |= _figures(found, aa, verdict, work)
            report["reports"].append(entry)
    return report


def _figures(found: Comparison, aa: harness.Ratio | None, verdict: str, work: _Work) -> dict[str, Any]:
    ours_s, peer_s = (seconds / work.pictures for seconds in found.cpu_s_of_a_unit())
    return {
        "rounds": len(found.rounds),
        "aa_control": aa.as_json() if aa else None,
        "cpu": found.cpu.as_json(),
        "cpu_of_class": {name: found.part(name).as_json() for name in CLASSES},
        "cpu_ms_a_picture": {"ours": round(ours_s * 1000, 1), "peer": round(peer_s * 1000, 1)},
        "wall": found.wall.as_json() if found.waited <= harness.WAITED_TOO_MUCH else None,
        "wall_over_cpu": round(found.waited, 2),
        "verdict": verdict if aa and harness.control_holds(aa) else f"no verdict: control failed ({verdict} otherwise)",
        "load_avg": harness.load(),
        "raw": found.raw(),
    }


def _start(name: str, *, may_download: bool) -> Side | None:
    if name == "sharp":
        folder = node_peers.install(may_download=may_download)
        program = node_peers.node()
        if folder is None or program is None:
            return None
        return Side(name, [program, node_peers.script(folder, "sharp_worker.mjs")], env={"UV_THREADPOOL_SIZE": "1"})
    if importlib.util.find_spec({"pyvips": "pyvips", "pillow": "PIL"}[name]) is None:
        return None
    return Side(name, _python_worker(name), env={"VIPS_CONCURRENCY": "1"})


def _python_worker(name: str) -> list[str]:
    return [sys.executable, "-m", "bench.peers.rendition_worker", name]


class _Work:
    """The batch, and the proof that both sides make the same of it."""

    def __init__(self, pictures: dict[str, list[Path]], out: Path, size: tuple[int, int], *, repeats: int) -> None:
        self._files, self._out, self.repeats = pictures, out, repeats
        self._preview = preview_size(*size)
        self._tile = tile_size(*self._preview)
        self.pictures = sum(map(len, pictures.values())) * repeats

    def unit(self, side: Side) -> Callable[[], Cost]:
        requests = {
            name: self._request(paths * self.repeats, self._folder(side)) for name, paths in self._files.items()
        }
        return lambda: side.unit(requests)

    def _request(self, paths: list[Path], out: Path) -> dict[str, Any]:
        return {
            "files": [str(path) for path in paths],
            "out": str(out),
            "preview": self._preview,
            "tile": self._tile,
        }

    def _folder(self, side: Side) -> Path:
        folder = self._out / side.name.replace(" ", "-")
        folder.mkdir(exist_ok=True)
        return folder

    def equal_output(self, ours: Side, peer: Side) -> dict[str, Any]:
        """Sizes, bytes, and structural similarity of luma with a full decode shrunk by Pillow's Lanczos."""
        files = [path for paths in self._files.values() for path in paths]
        sizes_equal = True
        similarity: dict[str, list[float]] = {
            key: [] for key in ("ours_preview", "peer_preview", "ours_tile", "peer_tile")
        }
        weight = {"ours_preview": 0, "peer_preview": 0, "ours_tile": 0, "peer_tile": 0}
        for side in (ours, peer):
            side.ask(self._request(files, self._folder(side)))
        for path in files:
            with Image.open(path) as image:
                full = image.convert("L")
            for kind, size in (("preview", self._preview), ("tile", self._tile)):
                wanted = np.asarray(full.resize(size, Image.Resampling.LANCZOS))
                for who, side in (("ours", ours), ("peer", peer)):
                    made = self._folder(side) / f"{path.stem}-{kind}.jpg"
                    weight[f"{who}_{kind}"] += made.stat().st_size
                    with Image.open(made) as image:
                        sizes_equal &= all(abs(a - b) <= 1 for a, b in zip(image.size, size, strict=True))
                        sizes_equal &= image.format == "JPEG"
                        got = np.asarray(image.convert("L").resize(size))
                    similarity[f"{who}_{kind}"].append(float(structural_similarity(wanted, got)))
        result: dict[str, Any] = {"pictures": len(files), "sizes_equal": sizes_equal}
        good = sizes_equal
        for kind in ("preview", "tile"):
            mine, theirs = np.array(similarity[f"ours_{kind}"]), np.array(similarity[f"peer_{kind}"])
            lowest = float(np.percentile(mine, 5) - np.percentile(theirs, 5))
            ratio = weight[f"ours_{kind}"] / weight[f"peer_{kind}"]
            fine = (
                mine.mean() - theirs.mean() >= -SSIM_MAY_LIE_BELOW
                and lowest >= -SSIM_FIFTH_PERCENTILE_MAY_LIE_BELOW
                and abs(ratio - 1) <= BYTES_MAY_DIFFER_BY
            )
            good = good and bool(fine)
            result[kind] = {
                "ssim_ours": round(float(mine.mean()), 4),
                "ssim_peer": round(float(theirs.mean()), 4),
                "ssim_5th_percentile_difference": round(lowest, 4),
                "bytes_ratio": round(ratio, 3),
                "ok": bool(fine),
            }
        each = len(next(iter(self._files.values())))
        result["preview"]["ssim_of_class"] = {
            name: [
                round(float(np.mean(similarity[f"{who}_preview"][i * each : (i + 1) * each])), 4)
                for who in ("ours", "peer")
            ]
            for i, name in enumerate(self._files)
        }
        return {**result, "ok": good}


def _sentence(found: dict[str, Any]) -> str:
    if "cpu" not in found:
        return f"renditions against {found['peer']}: {found['verdict']}"
    low, high = found["cpu"]["ci95"]
    return (
        f"renditions against {found['peer']}: {found['cpu']['ratio']:.2f} times the CPU [{low:.2f}, {high:.2f}], "
        f"target {found['target']}: {found['verdict']}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
