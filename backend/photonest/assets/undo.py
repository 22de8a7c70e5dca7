"""Undo: one act on many assets is remembered as the values from before, and can be taken back as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.module_loading import import_string

from photonest.assets.id_lists import id_in, lock_in_order
from photonest.assets.models import Asset, Change
from photonest.assets.stack_state import lock_with_stacks, settle_stacks_of
from photonest.core.errors import NotFound

UNDO_FOR = timedelta(hours=24)
"""How long an act can be taken back; its record is removed afterwards."""

UNDOABLE = {"is_favourite", "rating", "trashed_at"}
"""Columns an act may change."""


class UndoGone(NotFound):
    """This can no longer be undone: it was undone already, or more than a day has passed."""

    code = "undo_gone"


def remember(owner_id: UUID, action: str, *, field: str, after: Any, before: Sequence[tuple[UUID, Any]]) -> Change:
    """Write down that `field` of these assets became `after`; `before` pairs each id with its old value."""
    if field not in UNDOABLE:
        raise ValueError(f"{field} cannot be undone")
    groups: dict[Any, list[str]] = {}
    for asset_id, value in before:
        groups.setdefault(_plain(value), []).append(asset_id.hex)
    return Change.objects.create(
        owner_id=owner_id,
        action=action,
        before={"field": field, "after": _plain(after), "values": [[value, ids] for value, ids in groups.items()]},
    )


def undo(owner_id: UUID, change_id: UUID, *, now: datetime | None = None) -> int:
    """Give the assets of a change their old values back; return how many changed.

    An asset that was changed again since keeps its newer value. Raises `UndoGone`, also for foreign changes.
    """
    now = now or timezone.now()
    with transaction.atomic():
        change = (
            Change.objects.select_for_update()
            .filter(pk=change_id, owner_id=owner_id, undone_at__isnull=True, created_at__gt=now - UNDO_FOR)
            .first()
        )
        if change is None:
            raise UndoGone
        taken_back_by = settings.PHOTONEST_UNDO.get(change.action)
        count: int = import_string(taken_back_by)(change) if taken_back_by else give_back(change)
        change.undone_at = now
        change.save(update_fields=["undone_at"])
    return count


def give_back(change: Change) -> int:
    """Undo a change of one column, in the caller's transaction."""
    field = change.before.get("field")
    if field not in UNDOABLE:
        raise UndoGone
    still = (
        {field: _rich(field, change.before["after"])}
        if change.before["after"] is not None
        else {f"{field}__isnull": True}
    )
    all_ids = [UUID(hex=text) for _, ids in change.before["values"] for text in ids]
    if field == "trashed_at":
        lock_with_stacks(all_ids)
    else:
        lock_in_order(all_ids)
    count = 0
    for value, ids in change.before["values"]:
        rows = Asset.objects.filter(id_in([UUID(hex=text) for text in ids]), owner_id=change.owner_id, **still)
        # A live photo is one thing to its owner; its video part comes along uncounted.
        count += rows.filter(motion_of__isnull=True).count()
        rows.update(**{field: _rich(field, value)})
    if field == "trashed_at":
        settle_stacks_of(all_ids)
    return count


def forget_old_changes(now: datetime) -> int:
    """Remove records that can no longer be undone; return how many."""
    return Change.objects.filter(created_at__lte=now - UNDO_FOR).delete()[0]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _rich(field: str, value: Any) -> Any:
    return parse_datetime(value) if field == "trashed_at" and value is not None else value
