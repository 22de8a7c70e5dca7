"""Putting photos on a stack, taking them off and choosing which one is seen; every act can be undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from photonest.assets.id_lists import id_in
from photonest.assets.models import Asset, Change, Stack, StackKind
from photonest.assets.services import Acted
from photonest.assets.stack_state import lock_with_stacks, settle
from photonest.core.errors import BadInput

LARGEST_STACK = 1000


class NotStackable(BadInput):
    """A stack needs two to 1,000 photos that are not in the trash."""

    code = "not_stackable"


class NotStacked(BadInput):
    """This photo is in no stack."""

    code = "not_stacked"


def stack(assets: QuerySet[Asset], owner_id: UUID, *, cover_id: UUID | None = None) -> Acted:
    """Put `assets`, and whatever stacks they are in, on one stack; the cover is `cover_id` or the first taken.

    Raises `NotStackable`.
    """
    with transaction.atomic():
        wanted = dict(assets.filter(trashed_at__isnull=True, motion_of__isnull=True).values_list("id", "stack_id"))
        ids = set(wanted)
        stacks = _given(wanted.values())
        ids |= set(Asset.objects.filter(stack_id__in=stacks).values_list("id", flat=True))
        if not 2 <= len(ids) <= LARGEST_STACK:
            raise NotStackable
        before = _state_before(ids)
        cover = cover_id if cover_id in ids else _first_taken(ids)
        made = Stack.objects.create(owner_id=owner_id, kind=StackKind.MANUAL, cover_id=cover)
        Asset.objects.filter(id_in(ids)).update(stack=made, is_stack_decided=True)
        settle({made.pk, *stacks})
        return Acted(len(ids), _remember(owner_id, before, dict.fromkeys(ids, made.pk)))


def unstack(assets: QuerySet[Asset], owner_id: UUID) -> Acted:
    """Dissolve the stacks that any of `assets` is in. Nothing stacks their members by itself again."""
    with transaction.atomic():
        stacks = _given(assets.values_list("stack_id", flat=True))
        ids = set(Asset.objects.filter(stack_id__in=stacks).values_list("id", flat=True))
        if not ids:
            return Acted(0, None)
        before = _state_before(ids)
        _set_free(ids)
        settle(stacks)
        return Acted(len(ids), _remember(owner_id, before, dict.fromkeys(ids)))


def take_out(asset: Asset) -> Acted:
    """Take one photo out of its stack; the others stay together. Raises `NotStacked`."""
    with transaction.atomic():
        stack_id = Asset.objects.values_list("stack_id", flat=True).get(pk=asset.pk)
        if stack_id is None:
            raise NotStacked
        members = set(Asset.objects.filter(stack_id=stack_id).values_list("id", flat=True))
        before = _state_before(members)
        _set_free({asset.pk})
        settle({stack_id})
        after = dict(Asset.objects.filter(id_in(members)).values_list("id", "stack_id"))
        return Acted(1, _remember(asset.owner_id, before, after))


def choose_cover(asset: Asset) -> Acted:
    """Let `asset` be the member of its stack that is seen. Raises `NotStacked`."""
    with transaction.atomic():
        stack_id = Asset.objects.values_list("stack_id", flat=True).get(pk=asset.pk)
        if stack_id is None:
            raise NotStacked
        members = set(Asset.objects.filter(stack_id=stack_id).values_list("id", flat=True))
        before = _state_before(members)
        Stack.objects.filter(pk=stack_id).update(cover_id=asset.pk)
        settle({stack_id})
        return Acted(1, _remember(asset.owner_id, before, dict.fromkeys(members, stack_id)))


def stack_by_itself(owner_id: UUID, groups: Sequence[tuple[StackKind, Sequence[UUID], UUID]]) -> int:
    """Write what the rules found: (kind, members, cover). Return how many stacks are new or grew.

    What an owner decided about, what came into the trash meanwhile and what is stacked otherwise stays as it is. A
    group that touches one machine-made stack joins it.
    """
    changed = 0
    for kind, members, cover in groups:
        with transaction.atomic():
            lock_with_stacks(members)
            rows = dict(
                Asset.objects.filter(
                    id_in(members), owner_id=owner_id, is_stack_decided=False, trashed_at__isnull=True,
                    motion_of__isnull=True,
                ).values_list("id", "stack_id")
            )  # fmt: skip
            stacks = _given(rows.values())
            free = [asset_id for asset_id, stack_id in rows.items() if stack_id not in stacks]
            if not free or len(rows) < 2 or len(stacks) > 1:
                continue
            if stacks:
                (stack_id,) = stacks
                if cover in free:
                    Stack.objects.filter(pk=stack_id).update(cover_id=cover)
            else:
                chosen = cover if cover in rows else free[0]
                stack_id = Stack.objects.create(owner_id=owner_id, kind=kind, cover_id=chosen).pk
            Asset.objects.filter(id_in(free)).update(stack_id=stack_id)
            settle({stack_id})
            changed += 1
    return changed


def take_back(change: Change) -> int:
    """Undo an act of this file: give each photo its stack back unless it has been moved again since."""
    before, after = change.before["before"], change.before["after"]
    ids = [UUID(hex=text) for text in before["members"]]
    lock_with_stacks(ids)
    now = dict(Asset.objects.filter(id_in(ids), owner_id=change.owner_id).values_list("id", "stack_id"))
    same = [asset_id for asset_id in ids if asset_id in now and _hex(now[asset_id]) == after.get(asset_id.hex)]
    touched = _given(now.values())
    for text, (kind, cover) in before["stacks"].items():
        cover_id = UUID(hex=cover) if cover and UUID(hex=cover) in now else None
        Stack.objects.update_or_create(
            pk=UUID(hex=text), defaults={"owner_id": change.owner_id, "kind": kind, "cover_id": cover_id}
        )
        touched.add(UUID(hex=text))
    for asset_id in same:
        stack_text, is_decided = before["members"][asset_id.hex]
        Asset.objects.filter(pk=asset_id).update(
            stack_id=UUID(hex=stack_text) if stack_text else None,
            is_stack_decided=is_decided,
            is_behind=False,
            stack_size=1,
        )
    settle(touched)
    return len(same)


def _given(ids: Iterable[UUID | None]) -> set[UUID]:
    return {one for one in ids if one is not None}


def _set_free(ids: Collection[UUID]) -> None:
    Asset.objects.filter(id_in(ids)).update(stack=None, is_behind=False, stack_size=1, is_stack_decided=True)


def _first_taken(ids: Collection[UUID]) -> UUID:
    first: UUID = Asset.objects.filter(id_in(ids)).order_by("local_at", "id").values_list("id", flat=True)[0]
    return first


def _state_before(ids: Collection[UUID]) -> dict[str, Any]:
    """Lock the photos and note their stacks as they are."""
    lock_with_stacks(ids)
    rows = list(Asset.objects.filter(id_in(ids)).values_list("id", "stack_id", "is_stack_decided"))
    stacks = Stack.objects.filter(pk__in=_given(row[1] for row in rows)).values_list("id", "kind", "cover_id")
    return {
        "members": {asset_id.hex: [_hex(stack_id), decided] for asset_id, stack_id, decided in rows},
        "stacks": {stack_id.hex: [kind, _hex(cover)] for stack_id, kind, cover in stacks},
    }


def _remember(owner_id: UUID, before: dict[str, Any], after: Mapping[UUID, UUID | None]) -> UUID:
    record = {"before": before, "after": {asset_id.hex: _hex(stack_id) for asset_id, stack_id in after.items()}}
    return Change.objects.create(owner_id=owner_id, action="stack", before=record).pk


def _hex(value: UUID | None) -> str | None:
    return value.hex if value is not None else None
