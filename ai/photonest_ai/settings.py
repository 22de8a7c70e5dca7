"""Settings of the AI service, all from the environment (``PHOTONEST_AI_*``); nonsense stops the start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from photonest_ai.errors import SettingWrong

PREFIX = "PHOTONEST_AI_"


@dataclass(frozen=True)
class Settings:
    """One running service. ``threads`` is how many pictures are analysed at the same time, each on one thread."""

    models: Path
    secret: str = ""
    """Shared with the caller in the secret header; empty: the service is open (loopback and tests only)."""
    shared_dir: Path | None = None
    """Folder of shared pixel files; ``None``: pixels come only as bodies."""
    objects: bool = True
    idle_unload_s: float = 300.0
    """A model unused for so long gives its memory back."""
    threads: int = 1
    max_body_bytes: int = 200 * 1024 * 1024


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read ``PHOTONEST_AI_MODELS`` (required), ``_SECRET`` or ``_SECRET_FILE``, ``_SHARED_DIR``, ``_OBJECTS`` (on/off),
    ``_IDLE_UNLOAD_S``, ``_THREADS``, ``_MAX_BODY_MB``. Raises `SettingWrong`.
    """
    models = environ.get(f"{PREFIX}MODELS")
    if not models:
        raise SettingWrong(f"{PREFIX}MODELS is not set; it names the folder that `photonest models install` filled.")
    shared = environ.get(f"{PREFIX}SHARED_DIR")
    if shared and not Path(shared).is_dir():
        raise SettingWrong(f"{PREFIX}SHARED_DIR={shared} is not a folder.")
    return Settings(
        models=Path(models),
        secret=_secret(environ),
        shared_dir=Path(shared) if shared else None,
        objects=_switch(environ, "OBJECTS", default=True),
        idle_unload_s=_number(environ, "IDLE_UNLOAD_S", default=300.0, low=1.0, high=86400.0),
        threads=int(_number(environ, "THREADS", default=float(available_cores()), low=1, high=256)),
        max_body_bytes=int(_number(environ, "MAX_BODY_MB", default=200, low=1, high=1024) * 1024 * 1024),
    )


def available_cores() -> int:
    """Cores this process may use (a container's limit counts where the system tells it)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _secret(environ: Mapping[str, str]) -> str:
    path = environ.get(f"{PREFIX}SECRET_FILE")
    if not path:
        return environ.get(f"{PREFIX}SECRET", "")
    try:
        secret = Path(path).read_text("utf-8").strip()
    except OSError as error:
        raise SettingWrong(f"{PREFIX}SECRET_FILE={path} cannot be read: {error.strerror}.") from error
    if not secret:
        raise SettingWrong(f"{PREFIX}SECRET_FILE={path} is empty.")
    return secret


def _switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environ.get(PREFIX + name, "").strip().lower()
    if not text:
        return default
    if text in ("on", "true", "yes", "1"):
        return True
    if text in ("off", "false", "no", "0"):
        return False
    raise SettingWrong(f"{PREFIX}{name}={text} is neither on nor off.")


def _number(environ: Mapping[str, str], name: str, *, default: float, low: float, high: float) -> float:
    text = environ.get(PREFIX + name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise SettingWrong(f"{PREFIX}{name}={text} is not a number between {low:g} and {high:g}.")
    return value
