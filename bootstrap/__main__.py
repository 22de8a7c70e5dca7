"""``python -m bootstrap TARGET``: what the Makefile calls."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Sequence

from bootstrap import environment, suites
from bootstrap.steps import NOTES, ROOT, StepFailed, run


def main(arguments: Sequence[str]) -> int:
    """Returns the exit code; what goes wrong is a sentence."""
    target, rest = (arguments[0] if arguments else "up"), list(arguments[1:])
    try:
        os.umask(0o022)  # PostgreSQL runs as another user when root starts it, and must be able to read its programs
        NOTES.mkdir(exist_ok=True)
        with (NOTES / "make.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("  Another `make` works in this checkout; waiting for it.", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
            code = TARGETS[target](rest)
    except StepFailed as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except PermissionError as problem:
        print(
            f"\n{problem.filename} cannot be written. Make the checkout yours: chown -R $(id -un) {ROOT}",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on where this one ended.", file=sys.stderr)
        return 130
    if code is None and target in STARTS:
        program = str(environment.VENV / "bin" / "python")
        os.execv(program, [program, "-m", "photonest.cli", target, *rest])
    return code or 0


def set_up(_rest: Sequence[str]) -> int | None:
    environment.set_up()
    environment.install_models()
    return None


def models(_rest: Sequence[str]) -> int | None:
    environment.set_up()
    return 0 if environment.install_models() else 1


def test(rest: Sequence[str]) -> int | None:
    environment.set_up(requirements="dev")
    total = suites.run_everything(rest)
    print(f"\n{total.passed} passed, {total.failed} failed")
    return 1 if total.failed else 0


def check(_rest: Sequence[str]) -> int | None:
    environment.make_environment()
    environment.install_packages("dev")
    return 1 if suites.run_checks().failed else 0


def format_code(_rest: Sequence[str]) -> int | None:
    environment.make_environment()
    environment.install_packages("dev")
    run([environment.VENV / "bin" / "ruff", "format", "."], what="ruff format")
    return 0


def bench(rest: Sequence[str]) -> int | None:
    environment.set_up(requirements="dev")
    environment.install_models()
    return _call_photonest("bench", *rest)


def lock(_rest: Sequence[str]) -> int | None:
    environment.make_environment()
    flags = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url", "-q"]
    for name in ("uv", "build", "runtime", "google", "dev"):
        folder = ROOT / "requirements"
        command = [environment.UV, "pip", "compile", *flags, folder / f"{name}.in", "-o", folder / f"{name}.txt"]
        run(command, what=f"lock {name}")
        print(f"  requirements/{name}.txt")
    return 0


def api(_rest: Sequence[str]) -> int | None:
    environment.set_up(requirements="dev")
    environment.describe_api()
    return None


def clean(_rest: Sequence[str]) -> int | None:
    environment.remove()
    return 0


def _call_photonest(*words: str) -> int:
    import subprocess

    command = [str(environment.VENV / "bin" / "python"), "-m", "photonest.cli", *words]
    return subprocess.run(command, check=False).returncode


TARGETS = {
    "up": set_up, "setup": set_up, "demo": set_up, "models": models, "test": test, "check": check,
    "format": format_code, "bench": bench, "lock": lock, "api": api, "clean": clean,
}  # fmt: skip
STARTS = ("up", "demo")

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
