"""Near duplicates: which sets of photos are copies of one shot, which one to keep, and what their owner said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from uuid import UUID

from django.db import transaction
from django.db.models import F

from photonest.assets.metadata.capture_time import CAMERA_CLOCKS
from photonest.assets.models import Asset, Change, Copy
from photonest.assets.services import Acted
from photonest.core.errors import BadInput

LARGEST_GROUP = 60


class TooManyAtOnce(BadInput):
    """At most 60 photos can be said to be different at once."""

    code = "too_many_at_once"


@dataclass(frozen=True)
class CopyGroup:
    members: tuple[UUID, ...]
    likeness: float
    """Of the two that are least alike among those compared."""

    @property
    def key(self) -> UUID:
        return min(self.members)


def groups(owner_id: UUID) -> list[CopyGroup]:
    """Sets of copies out of the trash that their owner has not yet dealt with, those found last first."""
    open_pairs = (
        Copy.objects.filter(
            owner_id=owner_id, is_dismissed=False,
            one__trashed_at__isnull=True, other__trashed_at__isnull=True,
            one__motion_of__isnull=True, other__motion_of__isnull=True,
        )
        # What was put on one stack has been dealt with.
        .exclude(one__stack__isnull=False, one__stack=F("other__stack"))
        .order_by("-created_at", "-id")
        .values_list("one_id", "other_id", "likeness")
    )  # fmt: skip
    fronts = _fronts(owner_id)
    seen_as = ((fronts.get(one, one), fronts.get(other, other), sure) for one, other, sure in open_pairs)
    pairs = [(one, other, sure) for one, other, sure in seen_as if one != other]
    parent: dict[UUID, UUID] = {}

    def root(of: UUID) -> UUID:
        while parent.setdefault(of, of) != of:
            parent[of] = of = parent[parent[of]]
        return of

    for one, other, _ in pairs:
        parent[root(one)] = root(other)
    members: dict[UUID, set[UUID]] = {}
    least: dict[UUID, float] = {}
    for one, other, sure in pairs:
        members.setdefault(root(one), set()).update((one, other))
        least[root(one)] = min(sure, least.get(root(one), 1.0))
    return [CopyGroup(tuple(sorted(found)), least[key]) for key, found in members.items()]


def _fronts(owner_id: UUID) -> dict[UUID, UUID]:
    """What stands behind a cover, to that cover: a stack is one thing here, too, and never thrown away as a whole."""
    behind = Asset.objects.filter(owner_id=owner_id, is_behind=True, trashed_at__isnull=True)
    stacks = dict(behind.values_list("id", "stack_id"))
    covers = Asset.objects.filter(stack_id__in=set(stacks.values()), is_behind=False, trashed_at__isnull=True)
    cover_of = dict(covers.values_list("stack_id", "id"))
    return {asset_id: cover_of[stack_id] for asset_id, stack_id in stacks.items() if stack_id in cover_of}


def dismiss(owner_id: UUID, ids: Collection[UUID]) -> Acted:
    """Their owner said that these are different: no two of them are shown as copies again. Raises `TooManyAtOnce`."""
    if len(ids) > LARGEST_GROUP:
        raise TooManyAtOnce
    pairs = list(combinations(sorted(set(ids)), 2))
    with transaction.atomic():
        # What stands behind a cover counts as the cover.
        fronts = _fronts(owner_id)
        all_ids = {*ids, *(behind for behind, cover in fronts.items() if cover in ids)}
        known = Copy.objects.select_for_update().filter(owner_id=owner_id, one_id__in=all_ids, other_id__in=all_ids)
        changed = list(known.filter(is_dismissed=False).values_list("id", flat=True))
        if not changed:
            return Acted(0, None)
        there = set(known.values_list("one_id", "other_id"))
        made = Copy.objects.bulk_create(
            Copy(owner_id=owner_id, one_id=one, other_id=other, likeness=0.0, is_dismissed=True)
            for one, other in pairs
            if (one, other) not in there
        )
        Copy.objects.filter(pk__in=changed).update(is_dismissed=True)
        change = Change.objects.create(
            owner_id=owner_id,
            action="different",
            before={"changed": [one.hex for one in changed], "made": [copy.pk.hex for copy in made]},
        )
    return Acted(len(set(ids)), change.pk)


def take_back(change: Change) -> int:
    """Undo `dismiss`, in the caller's transaction."""
    rows = Copy.objects.filter(owner_id=change.owner_id)
    rows.filter(pk__in=_ids(change.before["made"])).delete()
    return rows.filter(pk__in=_ids(change.before["changed"])).update(is_dismissed=False)


def are_copies(owner_id: UUID, ids: Collection[UUID]) -> bool:
    """Whether all of `ids` belong to one set of copies."""
    return any(set(group.members).issuperset(ids) for group in groups(owner_id))


def best_of(assets: Iterable[Asset]) -> Asset:
    """Which copy to keep: most pixels, then what still knows its time and place, then most bytes, then the first."""
    return max(
        assets,
        key=lambda asset: (
            # Within two percent two sizes are one: some programs cut to whole blocks of eight.
            round(log(max(1, (asset.width_px or 1) * (asset.height_px or 1))) / 0.04),
            (asset.taken_source in CAMERA_CLOCKS) + (asset.latitude is not None),
            asset.size_bytes,
            -asset.added_at.timestamp(),
            asset.pk.int,
        ),
    )


def _ids(texts: Sequence[str]) -> list[UUID]:
    return [UUID(hex=text) for text in texts]
