"""A Chromium for the browser tests: the system's, else Playwright's, else the distribution's package."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from bootstrap.environment import PYTHON
from bootstrap.steps import StepFailed, run

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find_or_install_chromium() -> Path:
    """Path of a Chromium that starts. Raises `StepFailed`: then the browser tests fail with this sentence."""
    found = _given() or _of_the_system() or _of_playwright()
    if found:
        return found
    said = []
    try:
        run([PYTHON, "-m", "playwright", "install", "chromium-headless-shell"], what="chromium")
        found = _of_playwright()
    except StepFailed as problem:
        said.append(str(problem))
    if not found and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        try:
            run(["apt-get", "update", "-q"], what="package lists")
            run(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"], what="chromium package")
            found = _of_the_system()
        except StepFailed as problem:
            said.append(str(problem))
    if found:
        return found
    raise StepFailed(
        "No Chromium was found and none could be installed, so the browser tests cannot run. "
        "Install one (Debian: apt install chromium) or set PHOTONEST_CHROMIUM to its path. " + " ".join(said)
    )


def _given() -> Path | None:
    named = os.environ.get("PHOTONEST_CHROMIUM")
    if not named:
        return None
    if not _starts(Path(named)):
        raise StepFailed(f"PHOTONEST_CHROMIUM names {named}, which does not start.")
    return Path(named)


def _of_the_system() -> Path | None:
    candidates = [Path(path) for name in NAMES if (path := shutil.which(name))] + [MAC]
    return next((path for path in candidates if _starts(path)), None)


def _of_playwright() -> Path | None:
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    patterns = ("chromium_headless_shell-*/*/headless_shell", "chromium_headless_shell-*/*/chrome-headless-shell",
                "chromium-*/*/chrome")  # fmt: skip
    return next((path for pattern in patterns for path in sorted(cache.glob(pattern)) if _starts(path)), None)


def _starts(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
