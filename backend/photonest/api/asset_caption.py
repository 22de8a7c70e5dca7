"""The caption that a template makes of what is known about one asset."""

from __future__ import annotations

from collections.abc import Sequence

from photonest.accounts.models import User
from photonest.assets.captions import Thing, caption
from photonest.assets.models import Asset
from photonest.people.models import Face
from photonest.tags.models import AssetTag, TagKind

TOPICS = {TagKind.USER, TagKind.ACTION, TagKind.SCENE, TagKind.LABEL}
"""Kinds of tags that a caption names beside the things in the picture."""


def automatic_caption(asset: Asset, rows: Sequence[AssetTag], faces: Sequence[Face], viewer: User) -> str:
    """What a template says of the people, the shown tags, the place and the date."""
    known = [face.person for face in faces if face.person and viewer.faces_enabled and not face.person.is_hidden]
    things = [Thing(row.tag.name, row.count) for row in rows if row.kind == TagKind.OBJECT]
    topics = [row.tag.name.rsplit("/", 1)[-1] for row in rows if row.kind in TOPICS]
    persons = max((thing.count for thing in things if thing.name == "person"), default=0)
    return caption(
        things=things,
        topics=topics,
        people=list(dict.fromkeys(person.name for person in known if person.name)),
        person_count=max(persons, len(faces), asset.person_count or 0),
        place=asset.city or asset.region or asset.country,
        local_at=asset.local_at,
    )
