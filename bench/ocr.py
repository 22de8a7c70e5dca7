"""B15: text in pictures: share of words found on rendered pages, CPU time a page, a glance, and memory."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from typing import Any

import numpy as np
import psutil

from bench import harness
from bench.harness import say
from bench.ocr_pages import KINDS, Kind, page

TARGET = 0.95
PAGES_EACH = 2
SMALL_PRINT = (12, 14, 16, 18, 22)
"""Font sizes of scans twice as large as the preview; in the preview half of it is left."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.ocr", description=__doc__)
    parser.add_argument("--rounds", type=int, default=PAGES_EACH, help=f"pages of each kind (default {PAGES_EACH})")
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="two small pages: does it run")
    options = parser.parse_args(argv)
    kinds = KINDS[2:4] if options.smoke else KINDS
    size = (600, 300) if options.smoke else (1080, 1440)
    report: dict[str, Any] = {"bench": "B15", "commit": harness.commit(), "machine": harness.machine()}
    report |= measure([(kind, seed) for kind in kinds for seed in range(1 if options.smoke else options.rounds)], size)
    if not options.smoke:
        report["small_print"] = measure_small_print()
    met = report["recall"] >= TARGET
    report["verdict"] = "not judged (smoke)" if options.smoke else "met" if met else "missed"
    harness.write_report(report, options.json)
    say(
        f"{report['recall']:.3f} of {report['words']} words found: {report['verdict']};"
        f" {report['cpu_s_a_page']:.2f} CPU s a page, {report['cpu_ms_a_glance']:.0f} CPU ms without text,"
        f" {report['memory_mb']:.0f} MB more in memory"
    )
    for size, told in report.get("small_print", {}).items():
        say(f"  scan with letters of {size} px: {told}")
    return 0


def measure(pages: list[tuple[Any, int]], size: tuple[int, int]) -> dict[str, Any]:
    for folder in ("ai", "contracts", "backend"):
        sys.path.insert(0, str(harness.ROOT / folder))
    import skimage.data

    from photonest.search.words import tokens
    from photonest_ai.models.registry import Models
    from photonest_ai.runtime.images import Picture
    from photonest_ai.runtime.store import ModelStore
    from photonest_ai.tasks.read_text import read_text
    from photonest_ai.weights.install import Installer

    folder = harness.ROOT / ".cache" / "models"
    installed = Installer(folder, say=lambda _: None).install()
    assert not installed.failed, installed.failed
    before = psutil.Process().memory_info().rss
    models = Models(ModelStore(folder))
    found: dict[str, list[int]] = {}
    cpu: list[float] = []
    for kind, seed in pages:
        picture, words = page(kind, seed, *size)
        rgb = np.asarray(picture)
        began = time.process_time()
        lines = read_text(models, Picture(rgb))
        cpu.append(time.process_time() - began)
        # As search compares them: without case and accents.
        read = Counter(tokens(" ".join(line.text for line in lines)))
        wanted = Counter(tokens(" ".join(words)))
        tally = found.setdefault(kind.name, [0, 0])
        tally[0] += sum(min(count, read[word]) for word, count in wanted.items())
        tally[1] += len(words)
        missed = sorted((wanted - read).elements())
        say(f"  {kind.name}: {tally[0]} of {tally[1]}, {cpu[-1]:.1f} s; not found: {' '.join(missed[:8])}")
    memory = psutil.Process().memory_info().rss - before
    plain = np.ascontiguousarray(np.tile(skimage.data.chelsea(), (4, 3, 1))[:1080, :1440])
    began = time.process_time()
    glances = 3
    nothing = [read_text(models, Picture(plain)) for _ in range(glances)]
    glance = (time.process_time() - began) / glances
    return {
        "words": sum(total for _, total in found.values()),
        "recall": sum(hit for hit, _ in found.values()) / sum(total for _, total in found.values()),
        "recall_by_kind": {name: round(hit / total, 4) for name, (hit, total) in found.items()},
        "cpu_s_a_page": sum(cpu) / len(cpu),
        "cpu_ms_a_glance": 1000 * glance,
        "read_where_nothing_is": sum(len(lines) for lines in nothing),
        "memory_mb": memory / 1e6,
    }


def measure_small_print() -> dict[int, dict[str, float]]:
    """Words of scans whose print is small in the preview: with the preview alone, and as the walk reads them."""
    from photonest.assets import text_bands
    from photonest.search.words import tokens
    from photonest_ai.models.registry import Models
    from photonest_ai.runtime.images import Picture, fit
    from photonest_ai.runtime.store import ModelStore
    from photonest_ai.tasks.read_text import read

    models = Models(ModelStore(harness.ROOT / ".cache" / "models"))
    told: dict[int, dict[str, float]] = {}
    for size in SMALL_PRINT:
        picture, words = page(Kind("scan", size), 1, 800, 2880)
        rgb = np.asarray(picture)
        height, width = rgb.shape[:2]
        wanted = Counter(tokens(" ".join(words)))

        def share(lines: Any, wanted: Counter[str] = wanted) -> float:
            found = Counter(tokens(" ".join(line.text for line in lines)))
            return round(sum(min(count, found[word]) for word, count in wanted.items()) / wanted.total(), 4)

        began = time.process_time()
        first = read(models, Picture(fit(rgb, 1440)))
        cpu = time.process_time() - began
        lines: Any = first.lines
        if first.is_small:
            close = []
            for band in text_bands.bands(width, height, are_columns=False):
                part = np.ascontiguousarray(rgb[band.top : band.top + band.height])
                seen = read(models, Picture(part), is_sure=True).lines
                close += text_bands.lines_of_band(band, seen, width, height)
            lines = text_bands.put_together(first.lines, close, width, height)
        all_of_it = time.process_time() - began
        told[size] = {
            "words": wanted.total(),
            "preview": share(first.lines),
            "recall": share(lines),
            "cpu_s_preview": round(cpu, 1),
            "cpu_s": round(all_of_it, 1),
        }
    return told


if __name__ == "__main__":
    sys.exit(main())
