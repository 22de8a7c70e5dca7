"""The user's own tags on one or 10,000 photos: given, taken off for good, accepted from a guess, and undone as one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from photonest.assets.models import Change
from photonest.core.errors import BadInput
from photonest.tags.models import AssetTag, RejectedTag, Tag, TagKind
from photonest.tags.services import rejected_tags, tag_ids
from photonest.tags.tag_paths import MOST_CHARACTERS, MOST_LEVELS, clean_path, paths_of_keywords

if TYPE_CHECKING:
    from photonest.assets.models import Asset

USER, FILE = "user", "file"
MOST_NAMES = 50


@dataclass(frozen=True)
class TagsChanged:
    ids: tuple[UUID, ...]
    """Photos on which something changed."""
    undo_id: UUID | None


def change_tags(
    asset_ids: Sequence[UUID], owner_id: UUID, *, add: Collection[str] = (), remove: Collection[str] = ()
) -> TagsChanged:
    """Give and take off tags, in the caller's transaction, which holds locks on these assets of the owner.

    A guess that is given becomes the user's own. What is taken off stays off: neither a model nor a file brings it
    back, until the user gives it again. Raises `BadInput`.
    """
    adding, removing = _named(add, owner_id), _named(remove, owner_id)
    if not adding and not removing:
        raise BadInput("Say which tags to add or to take off.")
    if both := set(adding) & set(removing):
        raise BadInput(f"The tag “{min(both)}” is to be added and taken off at once.")
    ids = list(asset_ids)
    removed = _take_off(ids, owner_id, list(removing.values())) if removing else _Removed([], [])
    added, allowed = _give(ids, owner_id, list(adding.values())) if adding else ([], [])
    touched = {row[0] for row in (*added, *allowed, *removed.rejected)} | {row["asset"] for row in removed.rows}
    if not touched:
        return TagsChanged((), None)
    change = Change.objects.create(
        owner_id=owner_id,
        action="tags",
        before={
            "added": by_tag(added),
            "allowed": by_tag(allowed),
            "rejected": by_tag(removed.rejected),
            "removed": [{**row, "asset": row["asset"].hex} for row in removed.rows],
        },
    )
    return TagsChanged(tuple(sorted(touched)), change.pk)


def restore(change: Change) -> list[UUID]:
    """Take an act on tags back, in the caller's transaction; return the photos on which something changed."""
    held, owner_id = change.before, change.owner_id
    touched: set[UUID] = set()
    for tag_id, ids in _assets_by_tag(held["added"]):
        rows = AssetTag.objects.filter(tag_id=tag_id, asset_id__in=ids, owner_id=owner_id, source=USER)
        touched |= set(rows.values_list("asset_id", flat=True))
        rows.delete()
    for tag_id, ids in _assets_by_tag(held["rejected"]):
        rows_off = RejectedTag.objects.filter(tag_id=tag_id, asset_id__in=ids, owner_id=owner_id)
        touched |= set(rows_off.values_list("asset_id", flat=True))
        rows_off.delete()
    for tag_id, ids in _assets_by_tag(held["allowed"]):
        touched |= set(_insert_rejected(ids, owner_id, tag_id))
    for source, pairs in held.get("own", {}).items():
        for tag_id, ids in _assets_by_tag(pairs):
            touched |= set(_insert_own(ids, owner_id, tag_id, source))
    back = [_row_again(row, owner_id) for row in held["removed"]]
    alive = _still_there({row["asset_id"] for row in back}, owner_id)
    back = [row for row in back if row["asset_id"] in alive]
    AssetTag.objects.bulk_create((AssetTag(**row) for row in back), ignore_conflicts=True, batch_size=2000)
    return sorted(touched | {row["asset_id"] for row in back})


