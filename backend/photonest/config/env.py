"""Typed readers for environment variables: loud on nonsense, ``NAME_FILE`` for secrets."""

from __future__ import annotations

import os
from pathlib import Path

UNDERSTANDABLE = frozenset({"labels", "objects", "faces", "quality", "looks", "text"})
"""The words of PHOTONEST_UNDERSTAND."""


class SettingInvalid(ValueError):
    """A setting has a value that cannot be used; the message names it and says what is allowed."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """``1 true yes on`` / ``0 false no off``, any case. Raises `SettingInvalid` for anything else."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise SettingInvalid(f"{name} is {raw!r}; it must be on or off.")


def number(name: str, default: int, *, at_least: int | None = None, at_most: int | None = None) -> int:
    """A whole number inside the given bounds. Raises `SettingInvalid`."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    try:
        value = int(raw)
    except ValueError:
        raise SettingInvalid(f"{name} is {raw!r}; it must be a whole number.") from None
    if (at_least is not None and value < at_least) or (at_most is not None and value > at_most):
        raise SettingInvalid(f"{name} is {value}; it must lie between {at_least} and {at_most}.")
    return value


def choices(name: str, allowed: frozenset[str]) -> frozenset[str]:
    """Words with commas out of `allowed`; everything when not set, nothing for ``off``. Raises `SettingInvalid`."""
    raw = os.environ.get(name, "").strip().lower()
    if not raw:
        return allowed
    words = frozenset(word for part in raw.split(",") if (word := part.strip())) - {"off"}
    if words - allowed:
        raise SettingInvalid(f"{name} is {raw!r}; it must be off or some of: {', '.join(sorted(allowed))}.")
    return words


def secret(name: str, default: str = "") -> str:
    """The value of ``NAME``, or the content of the file that ``NAME_FILE`` names. Raises `SettingInvalid`."""
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return os.environ.get(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise SettingInvalid(f"{name}_FILE names {path}, which cannot be read: {problem.strerror}.") from None
