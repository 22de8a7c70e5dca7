"""Taking a file in: bytes first, then the row and the job in one transaction, and only then the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from photonest.accounts.models import User
from photonest.assets.content_lock import lock_content
from photonest.assets.filenames import clean_filename, clean_folder
from photonest.assets.formats import Kind, sniff
from photonest.assets.metadata.sidecars import MAX_SIDECAR_BYTES, is_sidecar
from photonest.assets.models import Asset, AssetKind, AssetName, Sidecar
from photonest.assets.pairs_of_owner import assets_of_sidecar
from photonest.core.errors import BadInput
from photonest.core.failpoints import failpoint
from photonest.jobs import queue
from photonest.jobs.queue import Priority
from photonest.jobs.services import begin_wave_if_idle
from photonest.search.services import index_words
from photonest.storage import media
from photonest.storage.errors import FileEmpty


class SidecarTooLarge(BadInput):
    """This sidecar is too large to be one. The photo itself is not affected."""

    code, status = "sidecar_too_large", 413


class Outcome(StrEnum):
    STORED = "stored"
    DUPLICATE = "duplicate"
    TRASHED = "trashed"
    """The same bytes lie in the trash; restoring them is the owner's choice."""
    SIDECAR = "sidecar"


@dataclass(frozen=True)
class Admitted:
    outcome: Outcome
    asset_id: UUID | None


def admit(
    incoming: media.Incoming,
    *,
    owner: User,
    filename: str,
    folder: str = "",
    modified_at: datetime | None = None,
    expected_sha256: bytes | None = None,
    priority: Priority | None = Priority.UPLOAD,
) -> Admitted:
    """Keep a received file: fsync, content address, row, job. When this returns the file is safe.

    Without a `priority` there is no job yet: the caller queues many at once (`enqueue`).
    Raises `UnsupportedFormat` (nothing kept), `FileEmpty`, `HashMismatch`, `DiskFull`, `StoreUnwritable`.
    """
    filename, folder = clean_filename(filename), clean_folder(folder)
    known = Asset.objects.filter(owner=owner, sha256=incoming.sha256).only("id", "trashed_at").first()
    if known and incoming.size_bytes:
        return _already_here(known, filename=filename, folder=folder)
    if is_sidecar(filename):
        return _keep_sidecar(incoming, owner=owner, filename=filename, folder=folder)

    if not incoming.size_bytes:
        raise FileEmpty()
    fmt = sniff(incoming.head, incoming.size_bytes)
    now = timezone.now()
    try:
        with transaction.atomic():
            lock_content(incoming.sha256)
            incoming.store(expected_sha256=expected_sha256)
            failpoint("row_commit")
            provisional = _plausible(modified_at, now) or now
            asset = Asset.objects.create(
                owner=owner,
                sha256=incoming.sha256,
                filename=filename,
                size_bytes=incoming.size_bytes,
                kind=AssetKind.VIDEO if fmt.kind is Kind.VIDEO else AssetKind.IMAGE,
                format=fmt.name,
                mime=fmt.mime,
                added_at=now,
                modified_at=modified_at,
                # Until the metadata are read the file's own time places it; the ingest corrects this.
                taken_at=provisional,
                local_at=provisional,
                local_day=provisional.date(),
                taken_source="file_time",
            )
            AssetName.objects.create(asset=asset, filename=filename, folder=folder)
            failpoint("enqueue")
            if priority is not None:
                enqueue([asset.id], priority=priority)
    except IntegrityError:
        # The same bytes arrived at the same moment; the other one won, this name is kept too.
        return _already_here(Asset.objects.get(owner=owner, sha256=incoming.sha256), filename=filename, folder=folder)
    failpoint("ack")
    return Admitted(Outcome.STORED, asset.id)


def enqueue(assets: Sequence[UUID], *, priority: Priority) -> None:
    """Queue what was admitted, in one go. What a crash leaves out, the worker finds (`ingest.enqueue_unfinished`)."""
    with transaction.atomic():
        begin_wave_if_idle(is_idle=queue.is_idle())
        queue.enqueue("ingest", assets, priority=priority)


def admit_path(path: Path, *, owner: User, folder: str = "") -> Admitted:
    """Take a copy of a local file in; the file itself is only read. There is no job yet, see `enqueue`.

    Raises as `admit`, and `OSError` if unreadable.
    """
    with path.open("rb") as file, media.receive() as incoming:
        modified_at = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
        while chunk := file.read(media.CHUNK_BYTES):
            incoming.write(chunk)
        return admit(incoming, owner=owner, filename=path.name, folder=folder, modified_at=modified_at, priority=None)


@dataclass(frozen=True)
class Checked:
    sha256: bytes
    outcome: Outcome | None
    """``None``: not here yet, send it."""
    asset_id: UUID | None


def check(digests: Iterable[bytes], *, owner: User) -> list[Checked]:
    """Which of these files the owner has already; one query, in the order asked."""
    digests = list(digests)
    known = {
        bytes(sha256): (asset_id, trashed_at)
        for asset_id, sha256, trashed_at in Asset.objects.filter(owner=owner, sha256__in=digests).values_list(
            "id", "sha256", "trashed_at"
        )
    }
    answers = []
    for digest in digests:
        asset_id, trashed_at = known.get(digest, (None, None))
        outcome = None if asset_id is None else Outcome.TRASHED if trashed_at else Outcome.DUPLICATE
        answers.append(Checked(digest, outcome, asset_id))
    return answers


def _already_here(asset: Asset, *, filename: str, folder: str) -> Admitted:
    with transaction.atomic():
        _, is_new = AssetName.objects.get_or_create(asset=asset, filename=filename, folder=folder)
        if is_new:
            # In line with the ingest, which writes the words under this lock.
            index_words(Asset.objects.select_for_update(no_key=True).get(id=asset.id))
    return Admitted(Outcome.TRASHED if asset.trashed_at else Outcome.DUPLICATE, asset.id)


def _keep_sidecar(incoming: media.Incoming, *, owner: User, filename: str, folder: str) -> Admitted:
    if incoming.size_bytes > MAX_SIDECAR_BYTES:
        raise SidecarTooLarge()
    content = incoming.content()
    with transaction.atomic():
        Sidecar.objects.update_or_create(
            owner=owner,
            folder=folder,
            filename=filename,
            defaults={"content": content, "asset": None},
        )
        # The photo may have come first: its metadata are read again with the sidecar beside it.
        photos = assets_of_sidecar(owner.id, folder=folder, filename=filename)
        queue.enqueue("reread_metadata", photos, priority=Priority.UPLOAD)
    return Admitted(Outcome.SIDECAR, photos[0] if photos else None)


def _plausible(moment: datetime | None, now: datetime) -> datetime | None:
    if moment is None or moment.year < 1970 or moment > now + timedelta(days=1):
        return None
    return moment
