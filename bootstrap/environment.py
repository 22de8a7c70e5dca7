"""What `make up` needs on disk: Python environment, packages, Node packages, the web app, the models."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from bootstrap.steps import NOTES, ROOT, StepFailed, fingerprint, run, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
WEB = ROOT / "web"
OURS = ("contracts", "ai", "backend")
NPM_QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


def set_up(*, requirements: str = "runtime") -> None:
    """Everything but the models. `requirements` names the file in requirements/ (``dev`` holds ``runtime`` too)."""
    make_environment()
    install_packages(requirements)
    build_web()


def make_environment() -> None:
    """A virtual environment with the pinned uv. Made anew only if it does not work, or the checkout was moved."""

    def is_ours() -> bool:
        # Scripts carry the path they were made for; so does the file that `activate` is.
        activate = VENV / "bin" / "activate"
        return activate.exists() and str(VENV) in activate.read_text(errors="replace") and _works(PYTHON)

    def work() -> None:
        if not is_ours():
            _create()
        uv = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        run([PYTHON, *uv, "-r", ROOT / "requirements" / "uv.txt"], what="uv")

    step("python", fingerprint(ROOT / "requirements" / "uv.txt"), work, is_there=lambda: UV.exists() and is_ours())


def _create() -> None:
    try:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=True).create(VENV)
    except OSError as problem:
        raise StepFailed(f"{VENV} cannot be made: {problem.strerror}. Check the owner and the free space.") from None
    except subprocess.CalledProcessError as problem:  # of ensurepip, which Debian leaves out
        raise StepFailed(
            f"{sys.executable} cannot make a virtual environment ({problem}). "
            "Debian and Ubuntu: apt install python3-venv, then run the same command again."
        ) from None


def install_packages(requirements: str) -> None:
    """Pinned packages with checked hashes, then our three packages as links to their folders."""
    file = ROOT / "requirements" / f"{requirements}.txt"
    stamp = "packages" if requirements == "runtime" else f"{requirements} packages"
    if requirements == "runtime" and _is_current("dev packages", ROOT / "requirements" / "dev.txt"):
        _compile_ours()
        return  # dev holds everything of runtime

    def work() -> None:
        # Nobody who runs PhotoNest needs a compiler. Among the tools, pyvips comes as source (plain Python).
        wheels = ["--no-build"] if requirements == "runtime" else []
        # Compiled here, once: where Python may not or does not write its byte code, each start would compile anew.
        pinned = ["--compile-bytecode", "--require-hashes", "-r", file]
        run([UV, "pip", "install", "--quiet", *wheels, *pinned], what="python packages")
        ours = [word for name in OURS for word in ("--editable", str(ROOT / name))]
        build = ["--build-constraints", str(ROOT / "requirements" / "build.txt")]
        run([UV, "pip", "install", "--quiet", "--no-deps", *build, *ours], what="our packages")

    step(stamp, _packages_fingerprint(file), work, is_there=(VENV / "bin" / "photonest").exists)
    _compile_ours()


def _compile_ours() -> None:
    sources = sorted(path for name in OURS for path in (ROOT / name).glob("photonest*") if path.is_dir())

    def work() -> None:
        run([PYTHON, "-m", "compileall", "-q", *sources], what="byte code")

    step("byte code", fingerprint(*sources), work, is_there=(ROOT / "backend" / "photonest" / "__pycache__").exists)


def build_web() -> None:
    """Node packages by the lock file, then the web app into web/dist."""
    if not (WEB / "package.json").exists():
        print("  There is no web app in this checkout yet; PhotoNest starts without it.")
        return
    lock = WEB / "package-lock.json"

    def install() -> None:
        npm = VENV / "bin" / "npm"
        try:
            run([npm, "ci", "--ignore-scripts", *NPM_QUIET], what="node packages", cwd=WEB)
        except StepFailed:
            # A lock made where an optional platform package was missing is refused by `ci` and mended by `install`.
            run([npm, "install", "--ignore-scripts", *NPM_QUIET], what="node packages", cwd=WEB)

    step(
        "node packages",
        fingerprint(WEB / "package.json", lock),
        install,
        is_there=(WEB / "node_modules" / ".package-lock.json").exists,
    )

    def build() -> None:
        run([VENV / "bin" / "npm", "run", "build"], what="web app", cwd=WEB)

    settings = sorted(file for file in WEB.iterdir() if file.is_file())
    made_from = fingerprint(*settings, WEB / "src", WEB / "public")
    step("web app", made_from, build, is_there=(WEB / "dist" / "index.html").exists)


def describe_api() -> None:
    """The OpenAPI document out of the code, and the web client's types out of the document."""
    document = ROOT / "docs" / "reference" / "openapi.json"
    command = [str(PYTHON), "-m", "photonest.api.schema"]
    made = subprocess.run(command, cwd=ROOT / "backend", capture_output=True, check=False)
    if made.returncode != 0:
        raise StepFailed(f"The API cannot be described:\n{made.stderr.decode(errors='replace')}")
    document.write_bytes(made.stdout)
    run([VENV / "bin" / "npm", "run", "--silent", "generate-api"], what="web client", cwd=WEB)
    print(f"  {document.relative_to(ROOT)}\n  web/src/api/schema.ts")


def scripts_of_web() -> dict[str, str]:
    """Names and commands of the web app's scripts; empty without a web app."""
    if not (WEB / "package.json").exists():
        return {}
    scripts = json.loads((WEB / "package.json").read_text()).get("scripts", {})
    return {str(name): str(command) for name, command in scripts.items()}


def install_models() -> bool:
    """Into the data folder. PhotoNest also runs without them, so a failure is a sentence and not the end."""
    note = NOTES / "models-folder"
    places = [f"{name}={os.environ.get(name, '')}" for name in ("PHOTONEST_DATA", "PHOTONEST_MODELS", "HOME")]
    made_from = fingerprint(ROOT / "ai" / "photonest_ai" / "weights", *places)

    def work() -> None:
        run([PYTHON, "-m", "photonest.cli", "models", "install"], what="models")
        ask = "from photonest.cli.folder import the_folder; print(the_folder().models, end='')"
        note.write_bytes(subprocess.run([PYTHON, "-c", ask], capture_output=True, check=True).stdout)

    def is_there() -> bool:
        return note.exists() and any(Path(os.fsdecode(note.read_bytes())).glob("*/*/"))

    try:
        step("models", made_from, work, is_there=is_there)
    except StepFailed as problem:
        print(f"  Models are missing, so pictures cannot be understood yet. {problem}")
        return False
    return True


def remove() -> None:
    """What `make clean` takes away."""
    for path in (VENV, WEB / "node_modules", WEB / "dist", ROOT / ".run", ROOT / ".cache"):
        shutil.rmtree(path, ignore_errors=True)
    print("Removed what was installed and built. Photos and their database were not touched.")


def _packages_fingerprint(file: Path) -> str:
    ours = [ROOT / name / "pyproject.toml" for name in OURS]
    return fingerprint(file, ROOT / "requirements" / "build.txt", *ours, str((VENV / "pyvenv.cfg").stat().st_mtime_ns))


def _is_current(stamp: str, file: Path) -> bool:
    path = ROOT / ".run" / "stamps" / stamp.replace(" ", "-")
    return path.exists() and path.read_text() == _packages_fingerprint(file)


def _works(python: Path) -> bool:
    try:
        run([python, "-c", "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))"], what="python check")
    except (StepFailed, OSError):
        return False
    return True
