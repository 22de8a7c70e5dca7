"""One import from the command line: find the files, send what is missing, wait until it can be found."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar
from uuid import UUID

from django.db import close_old_connections

from photonest.accounts.models import User
from photonest.assets.errors import UnsupportedFormat
from photonest.assets.formats import sniff
from photonest.assets.metadata.sidecars import is_sidecar
from photonest.assets.models import Asset, AssetState
from photonest.cli.journal import Journal
from photonest.cli.progress import Progress
from photonest.cli.running import Services
from photonest.cli.walk import Found, Unreadable, find_files
from photonest.core.errors import PhotoNestError, StorageFull
from photonest.jobs.queue import Priority
from photonest.pipelines import admission
from photonest.pipelines.admission import Outcome

BATCH = 1000
QUEUED_AT_ONCE = 32
"""Files admitted before their jobs are queued together; the first goes at once, so that work begins."""
WAITING_S = 60.0
"""Nothing got ready for so long although a step says what it waits for: the command ends and passes that on."""
STALL_S = 300.0
"""The same without a word from any step."""
HEAD_BYTES = 65_536
Item = TypeVar("Item")


@dataclass
class Result:
    """What became of every file."""

    imported: int = 0
    duplicates: int = 0
    sidecars: int = 0
    unsupported: int = 0
    failed: int = 0
    waiting: int = 0
    """Stored, but not searchable yet (``--no-wait``)."""
    seconds: float = 0.0
    errors: list[dict[str, str]] = field(default_factory=list)

    def as_dict(self, *, dry_run: bool) -> dict[str, object]:
        known = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return known | {"seconds": round(self.seconds, 3), "dry_run": dry_run}

    def sentence(self, *, dry_run: bool) -> str:
        parts = [f"{self.imported:,} {'would be imported' if dry_run else 'imported'}"]
        parts += [f"{self.duplicates:,} already here"] if self.duplicates else []
        parts += [f"{self.sidecars:,} sidecars"] if self.sidecars else []
        parts += [f"{self.unsupported:,} of unknown kinds left out"] if self.unsupported else []
        parts += [f"{self.failed:,} failed (listed above)"] if self.failed else []
        parts += [f"{self.waiting:,} still being processed"] if self.waiting else []
        return f"{', '.join(parts)}. {self.seconds:.1f} s"

    def add_error(self, path: Path | str, reason: str) -> None:
        self.errors.append({"path": str(path).encode("utf-8", "replace").decode(), "reason": reason})


class ImportRun:
    """Use in this order: `collect`, then `send` (or `pretend`), `wait_until_searchable`, `close`."""

    def __init__(self, services: Services, user: User, *, jobs: int, progress: Progress) -> None:
        self.result = Result()
        self._services = services
        self._user = user
        self._jobs = jobs
        self._progress = progress
        self._journal = Journal(services.folder.journals, user.pk)
        self._found: list[Found] = []
        self._paths: dict[UUID, Path] = {}
        self._unqueued: SimpleQueue[UUID] = SimpleQueue()
        self._began_at = time.monotonic()

    def collect(self, paths: Sequence[Path], *, exclude: Sequence[str], hidden: bool) -> None:
        """Look for files. What cannot be read counts as failed."""
        seen: set[Path] = set()
        for entry in find_files(paths, exclude=exclude, hidden=hidden, never=[self._services.folder.path]):
            if isinstance(entry, Unreadable):
                self.result.failed += 1
                self.result.add_error(entry.path, entry.reason)
            elif entry.path not in seen:
                seen.add(entry.path)
                self._found.append(entry)

    def pretend(self) -> None:
        """Count what `send` would do; reads and hashes, stores nothing."""
        seen: set[bytes] = set()
        for done, batch in enumerate(_batches(self._found, 100)):
            digests: list[tuple[Found, bytes]] = []
            for found in batch:
                try:
                    if is_sidecar(found.path.name):
                        self.result.sidecars += 1
                        continue
                    digest = self._journal.sent(found) or _digest_of_supported(found)
                    digests.append((found, digest))
                except (PhotoNestError, OSError) as problem:
                    self._count_problem(found, problem)
            answers = admission.check([digest for _, digest in digests], owner=self._user)
            for (_, digest), answer in zip(digests, answers, strict=True):
                if answer.outcome is None and digest not in seen:
                    self.result.imported += 1
                else:
                    self.result.duplicates += 1
                seen.add(digest)
            self._progress.show("Looking", min((done + 1) * 100, len(self._found)), len(self._found))
        self._end()

    def send(self) -> None:
        """Store everything that is missing. Raises `StorageFull` when nothing more fits."""
        total = len(self._found)
        done = 0
        missing: list[Found] = []
        for batch in _batches(self._found, BATCH):
            fresh = list(self._not_sent_before(batch))
            missing += fresh
            done += len(batch) - len(fresh)
            self._progress.show("Storing", done, total)
        try:
            with ThreadPoolExecutor(self._jobs, thread_name_prefix="import") as pool:
                waiting: dict[Future[admission.Admitted], Found] = {}
                rest = iter(missing)
                try:
                    while True:
                        for found in islice(rest, 4 * self._jobs - len(waiting)):
                            waiting[pool.submit(self._admit, found)] = found
                        if not waiting:
                            break
                        ready, _ = wait(waiting, timeout=1.0, return_when=FIRST_COMPLETED)
                        for future in ready:
                            self._count(waiting.pop(future), future)
                            done += 1
                        if not ready or self._unqueued.qsize() >= QUEUED_AT_ONCE or self.result.imported == 1:
                            self._queue_admitted()
                        self._progress.show("Storing", done, total)
                        self._services.check()
                finally:
                    for future in waiting:
                        future.cancel()
        finally:
            self._queue_admitted()  # when every thread has ended
        self._end()

    def wait_until_searchable(self) -> None:
        """Until every stored photo is ready, or has failed with a reason that is then listed."""
        pending = set(self._paths)
        total = len(pending)
        last_change = time.monotonic()
        while pending:
            before = len(pending)
            for chunk in _batches(sorted(pending), BATCH):
                states = dict(Asset.objects.filter(pk__in=chunk).values_list("pk", "state"))
                for asset_id in chunk:
                    state = states.get(asset_id)
                    if state == AssetState.PROCESSING:
                        continue
                    pending.discard(asset_id)
                    if state in {AssetState.FAILED, AssetState.UNSUPPORTED}:
                        self._count_failed_asset(asset_id)
            self._progress.show("Looking at them", total - len(pending), total)
            now = time.monotonic()
            last_change = now if len(pending) < before else last_change
            self._services.check()
            if now - last_change > WAITING_S and (now - last_change > STALL_S or self._why_waiting(pending)):
                self._count_stalled(pending)
                break
            if pending:
                time.sleep(0.25)
        self._end()

    def close(self) -> None:
        self._journal.close()

    # --- one file ----------------------------------------------------------------------------------

    def _not_sent_before(self, batch: list[Found]) -> Iterable[Found]:
        """Those that the journal does not know, or whose photo is no longer there."""
        known = [(found, digest) for found in batch if (digest := self._journal.sent(found))]
        answers = admission.check([digest for _, digest in known], owner=self._user)
        here = {}
        for (found, _), answer in zip(known, answers, strict=True):
            if answer.outcome is not None and answer.asset_id is not None:
                here[found.path] = answer.asset_id
        unfinished = set(
            Asset.objects.filter(pk__in=here.values(), state=AssetState.PROCESSING).values_list("pk", flat=True)
        )
        for found in batch:
            asset_id = here.get(found.path)
            if asset_id is None:
                yield found
                continue
            self.result.duplicates += 1
            if asset_id in unfinished:  # stored by a run that was interrupted: this one waits for it
                self._paths[asset_id] = found.path
        if unfinished:
            from photonest.pipelines.ingest import enqueue_unfinished

            enqueue_unfinished()  # a run that was killed may not have come to queueing them

    def _admit(self, found: Found) -> admission.Admitted:
        """In a thread of its own."""
        close_old_connections()
        admitted = admission.admit_path(found.path, owner=self._user, folder=found.folder)
        if admitted.outcome is Outcome.STORED and admitted.asset_id is not None:
            self._unqueued.put(admitted.asset_id)  # here, so that an interrupted run misses none that was stored
        if admitted.asset_id is not None and admitted.outcome is not Outcome.SIDECAR:
            sha256 = Asset.objects.values_list("sha256", flat=True).get(pk=admitted.asset_id)
            self._journal.note(found, bytes(sha256), admitted.outcome.value, admitted.asset_id)
        return admitted

    def _queue_admitted(self) -> None:
        some = [self._unqueued.get_nowait() for _ in range(self._unqueued.qsize())]  # nobody else takes any
        if some:
            admission.enqueue(some, priority=Priority.IMPORT)

    def _count(self, found: Found, future: Future[admission.Admitted]) -> None:
        try:
            admitted = future.result()
        except StorageFull:
            raise
        except (PhotoNestError, OSError) as problem:
            self._count_problem(found, problem)
            return
        match admitted.outcome:
            case Outcome.STORED:
                self.result.imported += 1
            case Outcome.SIDECAR:
                self.result.sidecars += 1
            case _:
                self.result.duplicates += 1
        if admitted.outcome is Outcome.STORED and admitted.asset_id is not None:
            self._paths[admitted.asset_id] = found.path

    def _count_problem(self, found: Found, problem: PhotoNestError | OSError) -> None:
        if isinstance(problem, UnsupportedFormat):
            self.result.unsupported += 1
            reason = problem.message
        else:
            self.result.failed += 1
            reason = problem.message if isinstance(problem, PhotoNestError) else problem.strerror or str(problem)
        self.result.add_error(found.path, reason)

    def _count_failed_asset(self, asset_id: UUID) -> None:
        from photonest.jobs.models import StepRun, StepStatus

        run = StepRun.objects.filter(asset_id=asset_id, status=StepStatus.FAILED).order_by("at").first()
        self.result.failed += 1
        self.result.imported = max(0, self.result.imported - 1)
        reason = run.message if run and run.message else "It was kept, but could not be processed."
        self.result.add_error(self._paths[asset_id], reason)

    def _why_waiting(self, pending: set[UUID]) -> str | None:
        """What the steps of these photos wait for, in their own words: a model that is missing, a silent service."""
        from photonest.jobs.models import StepRun, StepStatus

        some = sorted(pending)[:BATCH]
        waiting = StepRun.objects.filter(asset_id__in=some, status=StepStatus.WAITING).exclude(message="")
        return waiting.order_by("-at").values_list("message", flat=True).first()

    def _count_stalled(self, pending: set[UUID]) -> None:
        why = self._why_waiting(pending) or f"Nothing went on for {STALL_S / 60:.0f} minutes."
        for asset_id in sorted(pending):
            self.result.add_error(self._paths[asset_id], f"It is stored, but cannot be found yet. {why}")
        self.result.waiting += len(pending)
        self.result.failed += len(pending)
        self.result.imported = max(0, self.result.imported - len(pending))

    def _end(self) -> None:
        self.result.seconds = time.monotonic() - self._began_at


def _digest_of_supported(found: Found) -> bytes:
    """SHA-256 of a file of a known kind. Raises `UnsupportedFormat` or `OSError`."""
    with found.path.open("rb") as file:
        sniff(file.read(HEAD_BYTES), found.size_bytes)
        file.seek(0)
        return hashlib.file_digest(file, "sha256").digest()


def _batches(items: Iterable[Item], size: int) -> Iterable[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
