"""Installing models: fetch, extract, convert, verify, publish; done twice it does nothing the second time."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from photonest_ai.errors import InstallFailed
from photonest_ai.runtime.cards import CARD_FILE, Card, FileFacts, folder_of, read_card
from photonest_ai.runtime.catalogue import Catalogue, ModelEntry, catalogue, table_bytes
from photonest_ai.weights.archives import ArchiveCache, cache_root, extract, file_sha256
from photonest_ai.weights.convert import converter, facts

Say = Callable[[str], None]


@dataclass
class Report:
    """What an installation did. ``failed``: model id -> a sentence."""

    installed: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        return {**vars(self), "seconds": round(self.seconds, 3)}


def build_key(entry: ModelEntry, book: Catalogue) -> str:
    """Fingerprint of all that the result depends on: members, converter, its version, tables, needed models."""
    parts = [entry.id, entry.version, entry.converter, str(entry.converter_version)]
    parts += [hashlib.sha256(table_bytes(name)).hexdigest() for name in entry.tables]
    parts += [member.sha256 for member in entry.members]
    parts += [build_key(book.models[name], book) for name in entry.needs]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


class Installer:
    """Installs into ``root`` (``root/id/version/``); archives and finished conversions are shared through ``cache``."""

    def __init__(
        self, root: Path, *, cache: Path | None = None, say: Say = print, book: Catalogue | None = None
    ) -> None:
        self.root = root
        self.cache = cache or cache_root()
        self.book = book or catalogue()
        self.archives = ArchiveCache(self.cache)
        self._say = say
        self._lock = threading.Lock()

    def install(self, only: set[str] | None = None) -> Report:
        """Make every model (or ``only`` these and what they need) present; one that fails is in the report."""
        start = time.monotonic()
        report = Report()
        wanted = self._with_needs(only or set(self.book.models))
        due: list[ModelEntry] = []
        for entry in [e for e in self.book.models.values() if e.id in wanted]:
            card = read_card(folder_of(self.root, entry))
            if card is not None and card.key == build_key(entry, self.book):
                report.present.append(entry.name)
            else:
                due.append(entry)
        if due:
            self._install_due(due, report)
        report.seconds = time.monotonic() - start
        return report

    def _with_needs(self, names: set[str]) -> set[str]:
        unknown = names - set(self.book.models)
        if unknown:
            raise InstallFailed(f"no such model: {', '.join(sorted(unknown))}; known are {', '.join(self.book.models)}")
        return names | {need for name in names for need in self.book.models[name].needs}

    def _install_due(self, due: list[ModelEntry], report: Report) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self.cache.mkdir(parents=True, exist_ok=True)
        to_build = [e for e in due if self._built(e) is None]
        names = dict.fromkeys(member.archive for e in to_build for member in e.members)
        self.archives.fetch([self.book.archives[name] for name in names], self.say)
        first = [e for e in due if not e.needs]
        then = [e for e in due if e.needs]
        with ThreadPoolExecutor(2) as pool:  # one converts JSON while the other waits inside onnxruntime
            for group in (first, then):
                for entry, problem in pool.map(self._install_one, group):
                    if problem is None:
                        report.installed.append(entry.name)
                    else:
                        report.failed[entry.id] = problem
                        self.say(f"{entry.id}: FAILED: {problem}")

    def _install_one(self, entry: ModelEntry) -> tuple[ModelEntry, str | None]:
        try:
            start = time.monotonic()
            folder = self._built(entry)
            word = "taken from the cache"
            if folder is None:
                folder = self._build(entry)
                word = "converted and verified"
            self._publish(folder, folder_of(self.root, entry))
            size = sum(f.stat().st_size for f in folder.iterdir()) / 1e6
            self.say(f"{entry.name}: {word} ({size:.1f} MB, {time.monotonic() - start:.1f} s)")
        except InstallFailed as error:
            return entry, error.message
        except OSError as error:
            return entry, f"{error.strerror or error} ({error.filename or self.root}); is the disk full or read-only?"
        return entry, None

    def say(self, line: str) -> None:
        with self._lock:
            self._say(line)

    def _built_folder(self, entry: ModelEntry) -> Path:
        return self.cache / "models" / f"{entry.id}-{entry.version}-{build_key(entry, self.book)}"

    def _built(self, entry: ModelEntry) -> Path | None:
        """The finished conversion in the cache, if it is there and unharmed."""
        folder = self._built_folder(entry)
        card = read_card(folder)
        if card is None or any(file_sha256(folder / name) != f.sha256 for name, f in card.files.items()):
            return None
        return folder

    def _build(self, entry: ModelEntry) -> Path:
        """Extract, convert, verify into a hidden folder of the cache, then rename. Raises `InstallFailed`."""
        for member in entry.members:
            if problem := self.archives.problems.get(member.archive):
                raise InstallFailed(problem)
        module = converter(entry.converter)
        final = self._built_folder(entry)
        final.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=final.parent, prefix=f".build-{entry.id}-") as name:
            sources, target = Path(name) / "members", Path(name) / "made"
            sources.mkdir()
            target.mkdir()
            members = [self._member(entry, i, sources) for i in range(len(entry.members))]
            for need in entry.needs:
                members.append(folder_of(self.root, self.book.models[need]))
                if read_card(members[-1]) is None:
                    raise InstallFailed(f"needs {need}, which is not installed")
            try:
                module.convert(members, target)
                verified = module.verify(target)
            except (ValueError, KeyError, IndexError, RuntimeError) as error:
                raise InstallFailed(f"the conversion did not verify: {error}") from error
            (target / CARD_FILE).write_text(self._card(entry, target, verified).to_json(), "utf-8")
            shutil.rmtree(final, ignore_errors=True)
            target.rename(final)
        return final

    def _member(self, entry: ModelEntry, index: int, folder: Path) -> Path:
        member = entry.members[index]
        path = folder / Path(member.path).name
        extract(self.archives.path(self.book.archives[member.archive]), member, path)
        return path

    def _card(self, entry: ModelEntry, folder: Path, verified: str) -> Card:
        module = converter(entry.converter)
        missing = [name for name in entry.outputs if not (folder / name).exists()]
        if missing:
            raise InstallFailed(f"converter {entry.converter} did not write {', '.join(missing)}")
        return Card(
            id=entry.id,
            version=entry.version,
            key=build_key(entry, self.book),
            task=entry.task,
            role=entry.role,
            source=self.book.source(entry.id),
            source_sha256=tuple(member.sha256 for member in entry.members),
            converter=entry.converter,
            converter_version=entry.converter_version,
            verified=verified,
            licence_code=entry.licence_code,
            licence_weights=entry.licence_weights,
            notice=entry.notice,
            files={
                name: FileFacts((folder / name).stat().st_size, file_sha256(folder / name)) for name in entry.outputs
            },
            facts=facts(module),
        )

    @staticmethod
    def _publish(source: Path, final: Path) -> None:
        """Put a finished folder in place by one rename; files are hard links where the disk allows, else copies."""
        final.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=final.parent, prefix=".new-") as name:
            fresh, old = Path(name) / "fresh", Path(name) / "old"
            fresh.mkdir()
            for file in source.iterdir():
                try:
                    os.link(file, fresh / file.name)
                except OSError:
                    shutil.copy2(file, fresh / file.name)
            if final.exists():
                final.rename(old)
            fresh.rename(final)
