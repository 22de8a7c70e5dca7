"""Deleting for good: what lay in the trash too long, and what its owner wants gone now."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from photonest.assets.content_lock import lock_content
from photonest.assets.models import Asset, DoomedContent
from photonest.assets.stack_state import settle
from photonest.assets.undo import forget_old_changes
from photonest.storage import keys, media

T = TypeVar("T")

log = logging.getLogger(__name__)

ROWS_AT_ONCE = 500
FILES_AT_ONCE = 100
"""Content locks held by one transaction; PostgreSQL's shared lock table has room for some thousands."""


def delete_at(trashed_at: datetime) -> datetime:
    """When something thrown away at `trashed_at` is deleted for good."""
    return trashed_at + timedelta(days=settings.PHOTONEST_TRASH_DAYS)


def purge_trash(now: datetime) -> int:
    """Delete everybody's photos that lay in the trash for PHOTONEST_TRASH_DAYS; return how many."""
    forget_old_changes(now)
    overdue = Asset.objects.filter(trashed_at__lte=now - timedelta(days=settings.PHOTONEST_TRASH_DAYS))
    count = delete_forever(overdue)
    _delete_files(sorted(bytes(sha256) for sha256 in DoomedContent.objects.values_list("sha256", flat=True)))
    return count


def delete_forever(assets: QuerySet[Asset]) -> int:
    """Delete those of `assets` that lie in the trash: rows first, then files nobody else has; return how many.

    A file goes only after the commit that removed its row, so that a crash never leaves a row without its file;
    what a crash or a refusing disk leaves of the files, `purge_trash` deletes the next time.
    """
    # Everything not in the trash is safe here, whatever the caller passed.
    ids = list(assets.filter(trashed_at__isnull=False).order_by("id").values_list("id", flat=True))
    count = 0
    for some in _batches(ids, ROWS_AT_ONCE):
        deleted, doomed = _delete_rows(some)
        count += deleted
        _delete_files(doomed)
    return count


def _delete_rows(ids: Sequence[UUID]) -> tuple[int, list[bytes]]:
    """Delete rows and all that hangs on them; return the count and the contents that are doomed now.

    The same transaction writes those down.
    """
    with transaction.atomic():
        rows = (
            Asset.objects.select_for_update(of=("self",))
            .filter(Q(pk__in=ids) | Q(motion_of_id__in=ids), trashed_at__isnull=False)
            .order_by("id")
        )
        found: list[Any] = list(rows.values_list("id", "sha256", "renditions_version", "motion_of_id", "stack_id"))
        Asset.objects.filter(pk__in=[row[0] for row in found]).delete()
        settle({row[4] for row in found if row[4] is not None})
        contents: dict[bytes, int] = {}
        for _, sha256, version, _, _ in found:
            contents[bytes(sha256)] = max(version, contents.get(bytes(sha256), 0))
        DoomedContent.objects.bulk_create(
            [DoomedContent(sha256=sha256, renditions_version=version) for sha256, version in sorted(contents.items())],
            update_conflicts=True,
            unique_fields=["sha256"],
            update_fields=["renditions_version"],
        )
    return sum(1 for row in found if row[3] is None), sorted(contents)


def doom(sha256: bytes, *, renditions_version: int) -> None:
    """Have the files of these bytes deleted by the next `purge_trash`, unless somebody keeps them then.

    Must be called inside a transaction.
    """
    lock_content(sha256)  # or a deletion that is under way would strike this off with what it knew before
    DoomedContent.objects.update_or_create(sha256=sha256, defaults={"renditions_version": renditions_version})


def _delete_files(doomed: Sequence[bytes]) -> None:
    for few in _batches(doomed, FILES_AT_ONCE):
        with transaction.atomic():
            # The lock keeps an upload of the same bytes from counting on a file that is about to go.
            for sha256 in few:
                lock_content(sha256)
            versions = DoomedContent.objects.filter(sha256__in=few).values_list("sha256", "renditions_version")
            kept = {bytes(sha256) for sha256 in Asset.objects.filter(sha256__in=few).values_list("sha256", flat=True)}
            settled = [
                sha256 for sha256, version in versions if bytes(sha256) in kept or _are_deleted(bytes(sha256), version)
            ]
            DoomedContent.objects.filter(sha256__in=settled).delete()


def _are_deleted(sha256: bytes, version: int) -> bool:
    """Delete all files of these bytes, as many as will go; return whether none is left."""
    done = True
    for key in _keys(sha256, version):
        try:
            media.delete(key)
        except OSError as problem:
            done = False
            log.warning("a stored file could not be deleted, it is tried again in an hour: %s", problem.strerror)
    return done


def _keys(sha256: bytes, version: int) -> Iterator[str]:
    yield keys.original(sha256)
    for older in range(1, version + 1):
        yield keys.preview(sha256, older)
        yield keys.tile(sha256, older)


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
