"""B9: a second `make up` until ready, `photonest up` against the least it could be, and `photonest --help`."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg

from bench import harness
from bench.harness import ROOT, say
from bench.whole_system import System, floor, system

TARGET_UP_S = 5.0
TARGET_HELP_S = 0.4
TARGET_FLOOR = 2.0
"""`photonest up` may take at most so many times what PostgreSQL and an empty Django project take."""
TARGET_ROWS = 1.1
ROWS_FEW, ROWS_MANY, ROWS_SMOKE = 1_000, 1_000_000, 2_000


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="one round, few rows: does it run")
    options = parser.parse_args(argv)
    rounds = 1 if options.smoke else max(2, options.rounds)
    report: dict[str, Any] = {
        "bench": "B9", "commit": harness.commit(), "machine": harness.machine(), "load_before": harness.load(),
        "rounds": rounds,
    }  # fmt: skip
    report["help"] = measure_help(rounds * 3)
    with system() as ours:
        report["make_up_second_start"] = measure_make_up(ours, rounds)
        report["against_floor"] = measure_against_floor(ours, rounds)
        report["rows"] = measure_rows(ours, rounds, many=ROWS_SMOKE if options.smoke else ROWS_MANY)
    report["load_after"] = harness.load()
    harness.write_report(report, options.json)
    say(sentence(report))
    return 0


def measure_help(count: int) -> dict[str, Any]:
    """Wall seconds of `photonest --help` and of `django-admin --help`, in turn."""
    tools = Path(sys.executable).parent
    commands = {"photonest": [tools / "photonest", "--help"], "django_admin": [tools / "django-admin", "--help"]}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(count + 1):
        for name, command in commands.items():
            began = time.monotonic()
            subprocess.run(command, check=True, capture_output=True)
            times[name].append(time.monotonic() - began)
    ours = summary(times["photonest"][1:])
    peer = summary(times["django_admin"][1:])
    return {
        "photonest_s": ours,
        "django_admin_s": peer,
        "target_s": TARGET_HELP_S,
        "met": ours["median"] <= TARGET_HELP_S,
    }


def measure_make_up(ours: System, rounds: int) -> dict[str, Any]:
    """Wall seconds from `make up` to the ready line, everything installed and the database there."""
    times = []
    for number in range(rounds + 1):
        seconds = ours.start(["make", "--no-print-directory", "-C", str(ROOT), "up"])
        say(f"  make up: {seconds:.2f} s")
        ours.stop()
        if number:  # the first one may still have to install or build
            times.append(seconds)
    found = summary(times)
    return {"seconds": found, "target_s": TARGET_UP_S, "met": found["median"] <= TARGET_UP_S}


def measure_against_floor(ours: System, rounds: int) -> dict[str, Any]:
    """`photonest up` and the floor in turn; the ratio of wall times, ours over floor."""
    mine: list[float] = []
    least: list[float] = []
    with tempfile.TemporaryDirectory(prefix="photonest-floor-", ignore_cleanup_errors=True) as folder:
        for number in range(rounds + 1):
            turns: Sequence[Callable[[], None]] = [
                lambda: mine.append(_start_and_stop(ours)),
                lambda: least.append(_floor_once(Path(folder) / "postgres")),
            ]
            for turn in turns if number % 2 else reversed(turns):
                turn()
    mine, least = mine[1:], least[1:]
    result: dict[str, Any] = {"photonest_up_s": summary(mine), "floor_s": summary(least), "target": TARGET_FLOOR}
    if len(mine) > 1:
        ratio = harness.ratio_of(list(zip(least, mine, strict=True)))
        result |= {"ratio_to_floor": ratio.as_json(), "verdict": _at_most(ratio, TARGET_FLOOR)}
    return result


def measure_rows(ours: System, rounds: int, *, many: int) -> dict[str, Any]:
    """The same start with few and with many photos in the database."""
    _first_row(ours)
    fill(ours, ROWS_FEW)
    few = [_start_and_stop(ours) for _ in range(rounds + 1)][1:]
    fill(ours, many)
    lots = [_start_and_stop(ours) for _ in range(rounds + 1)][1:]
    result: dict[str, Any] = {
        "few": {"rows": ROWS_FEW, "seconds": summary(few)},
        "many": {"rows": many, "seconds": summary(lots)},
        "ratio_of_medians": round(statistics.median(lots) / statistics.median(few), 3),
        "target": TARGET_ROWS,
    }
    return result | {"met": result["ratio_of_medians"] <= TARGET_ROWS}


def fill(ours: System, rows: int) -> None:
    """Copies of one asset row in the database, up to `rows`; nothing on disk, no start looks there."""
    say(f"  filling {rows:,} rows …")
    from photonest.cli.embedded_postgres import EmbeddedPostgres

    server = EmbeddedPostgres(ours.data / "postgres")
    url = server.start()
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            names = connection.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'assets_asset'"
            ).fetchall()
            copied = {str(name): f'"{name}"' for (name,) in names}
            copied |= {"id": "gen_random_uuid()", "sha256": "sha256((n::text || random()::text)::bytea)"}
            columns = ", ".join(f'"{name}"' for name in copied)
            missing = max(0, rows - _count(connection))
            connection.execute(
                f"INSERT INTO assets_asset ({columns}) SELECT {', '.join(copied.values())} FROM "
                f"(SELECT * FROM assets_asset LIMIT 1) AS one, generate_series(1, {missing}) AS n".encode()
            )
            connection.execute("ANALYZE assets_asset")
            connection.execute("CHECKPOINT")
    finally:
        server.stop()


def _first_row(ours: System) -> None:
    from PIL import Image

    picture = ours.data.parent / "one.jpg"
    Image.new("RGB", (64, 48), "teal").save(picture)
    ours.call("import", str(picture), "--user", "measured", "--no-wait")


def _count(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute("SELECT count(*) FROM assets_asset").fetchone()
    return int(row[0]) if row else 0


def _start_and_stop(ours: System) -> float:
    seconds = ours.start()
    ours.stop()
    return seconds


def _floor_once(folder: Path) -> float:
    with floor(folder) as start:
        return start()[1]


def _at_most(ratio: harness.Ratio, target: float) -> str:
    low, high = ratio.as_json()["ci95"]
    return "met" if high <= target else "missed" if low > target else "unclear"


def summary(times: Sequence[float]) -> dict[str, float]:
    """Median and extremes, seconds."""
    return {
        "median": round(statistics.median(times), 3), "min": round(min(times), 3), "max": round(max(times), 3),
        "n": len(times),
    }  # fmt: skip


def sentence(report: dict[str, Any]) -> str:
    up, rows = report["make_up_second_start"], report["rows"]
    against = report["against_floor"]
    return (
        f"make up, second start: {up['seconds']['median']} s (target {TARGET_UP_S}); photonest --help: "
        f"{report['help']['photonest_s']['median']} s (target {TARGET_HELP_S}); photonest up "
        f"{against['photonest_up_s']['median']} s, floor {against['floor_s']['median']} s (target {TARGET_FLOOR}x); "
        f"{rows['many']['rows']:,} rows: {rows['ratio_of_medians']}x of {rows['few']['rows']:,} (target {TARGET_ROWS}x)"
    )


if __name__ == "__main__":
    sys.exit(main())
