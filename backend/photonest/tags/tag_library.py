"""One own tag over the whole library: renamed or moved with everything under it, merged into another, deleted.

New rows are written and never old ones changed: whoever remembers tags sees what is new by the newest id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection

from photonest.assets.models import Change
from photonest.core.errors import BadInput, NotFound
from photonest.tags.models import AssetTag, TagKind
from photonest.tags.own_tags import USER, TagsChanged, by_tag
from photonest.tags.services import tag_ids
from photonest.tags.tag_paths import MOST_CHARACTERS, MOST_LEVELS, clean_path

Pairs = list[tuple[UUID, int]]
"""(photo, tag)"""


def rename_tag(owner_id: UUID, name: str, to: str) -> TagsChanged:
    """Give a tag another path, and what lies under it with it; where the path is one already, the two become one.

    In the caller's transaction. A keyword of a file that is renamed becomes the user's own, and the old word of the
    file stays off. Raises `NotFound`, `BadInput`.
    """
    path = clean_path(to)
    if not path:
        raise BadInput("A tag needs a name.")
    old = _own_under(owner_id, name)
    if path == name:
        return TagsChanged((), None)
    new = {tag_id: path + held[len(name) :] for tag_id, held in old.items()}
    if any(len(one) > MOST_CHARACTERS or one.count("/") >= MOST_LEVELS for one in new.values()):
        raise BadInput(f"A tag has at most {MOST_CHARACTERS} characters and {MOST_LEVELS} levels.")
    spelled = _as_spelled(owner_id, sorted(set(new.values())), besides=list(old))
    ids = tag_ids(sorted(set(spelled.values())))
    return _move(owner_id, {tag_id: ids[spelled[one]] for tag_id, one in new.items()})


def delete_tag(owner_id: UUID, name: str) -> TagsChanged:
    """Take a tag and everything under it off all photos, in the caller's transaction; guesses of that name stay.

    A keyword of a file stays off. Raises `NotFound`.
    """
    return _move(owner_id, dict.fromkeys(_own_under(owner_id, name)))


def _own_under(owner_id: UUID, name: str) -> dict[int, str]:
    """Id -> path of the owner's tags that are `name` or lie under it."""
    own = AssetTag.objects.filter(owner_id=owner_id, kind=TagKind.USER).order_by()
    found = dict(own.filter(tag__name__startswith=name).values_list("tag_id", "tag__name").distinct())
    inside = {tag_id: path for tag_id, path in found.items() if path == name or path.startswith(f"{name}/")}
    if not name or not inside:
        raise NotFound
    return inside


def _as_spelled(owner_id: UUID, paths: Sequence[str], *, besides: Sequence[int]) -> dict[str, str]:
    """Path -> the same as the owner's other tags spell it ("dog" for "Dog")."""
    others = AssetTag.objects.filter(owner_id=owner_id, kind=TagKind.USER).exclude(tag_id__in=besides).order_by()
    known = {name.casefold(): name for name in others.values_list("tag__name", flat=True).distinct()}
    return {path: known.get(path.casefold(), path) for path in paths}


def _move(owner_id: UUID, to: Mapping[int, int | None]) -> TagsChanged:
    """Put the owner's photos of each tag under another one, or under none, however many they are."""
    with connection.cursor() as cursor:
        # In the order of ids, and locked, as for any other change of tags.
        cursor.execute(
            "SELECT a.id FROM assets_asset a WHERE a.owner_id = %(owner)s AND EXISTS (SELECT 1 FROM tags_assettag t"
            " WHERE t.asset_id = a.id AND t.owner_id = %(owner)s AND t.kind = 'user' AND t.tag_id = ANY(%(old)s))"
            " ORDER BY a.id FOR NO KEY UPDATE OF a",
            {"owner": owner_id, "old": list(to)},
        )
        cursor.execute(
            "DELETE FROM tags_assettag WHERE owner_id = %s AND kind = 'user' AND tag_id = ANY(%s)"
            " RETURNING asset_id, tag_id, source",
            [owner_id, list(to)],
        )
        gone: list[tuple[UUID, int, str]] = cursor.fetchall()
        given = [(asset_id, new) for asset_id, old, _ in gone if (new := to[old]) is not None]
        allowed = _each(
            "DELETE FROM tags_rejectedtag r USING {pairs} WHERE r.asset_id = v.asset_id AND r.tag_id = v.tag_id"
            " AND r.owner_id = %s RETURNING r.asset_id, r.tag_id",
            given, owner_id,
        )  # fmt: skip
        added = _each(
            "INSERT INTO tags_assettag (asset_id, owner_id, tag_id, kind, source, score, is_shown, count)"
            " SELECT DISTINCT a.id, a.owner_id, v.tag_id, 'user', 'user', 1.0::float8, true, 1 FROM {pairs}"
            " JOIN assets_asset a ON a.id = v.asset_id WHERE a.owner_id = %s"
            " ON CONFLICT DO NOTHING RETURNING asset_id, tag_id",
            given, owner_id,
        )  # fmt: skip
        kept = set(given)
        from_files = [
            (asset_id, old) for asset_id, old, source in gone if source != USER and (asset_id, old) not in kept
        ]
        rejected = _each(
            "INSERT INTO tags_rejectedtag (asset_id, owner_id, tag_id) SELECT a.id, a.owner_id, v.tag_id FROM {pairs}"
            " JOIN assets_asset a ON a.id = v.asset_id WHERE a.owner_id = %s"
            " ON CONFLICT DO NOTHING RETURNING asset_id, tag_id",
            from_files, owner_id,
        )  # fmt: skip
    own: dict[str, Pairs] = {}
    for asset_id, tag_id, source in gone:
        own.setdefault(source, []).append((asset_id, tag_id))
    change = Change.objects.create(
        owner_id=owner_id,
        action="tags",
        before={
            "added": by_tag(added),
            "allowed": by_tag(allowed),
            "rejected": by_tag(rejected),
            "removed": [],
            "own": {source: by_tag(pairs) for source, pairs in own.items()},
        },
    )
    return TagsChanged(tuple(sorted({asset_id for asset_id, *_ in gone})), change.pk)


def _each(statement: str, pairs: Pairs, owner_id: UUID) -> Pairs:
    """Run a statement over these pairs of photo and tag."""
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(pairs="unnest(%s::uuid[], %s::int[]) AS v(asset_id, tag_id)"),
            [[asset_id for asset_id, _ in pairs], [tag_id for _, tag_id in pairs], owner_id],
        )
        found: Pairs = cursor.fetchall()
        return found
