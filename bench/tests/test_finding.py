"""The search benchmarks run, each in a process of its own, and what they find is right."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.harness import ROOT
from photonest.cli.bench import NAMES


def _smoke(name: str, *more: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{name}", "--smoke", "--json", "-", *more],
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
    assert report["as_text"] == report["queries"]
    assert report["matches"] > 10_000


@pytest.mark.timeout(200)
def test_whole_queries_find_what_they_ask_and_break_no_hard_part() -> None:
    """With the true models where they are installed; without them the benchmark says that it skips."""
    models = os.environ.get("PHOTONEST_TEST_MODELS")
    if not models:
        pytest.skip("PHOTONEST_TEST_MODELS names no folder of installed models")
    report = _smoke("full_queries", "--models", models)
    assert report["hard_parts_broken"] == []
    assert report["answerable"] >= 10
    assert report["unanswerable"] >= 5
    assert report["ndcg"] > 0.5
    assert report["nothing_found"] >= 0.8


def test_without_models_whole_queries_are_skipped_in_so_many_words(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.full_queries", "--smoke", "--models", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "SKIPPED" in done.stderr + done.stdout) == (0, True)


def test_every_benchmark_is_known_to_the_command_and_to_its_docs() -> None:
    """What can be measured is what a file in `bench` offers with `--smoke`; none is forgotten, none is promised."""
    offered = {path.stem for path in (ROOT / "bench").glob("*.py") if '"--smoke"' in path.read_text()}
    told = (ROOT / "docs" / "reference" / "cli.md").read_text()
    assert set(NAMES) == offered
    assert [name for name in NAMES if f"`{name}`" not in told] == []


@pytest.mark.timeout(200)
def test_search_inside_a_filter_finds_the_nearest_at_every_share() -> None:
    (report,) = _smoke("filtered_search")["sizes"]
    assert report["recall_ok"]
    assert [row["share"] for row in report["by_share"]] == [1.0, 0.1, 0.01, 0.001]
    assert all(row["sides"]["pgvector, no index, exact"]["recall"] == 1.0 for row in report["by_share"])


@pytest.mark.timeout(200)
def test_every_typical_text_is_answered_with_photos_over_http() -> None:
    report = _smoke("search_page")
    assert {row["text"]: row["total"] > 0 for row in report["texts"]} == {row["text"]: True for row in report["texts"]}
