"""The benchmarks of duplicates and of text run, and find what is plain to see."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from bench.harness import ROOT


def smoke(name: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{name}", "--smoke", "--json", "-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["verdict"] == "not judged (smoke)"
    return found


@pytest.mark.timeout(120)
def test_plain_copies_are_found_and_next_shots_are_not() -> None:
    pairs = smoke("duplicates")["pairs"]
    assert pairs["recall_by_change"]["quality 25"] == 1
    assert pairs["precision"] > 0.9


@pytest.mark.timeout(120)
def test_large_print_is_read() -> None:
    assert smoke("ocr")["recall"] > 0.95
