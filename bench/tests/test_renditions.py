"""The rendition benchmark runs on tiny pictures, and both sides make the same of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import renditions


@pytest.mark.timeout(200)
def test_the_smoke_run_proves_equal_output_against_libvips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.harness.CACHE", tmp_path / "cache")
    monkeypatch.setattr("bench.node_peers.CACHE", tmp_path / "cache")
    report_file = tmp_path / "report.json"
    assert renditions.main(["--smoke", "--peers", "pyvips", "sharp", "--json", str(report_file)]) == 0
    report = json.loads(report_file.read_text())
    libvips, sharp = report["reports"]
    assert libvips["equal_output"]["ok"]
    assert libvips["equal_output"]["pictures"] == 3
    assert libvips["verdict"] == "not measured"
    assert sharp == {"bench": "B1", "peer": "sharp", "verdict": "skipped: not installed"}
