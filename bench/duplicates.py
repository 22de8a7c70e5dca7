"""B14: near duplicates: recall and precision on copies of known pictures, and the time to compare 100,000 photos.

Every picture goes through the decoder of the ingest; pairs go through the candidates by hashes and the comparison of
tiles, as in the job. The vectors for likeness, which only leave candidates out, are not used. No picture has a clock:
in a real library two shots with different clocks are never compared at all.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from bench import harness
from bench.duplicate_pictures import COPIES, HARDER, next_shot, originals
from bench.harness import say

TARGET = 0.95
PHOTOS = 100_000
SILENT = 0.15
"""Share of photos without a camera's clock: screenshots, scans, what came through a messenger."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.duplicates", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="kept for equal calls")
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="few pictures and photos: does it run")
    options = parser.parse_args(argv)
    sys.path.insert(0, str(harness.ROOT / "backend"))
    found = measure_pairs(smoke=options.smoke)
    scale = measure_scale(2_000 if options.smoke else PHOTOS)
    met = found["recall"] >= TARGET and found["precision"] >= TARGET
    report: dict[str, Any] = {
        "bench": "B14", "commit": harness.commit(), "machine": harness.machine(), "pairs": found, "scale": scale,
        "verdict": "not judged (smoke)" if options.smoke else "met" if met else "missed",
    }  # fmt: skip
    harness.write_report(report, options.json)
    say(
        f"recall {found['recall']:.3f}, precision {found['precision']:.3f} on {found['photos']} photos"
        f" ({found['next_shots']} next shots): {report['verdict']}. {scale['photos']} photos compared in"
        f" {scale['seconds']:.1f} s ({scale['cpu_seconds']:.1f} s CPU), {scale['candidates']} candidates,"
        f" {found['ms_a_comparison']:.1f} ms each."
    )
    return 0


def measure_pairs(*, smoke: bool) -> dict[str, Any]:
    from photonest.assets.copy_candidates import NO_MOMENT, Prints, candidates
    from photonest.assets.formats import FORMATS
    from photonest.assets.pixels.decoding import DecoderPool
    from photonest.assets.pixels.likeness import SURE_FROM, Grey, grey_of, likeness

    sources = originals(drawn=2 if smoke else 14, shipped=4 if smoke else None)
    shots: list[tuple[str, str]] = []
    decoded: list[tuple[int, int, float]] = []
    greys: list[Grey] = []
    with tempfile.TemporaryDirectory() as folder, DecoderPool(shared_folder=Path(folder)) as pool:

        def take(shot: str, kind: str, image: Any) -> None:
            file = io.BytesIO()
            image.save(file, "JPEG", quality=92)
            with pool.decode(file.getvalue(), FORMATS["jpeg"], share_pixels=False) as photo:
                grey = grey_of(photo.tile_jpeg)
                assert grey is not None
                shots.append((shot, kind))
                decoded.append((photo.dhash, photo.phash, photo.width_px / photo.height_px))
                greys.append(grey)

        for name, image in sources.items():
            take(name, "original", image)
            for kind, change in (COPIES | HARDER).items():
                take(name, kind, change(image))
            for number in range(2 if smoke else 4):
                take(f"{name}, shot {number + 2}", "next shot", next_shot(image, number))
        say(f"  {len(shots)} photos")

    count = len(shots)
    prints = Prints(
        dhash=np.array([row[0] for row in decoded], np.uint64),
        phash=np.array([row[1] for row in decoded], np.uint64),
        ratio=np.array([row[2] for row in decoded], np.float32),
        moment=np.full(count, NO_MOMENT),
        group=np.zeros(count, np.int64),
    )
    began = time.perf_counter()
    compared = [(one, other, likeness(greys[one], greys[other])) for one, other, _ in candidates(prints, range(count))]
    seconds = time.perf_counter() - began
    pairs = {(one, other) for one, other, sure in compared if sure >= SURE_FROM}
    judged = [at for at, (_, kind) in enumerate(shots) if kind not in HARDER]
    wanted = {(a, b) for a, b in combinations(judged, 2) if shots[a][0] == shots[b][0]}
    said = {(min(p), max(p)) for p in pairs if shots[p[0]][1] not in HARDER and shots[p[1]][1] not in HARDER}
    firsts = {shot: at for at, (shot, kind) in enumerate(shots) if kind == "original"}
    with_original: Counter[str] = Counter()
    for at, (shot, kind) in enumerate(shots):
        if kind not in {"original", "next shot"} and {(firsts[shot], at), (at, firsts[shot])} & pairs:
            with_original[kind] += 1
    wrong = said - wanted
    from_original = [with_original[kind] / len(sources) for kind in COPIES]
    return {
        "photos": count,
        "originals": len(sources),
        "next_shots": sum(kind == "next shot" for _, kind in shots),
        "recall": sum(from_original) / len(from_original),
        "recall_of_all_pairs": len(said & wanted) / len(wanted),
        "precision": len(said & wanted) / max(1, len(said)),
        "wrong_pairs": sorted(" | ".join(sorted((shots[a][0], shots[b][0]))) for a, b in wrong),
        "recall_by_change": {kind: round(with_original[kind] / len(sources), 3) for kind in (*COPIES, *HARDER)},
        "candidates": len(compared),
        "ms_a_comparison": 1000 * seconds / max(1, len(compared)),
    }


def measure_scale(photos: int) -> dict[str, Any]:
    """Hashes as those of photographs lie: bits are not independent, so that strangers differ in 32 ± 5 of 64."""
    from photonest.assets.copy_candidates import NO_MOMENT, Prints, candidates

    random = np.random.default_rng(1)

    def hashes() -> np.ndarray:
        # Each bit is the sign of a sum of a few shared moods and its own noise.
        moods = random.normal(0, 1, (photos, 6)).astype(np.float32)
        shares = random.normal(0, 1, (6, 64)).astype(np.float32) * 0.25
        bits = moods @ shares + random.normal(0, 1, (photos, 64)).astype(np.float32) > 0
        return np.packbits(bits, axis=1).view(np.uint64).reshape(-1)

    moment = random.integers(1_000_000_000, 1_700_000_000, photos)
    moment[random.random(photos) < SILENT] = NO_MOMENT
    prints = Prints(
        dhash=hashes(), phash=hashes(), moment=moment, group=np.zeros(photos, np.int64),
        ratio=random.choice(np.array([4 / 3, 3 / 4, 3 / 2, 16 / 9, 9 / 16], np.float32), photos),
    )  # fmt: skip
    began, cpu_began = time.perf_counter(), time.process_time()
    found = sum(1 for _ in candidates(prints, range(photos)))
    whole, cpu = time.perf_counter() - began, time.process_time() - cpu_began
    began = time.perf_counter()
    sum(1 for _ in candidates(prints, range(photos - 100, photos)))
    return {
        "photos": photos, "without_clock": SILENT, "seconds": whole, "cpu_seconds": cpu, "candidates": found,
        "seconds_for_100_new": time.perf_counter() - began,
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