def store_keywords(asset: Asset) -> None:
    """Make the keywords of the asset's file or sidecar tags of its own, in the caller's transaction.

    Those that the user took off here stay off; those that left the file go.
    """
    paths = paths_of_keywords(asset.extra.get("keywords", ()))
    ids = tag_ids(paths)
    off = rejected_tags(asset.pk) if paths else set()
    kept = [ids[path] for path in paths if ids[path] not in off]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM tags_assettag WHERE asset_id = %s AND source = %s AND tag_id <> ALL(%s::int[])",
            [asset.pk, FILE, kept],
        )
    AssetTag.objects.bulk_create(
        (
            AssetTag(
                asset=asset, owner_id=asset.owner_id, tag_id=tag_id, kind=TagKind.USER, source=FILE, score=1.0,
                is_shown=True,
            )
            for tag_id in kept
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def _named(names: Collection[str], owner_id: UUID) -> dict[str, int]:
    """Clean name -> id. A name the owner has already in other letters ("dog" for "Dog") is that one."""
    if len(names) > MOST_NAMES:
        raise BadInput(f"At most {MOST_NAMES} tags at once.")
    found: dict[str, int] = {}
    for typed in names:
        path = clean_path(typed)
        if not path:
            raise BadInput("A tag needs a name.")
        if len(path) > MOST_CHARACTERS or path.count("/") >= MOST_LEVELS:
            raise BadInput(f"A tag has at most {MOST_CHARACTERS} characters and {MOST_LEVELS} levels.")
        carried = AssetTag.objects.filter(owner_id=owner_id, tag__name__iexact=path).order_by("-score")
        known = carried.values_list("tag__name", "tag_id").first()
        name, tag_id = known or (path, tag_ids([path])[path])
        found[name] = tag_id
    return found


@dataclass(frozen=True)
class _Removed:
    rows: list[dict[str, Any]]
    rejected: list[tuple[UUID, int]]


def _take_off(ids: list[UUID], owner_id: UUID, tags: list[int]) -> _Removed:
    carried = AssetTag.objects.filter(asset_id__in=ids, owner_id=owner_id, tag_id__in=tags)
    fields = ("asset_id", "tag_id", "kind", "source", "score", "is_shown", "box", "count")
    rows = [
        {("asset" if name == "asset_id" else "tag" if name == "tag_id" else name): row[name] for name in fields}
        for row in carried.values(*fields)
    ]
    carried.delete()
    rejected = [
        (asset_id, tag_id)
        for tag_id in tags
        # What was never on a photo need not be kept off it.
        for asset_id in _insert_rejected(
            sorted({row["asset"] for row in rows if row["tag"] == tag_id}), owner_id, tag_id
        )
    ]
    return _Removed(rows, rejected)


def _give(ids: list[UUID], owner_id: UUID, tags: list[int]) -> tuple[list[tuple[UUID, int]], list[tuple[UUID, int]]]:
    """(asset, tag) pairs that are new, and those that had been taken off before."""
    added: list[tuple[UUID, int]] = []
    allowed: list[tuple[UUID, int]] = []
    for tag_id in tags:
        off = RejectedTag.objects.filter(asset_id__in=ids, owner_id=owner_id, tag_id=tag_id)
        allowed += [(asset_id, tag_id) for asset_id in off.values_list("asset_id", flat=True)]
        off.delete()
        added += [(asset_id, tag_id) for asset_id in _insert_own(ids, owner_id, tag_id, USER)]
    return added, allowed


def _insert_own(ids: Sequence[UUID], owner_id: UUID, tag_id: int, source: str) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tags_assettag (asset_id, owner_id, tag_id, kind, source, score, is_shown, count) "
            "SELECT a.id, a.owner_id, %s, 'user', %s, 1.0, true, 1 FROM assets_asset a "
            "WHERE a.id = ANY(%s) AND a.owner_id = %s ON CONFLICT DO NOTHING RETURNING asset_id",
            [tag_id, source, list(ids), owner_id],
        )
        return [row[0] for row in cursor.fetchall()]


def _insert_rejected(ids: Sequence[UUID], owner_id: UUID, tag_id: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tags_rejectedtag (asset_id, owner_id, tag_id) SELECT a.id, a.owner_id, %s FROM assets_asset a "
            "WHERE a.id = ANY(%s) AND a.owner_id = %s ON CONFLICT DO NOTHING RETURNING asset_id",
            [tag_id, list(ids), owner_id],
        )
        return [row[0] for row in cursor.fetchall()]


def _row_again(held: dict[str, Any], owner_id: UUID) -> dict[str, Any]:
    kept = {name: value for name, value in held.items() if name not in {"asset", "tag"}}
    return kept | {"asset_id": UUID(hex=held["asset"]), "tag_id": held["tag"], "owner_id": owner_id}


def by_tag(pairs: Sequence[tuple[UUID, int]]) -> dict[str, list[str]]:
    """(photo, tag) pairs as the record of a change holds them."""
    grouped: dict[str, list[str]] = {}
    for asset_id, tag_id in pairs:
        grouped.setdefault(str(tag_id), []).append(asset_id.hex)
    return grouped


def _assets_by_tag(grouped: dict[str, list[str]]) -> list[tuple[int, list[UUID]]]:
    tags = set(Tag.objects.filter(id__in=[int(tag_id) for tag_id in grouped]).values_list("id", flat=True))
    return [(int(tag_id), [UUID(hex=text) for text in ids]) for tag_id, ids in grouped.items() if int(tag_id) in tags]


def _still_there(ids: Collection[UUID], owner_id: UUID) -> set[UUID]:
    from photonest.assets.models import Asset

    return set(Asset.objects.filter(id__in=ids, owner_id=owner_id).values_list("id", flat=True))
