"""Measure speed and memory on this machine; each benchmark writes JSON when asked."""

from __future__ import annotations

import argparse
from pathlib import Path

NAMES = (
    "renditions",
    "ingest",
    "search",
    "timeline",
    "memory",
    "start",
    "events",
    "duplicates",
    "ocr",
    "hard_constraints",
    "filtered_search",
    "search_page",
    "full_queries",
    "eyes",
    "map",
    "faces",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)} (default: all)")
    parser.add_argument("--rounds", type=int, help="rounds of measuring (default 7)")
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="tiny inputs: does it run at all, and is the output equal")


def run(options: argparse.Namespace) -> int:
    import subprocess

    from photonest.cli import parts
    from photonest.cli.errors import WrongUse

    root = Path(__file__).resolve().parents[3]
    if not (root / "bench").is_dir():
        raise WrongUse("Benchmarks come with the source: run this in a clone of PhotoNest.")
    names = options.names or list(NAMES)
    unknown = [name for name in names if not (root / "bench" / f"{name}.py").is_file()]
    if unknown:
        raise WrongUse(f"There is no benchmark {unknown[0]!r}. There are: {', '.join(NAMES)}.")
    if options.json and options.json != "-" and len(names) > 1:
        raise WrongUse("--json FILE takes one benchmark at a time.")
    code = 0
    for name in names:
        command = [parts.python()[0], "-m", f"bench.{name}"]
        command += ["--json", _absolute(options.json)] if options.json else []
        command += ["--rounds", str(options.rounds)] if options.rounds else []
        command += ["--smoke"] if options.smoke else []
        code = max(code, subprocess.run(command, cwd=root, check=False).returncode)
    return code


def _absolute(file: str) -> str:
    return file if file == "-" else str(Path(file).absolute())
