"""The search benchmarks run, each in a process of its own, and what they find is right."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from bench.harness import ROOT


def _smoke(name: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{name}", "--smoke", "--json", "-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.timeout(200)
def test_hard_constraints_let_exactly_the_right_photos_through() -> None:
    report = _smoke("hard_constraints")
    assert (report["precision"], report["recall"], report["wrong"]) == (1.0, 1.0, [])
    assert report["queries"] >= 200
    assert report["matches"] > 10_000


@pytest.mark.timeout(200)
def test_search_inside_a_filter_finds_the_nearest_at_every_share() -> None:
    (report,) = _smoke("filtered_search")["sizes"]
    assert report["recall_ok"]
    assert [row["share"] for row in report["by_share"]] == [1.0, 0.1, 0.01, 0.001]
    assert all(row["sides"]["pgvector, no index, exact"]["recall"] == 1.0 for row in report["by_share"])
