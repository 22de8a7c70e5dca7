"""`make test` and `make check`: runs every suite, shows its words as they come, and adds up what passed and failed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from bootstrap.browser import find_or_install_chromium
from bootstrap.environment import VENV, WEB, scripts_of_web
from bootstrap.steps import NOTES, ROOT, StepFailed, environment, run

BIN = VENV / "bin"
PYTHON_FOLDERS = ("bootstrap", "contracts", "ai", "backend", "bench", "web/e2e")


@dataclass
class Count:
    """What a suite, or all of them, came to."""

    passed: int = 0
    failed: int = 0

    def add(self, other: Count) -> None:
        self.passed += other.passed
        self.failed += other.failed


def run_checks() -> Count:
    """The fast ones; each counts as one."""
    there = [folder for folder in PYTHON_FOLDERS if (ROOT / folder).is_dir()]
    total = Count()
    for name, command in (
        ("ruff", [BIN / "ruff", "check", *there]),
        ("ruff format", [BIN / "ruff", "format", "--check", "--quiet", *there]),
        ("import-linter", [BIN / "lint-imports"]),
        ("mypy", [BIN / "mypy"]),
    ):
        total.add(_one(name, command))
    return total


def run_everything(pytest_arguments: Sequence[str] = ()) -> Count:
    """Checks, Python suites, web suites. A suite that cannot run at all counts as one failure."""
    total = run_checks()
    extra: dict[str, str] = {"PHOTONEST_TEST_MODELS": str(ROOT / ".cache" / "models")}
    try:
        # Weights are real in tests too; they are kept in the checkout so that no test touches anybody's photos.
        models = [BIN / "python", "-m", "photonest_ai.weights", "install", extra["PHOTONEST_TEST_MODELS"]]
        run(models, what="models for tests")
    except StepFailed as problem:
        total.add(_broken(str(problem)))
    try:
        extra["PHOTONEST_CHROMIUM"] = str(find_or_install_chromium())
    except StepFailed as problem:
        total.add(_broken(str(problem)))
    total.add(_pytest(extra, pytest_arguments))
    total.add(_web())
    return total


def _pytest(extra: Mapping[str, str], arguments: Sequence[str]) -> Count:
    report = NOTES / "pytest.xml"
    report.unlink(missing_ok=True)
    code = _show("pytest", [BIN / "python", "-m", "pytest", f"--junitxml={report}", *arguments], extra=extra)
    try:
        suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314  written by pytest just now
        count = Count()
        for suite in suites:
            number = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
            wrong = number["failures"] + number["errors"]
            count.add(Count(number["tests"] - wrong - number["skipped"], wrong))
    except (OSError, ET.ParseError):
        return _broken("pytest ended without a report")
    if code != 0 and count.failed == 0:
        count.add(_broken(f"pytest ended with code {code}"))
    return count


def _web() -> Count:
    total = Count()
    scripts = scripts_of_web()
    npm = str(BIN / "npm")
    for name in ("check", "lint"):
        if name in scripts:
            total.add(_one(f"web {name}", [npm, "run", "--silent", name], cwd=WEB))
    if "test" in scripts:
        report = NOTES / "vitest.json"
        report.unlink(missing_ok=True)
        reporters = ["--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
        code = _show("web tests", [npm, "run", "--silent", "test", "--", *reporters], cwd=WEB)
        try:
            result = json.loads(report.read_text())
            count = Count(int(result["numPassedTests"]), int(result["numFailedTests"]))
        except (OSError, ValueError, KeyError):
            count = _broken("the web tests ended without a report")
        if code != 0 and count.failed == 0:
            count.add(_broken(f"the web tests ended with code {code}"))
        total.add(count)
    return total


def _one(name: str, command: Sequence[str | Path], *, cwd: Path = ROOT) -> Count:
    return Count(passed=1) if _show(name, command, cwd=cwd) == 0 else Count(failed=1)


def _broken(sentence: str) -> Count:
    print(sentence, file=sys.stderr, flush=True)
    return Count(failed=1)


def _show(name: str, command: Sequence[str | Path], *, cwd: Path = ROOT, extra: Mapping[str, str] | None = None) -> int:
    """Run with its output in view; returns the exit code."""
    print(f"\n== {name}", flush=True)
    started_at = time.monotonic()
    words = [str(part) for part in command]
    try:
        code = subprocess.run(
            words, cwd=cwd, env={**environment(), "CI": os.environ.get("CI", "true"), **(extra or {})},
            stdin=subprocess.DEVNULL, check=False,
        ).returncode  # fmt: skip
    except OSError as problem:
        print(f"{words[0]} cannot be started: {problem.strerror}", flush=True)
        code = 127
    print(f"== {name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - started_at:.1f} s", flush=True)
    return code
