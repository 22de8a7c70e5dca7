"""B8: memory (PSS) of web and worker at rest, of everything at rest, the peak of an import, and after it."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from bench import harness
from bench.harness import say
from bench.rendition_pictures import make_pictures
from bench.whole_system import System, floor, pss_mb, system

TARGET_WEB_WORKER_MB, TARGET_IDLE_MB, TARGET_PEAK_MB = 200, 600, 2000
SETTLE_S, SETTLE_SMOKE_S = 30.0, 3.0
AFTER_S, AFTER_SMOKE_S = 330.0, 3.0
"""The AI service gives a model's memory back after 300 s without a question; `--after 600` is the full ten minutes."""
SAMPLE_S = 0.25
PICTURES_EACH = 8  # of three kinds; the peak is reached when all workers and models are busy, within seconds


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.memory", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="kept for equal calls; memory is measured once")
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="small pictures, short waits: does it run")
    parser.add_argument("--after", type=float, metavar="SECONDS", help=f"wait after the import (default {AFTER_S:.0f})")
    options = parser.parse_args(argv)
    settle = SETTLE_SMOKE_S if options.smoke else SETTLE_S
    after = options.after if options.after is not None else AFTER_SMOKE_S if options.smoke else AFTER_S
    report: dict[str, Any] = {
        "bench": "B8", "commit": harness.commit(), "machine": harness.machine(), "unit": "MB of PSS (1e6 bytes)",
        "settle_s": settle, "after_s": after, "floor": measure_floor(settle),
    }  # fmt: skip
    with system() as ours:
        ours.start()
        say(f"  at rest for {settle:.0f} s …")
        time.sleep(settle)
        report["idle"] = by_part(ours)
        report["import"] = measure_import(ours, smoke=options.smoke)
        say(f"  {after:.0f} s after the import …")
        time.sleep(after)
        report["after"] = by_part(ours)
    # Short waits and small pictures prove that it runs; they say nothing about the targets.
    report["targets"] = {} if options.smoke else judge(report)
    harness.write_report(report, options.json)
    say(sentence(report))
    return 0


def by_part(ours: System) -> dict[str, float]:
    """PSS of each part and their sum."""
    parts = {name: round(pss_mb(pids), 1) for name, pids in sorted(ours.processes().items())}
    return parts | {"sum": round(sum(parts.values()), 1)}


def measure_floor(settle: float) -> dict[str, float]:
    """Bare PostgreSQL and an empty Django project under uvicorn, after one request."""
    with (
        tempfile.TemporaryDirectory(prefix="photonest-floor-", ignore_cleanup_errors=True) as folder,
        floor(Path(folder) / "postgres") as start,
    ):
        process, _ = start()
        time.sleep(min(settle, 5.0))
        everything = psutil.Process(process.pid).children(recursive=True)
        database = [child.pid for child in everything if child.name() == "postgres"]
        web = [child.pid for child in everything if child.pid not in database]
        return {"database": round(pss_mb(database), 1), "web": round(pss_mb(web), 1)}


def measure_import(ours: System, *, smoke: bool) -> dict[str, Any]:
    """Peak of the whole system, the importing command included, while pictures of 12 MP go in until searchable."""
    width, height = (1600, 1200) if smoke else (4000, 3000)
    pictures = make_pictures(harness.CACHE / "memory", each=1 if smoke else PICTURES_EACH, width=width, height=height)
    folder = harness.CACHE / "memory"
    count = sum(len(paths) for paths in pictures.values())
    say(f"  importing {count} pictures …")
    command = [sys.executable, "-m", "photonest.cli", "import", str(folder), "--user", "measured", "--json"]
    peak: dict[str, float] = {"sum": 0.0}
    with subprocess.Popen(command, env=ours.env, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as importing:
        done = threading.Event()

        def watch() -> None:
            while not done.is_set():
                now = by_part(ours)
                now["command"] = round(pss_mb([importing.pid]), 1)
                now["sum"] = round(now["sum"] + now["command"], 1)
                if now["sum"] > peak["sum"]:
                    peak.clear()
                    peak.update(now)
                done.wait(SAMPLE_S)

        watcher = threading.Thread(target=watch)
        watcher.start()
        began = time.monotonic()
        code = importing.wait()
        seconds = time.monotonic() - began
        done.set()
        watcher.join()
    if code != 0:
        raise RuntimeError(f"the import ended with code {code}; see {ours.data / 'logs'}")
    return {"pictures": count, "width_px": width, "height_px": height, "seconds": round(seconds, 1), "peak": peak}


def judge(report: dict[str, Any]) -> dict[str, Any]:
    """Each target beside what was measured."""
    idle, after, peak = report["idle"], report["after"], report["import"]["peak"]
    measured = {
        "web_and_worker_idle": (round(idle.get("web", 0) + idle.get("worker", 0), 1), TARGET_WEB_WORKER_MB),
        "whole_system_after_import": (after["sum"], TARGET_IDLE_MB),
        "peak_during_import": (peak["sum"], TARGET_PEAK_MB),
    }
    return {name: {"mb": mb, "target_mb": goal, "met": mb <= goal} for name, (mb, goal) in measured.items()}


def sentence(report: dict[str, Any]) -> str:
    if not report["targets"]:
        return "smoke run: measured, not judged"
    return "; ".join(
        f"{name.replace('_', ' ')}: {found['mb']} MB (target {found['target_mb']}, "
        f"{'met' if found['met'] else 'missed'})"
        for name, found in report["targets"].items()
    )


if __name__ == "__main__":
    sys.exit(main())
