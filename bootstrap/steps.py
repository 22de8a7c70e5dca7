"""Steps that are done once: a stamp remembers what each was made from, so work resumes where it stopped."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTES = ROOT / ".run"


class StepFailed(Exception):
    """A step could not be done; the message says why and what to do."""


def fingerprint(*parts: Path | str) -> str:
    """Hash over texts, files and (sorted) everything below folders, so that a changed input makes a step due."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            digest.update(part.encode())
            continue
        files: Iterable[Path] = sorted(part.rglob("*")) if part.is_dir() else [part]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def step(name: str, made_from: str, work: Callable[[], None], *, is_there: Callable[[], bool]) -> bool:
    """Do `work` unless its stamp says it was done from the same inputs and its result still `is_there`.

    One line with the seconds it took; nothing when there was nothing to do. Returns whether it worked.
    """
    stamp = NOTES / "stamps" / name.replace(" ", "-")
    if is_there() and stamp.exists() and stamp.read_text() == made_from:
        return False
    started_at = time.monotonic()
    if sys.stdout.isatty():
        print(f"  {name:<18} …", end="\r", flush=True)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)  # stopped half way: do it again
    work()
    stamp.write_text(made_from)
    print(f"  {name:<18} {time.monotonic() - started_at:6.1f} s", flush=True)
    return True


def run(command: Sequence[str | Path], *, what: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run quietly; its words go to ``.run/<what>.log``. Raises `StepFailed` with the reason in a sentence."""
    log = NOTES / f"{what.replace(' ', '-')}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env={**environment(), **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        raise StepFailed(sentence(what, log.read_text(errors="replace"), log))


def environment() -> dict[str, str]:
    """Ours first in PATH (Node lives in .venv); no setting of an outer virtual environment."""
    ours = dict(os.environ)
    for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT"):
        ours.pop(name, None)
    ours["PATH"] = os.pathsep.join([str(ROOT / ".venv" / "bin"), ours.get("PATH", os.defpath)])
    ours["VIRTUAL_ENV"] = str(ROOT / ".venv")
    if any(Path(bundle).exists() for bundle in CERTIFICATES):
        # Trust what the system trusts: networks that inspect TLS add their own authority there, and nowhere else.
        ours.setdefault("UV_SYSTEM_CERTS", "true")
        ours.setdefault("NODE_USE_SYSTEM_CA", "1")
    return ours


CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
OFFLINE = (
    r"Could not resolve host|name resolution|Name or service not known|dns error|ENOTFOUND|EAI_AGAIN|ENETUNREACH|"
    r"Network is unreachable|ETIMEDOUT|ECONNREFUSED|Connection refused|error sending request|NewConnectionError|"
    r"No route to host|Failed to fetch|Could not fetch"
)


def sentence(what: str, output: str, log: Path) -> str:
    """What the output of a failed program means for the person who typed `make`."""
    if re.search(r"No space left on device|ENOSPC|os error 28|Disk quota exceeded", output):
        return f"The disk is full ({what}). Free about 3 GB and run the same command again: it goes on from here."
    if re.search(r"UnknownIssuer|CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|certificate verify failed", output):
        return (
            f"The package index shows a certificate that this machine does not trust ({what}). Install your network's "
            f"certificate authority, for example as SSL_CERT_FILE=/path/to/ca.crt. Log: {log}"
        )
    if re.search(OFFLINE, output):
        return (
            f"The network is needed once for this ({what}), and it does not answer. "
            "Connect and run the same command again: it goes on from here."
        )
    if re.search(r"Permission denied|EACCES|os error 13", output):
        return f"No permission to write here ({what}). Make {ROOT} yours, then run the same command again. Log: {log}"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"error", line, re.IGNORECASE)] or lines or ["it said nothing"]
    return f"{what} failed: {telling[-1][:300]} (everything it said: {log})"
