"""Which files an import means: paths in, files out, each with the folder it is shown under."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Found:
    """One file. `folder` is its place below what was named on the command line, with ``/`` between."""

    path: Path
    folder: str
    size_bytes: int
    modified_ns: int


@dataclass(frozen=True)
class Unreadable:
    """Something that was named or met and cannot be read."""

    path: Path
    reason: str


def find_files(
    paths: Sequence[Path], *, exclude: Sequence[str] = (), hidden: bool = False, never: Sequence[Path] = ()
) -> Iterator[Found | Unreadable]:
    """Everything below `paths`, in a stable order, a photo before its sidecars (``IMG.jpg``, ``IMG.jpg.xmp``).

    `exclude` holds shell patterns for a name or for the path below what was named; `never` are folders that are left
    alone (our own data). Folders behind symbolic links are not entered, so a loop cannot occur.
    """
    closed = {os.path.realpath(path) for path in never}
    for named in paths:
        path = Path(os.path.abspath(named))  # noqa: PTH100  resolve() would follow links and change names
        if path.is_dir():
            yield from _below(path, exclude=exclude, hidden=hidden, closed=closed)
        else:
            yield _look_at(path, path.parent.name)


def _below(top: Path, *, exclude: Sequence[str], hidden: bool, closed: set[str]) -> Iterator[Found | Unreadable]:
    troubles: list[Unreadable] = []

    def note(problem: OSError) -> None:
        troubles.append(Unreadable(Path(problem.filename or top), problem.strerror or str(problem)))

    for current, folders, files in os.walk(top, onerror=note):
        here = Path(current)
        below = here.relative_to(top)

        def is_meant(name: str, below: Path = below) -> bool:
            if name.startswith(".") and not hidden:
                return False
            whole = (below / name).as_posix()
            return not any(fnmatch.fnmatch(name, pattern) or fnmatch.fnmatch(whole, pattern) for pattern in exclude)

        folders[:] = sorted(n for n in folders if is_meant(n) and os.path.realpath(here / n) not in closed)
        folder = (Path(top.name) / below).as_posix()
        for name in sorted(filter(is_meant, files), key=_photo_first):
            yield _look_at(here / name, folder)
        yield from troubles
        troubles.clear()
    yield from troubles


def _photo_first(name: str) -> tuple[str, bool, str]:
    stem = name.lower().split(".", 1)[0]
    return stem, name.lower().endswith(".xmp"), name


def _look_at(path: Path, folder: str) -> Found | Unreadable:
    try:
        facts = path.stat()
    except OSError as problem:
        return Unreadable(path, problem.strerror or str(problem))
    if not path.is_file():  # a device or a pipe would never end
        return Unreadable(path, "this is neither a file nor a folder")
    return Found(path, folder, facts.st_size, facts.st_mtime_ns)
