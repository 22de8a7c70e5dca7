"""Which XMP sidecar belongs to which file, by name, whichever of the two came first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

MAX_SIDECAR_BYTES = 4 * 1024 * 1024
"""Larger sidecars are not read; the largest edit histories are about 2 MB."""


def is_sidecar(filename: str) -> bool:
    """Whether a file is an XMP sidecar by its name."""
    return filename.lower().endswith(".xmp") and len(filename) > 4


def sidecar_for(filename: str, siblings: Iterable[str]) -> str | None:
    """The sidecar of `filename` among the names of the same folder: `IMG.jpg.xmp` beats `IMG.xmp`.

    Names are compared without regard to case and to how accents are composed; an exact match wins over a loose one.
    """
    by_rank: dict[tuple[int, bool], str] = {}
    for sibling in siblings:
        rank = _rank(filename, sibling)
        if rank is not None:
            key = (rank, sibling[: -len(".xmp")] not in (filename, _stem(filename)))
            by_rank.setdefault(key, sibling)
    return by_rank[min(by_rank)] if by_rank else None


def files_of_sidecar(sidecar: str, siblings: Iterable[str]) -> list[str]:
    """The files of the folder that `sidecar` belongs to, in the order given.

    `IMG.xmp` belongs to every `IMG.*` that has no `IMG.jpg.xmp` of its own.
    """
    names = list(siblings)
    sidecars = [name for name in names if is_sidecar(name)]
    if sidecar not in sidecars:
        sidecars.append(sidecar)
    return [name for name in names if not is_sidecar(name) and sidecar_for(name, sidecars) == sidecar]


def _rank(filename: str, sibling: str) -> int | None:
    """0 for `IMG.jpg.xmp`, 1 for `IMG.xmp`, None for anything else."""
    if not is_sidecar(sibling) or is_sidecar(filename):
        return None
    described = _folded(sibling[: -len(".xmp")])
    if described == _folded(filename):
        return 0
    return 1 if described == _folded(_stem(filename)) else None


def _stem(filename: str) -> str:
    return PurePosixPath(filename).stem


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
