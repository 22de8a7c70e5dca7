"""Writes of faces that a model found or a file marks. What the owner said about a face outlives both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from photonest.accounts.models import User
from photonest.ai.half_vectors import decode_vector
from photonest.core.ids import new_id
from photonest.people.boxes import Box, match
from photonest.people.models import BY_USER_SOURCE, FILE_SOURCE, AssignedBy, Face, FaceEmbedding

if TYPE_CHECKING:
    from photonest.assets.metadata.xmp import Region
    from photonest.assets.models import Asset
    from photonest_contracts.inference import Analysis, DetectedFace

_SEEN_COLUMNS = ["left", "top", "width", "height", "points", "score", "quality", "expression", "source"]


def store_faces(asset: Asset, analysis: Analysis) -> int | None:
    """Bring the faces of an asset up to those of `analysis`, in the caller's transaction; return how many count.

    A face that is found again keeps its row, and with it its person and all that was said about it. One that is not
    found again goes, unless its owner or the file vouches for it. None: faces were not asked for.
    The owner's choice is read again here, under a row lock: a "no" that came while the picture was analysed counts.
    """
    if analysis.faces is None:
        return None
    choice = User.objects.select_for_update(no_key=True).values_list("faces_enabled", "expressions_enabled")
    may_recognise, may_read_looks = choice.get(id=asset.owner_id)
    may_read_looks = may_recognise and may_read_looks
    source = analysis.versions.get("faces", "")
    before = list(Face.objects.filter(asset=asset).order_by("id"))
    pairs = {there: before[here] for here, there in match([box_of(f) for f in before], [f.box for f in analysis.faces])}
    faces, vectors = [], []
    for place, found in enumerate(analysis.faces):
        face = pairs.get(place) or Face(id=new_id(), asset=asset, owner_id=asset.owner_id)
        if face.source not in {BY_USER_SOURCE, FILE_SOURCE}:
            face.left, face.top, face.width, face.height = found.box
            face.source = source
        _describe(face, found, may_read_looks=may_read_looks)
        faces.append(face)
        if may_recognise and found.embedding is not None:
            vectors.append(
                FaceEmbedding(
                    face=face,
                    owner_id=asset.owner_id,
                    space=found.embedding.space,
                    vector=decode_vector(found.embedding),
                )
            )
    Face.objects.bulk_create([face for face in faces if face not in before])
    Face.objects.bulk_update([face for face in faces if face in before], _SEEN_COLUMNS)
    FaceEmbedding.objects.filter(face__in=[vector.face for vector in vectors]).delete()
    FaceEmbedding.objects.bulk_create(vectors)
    gone = [face for face in before if face not in faces and not _is_vouched_for(face)]
    Face.objects.filter(pk__in=[face.pk for face in gone]).delete()
    return sum(not face.is_ignored for face in {*faces, *before} - set(gone))


def may_read_looks(owner_id: UUID) -> bool:
    """Whether the owner's yes to expressions stands, in the caller's transaction, which holds it so until its end."""
    choice = User.objects.select_for_update(no_key=True).get(id=owner_id)
    return choice.faces_enabled and choice.expressions_enabled


def store_regions(asset: Asset, regions: Sequence[Region]) -> list[Face]:
    """Take over what the file of an asset says about faces, in the caller's transaction; nothing without a yes.

    A name becomes a suggestion on the face it marks. A marked face that no model found becomes a face of its own;
    those are returned.
    """
    before = list(Face.objects.filter(asset=asset).order_by("id"))
    if not regions and not any(face.name_in_file or face.source == FILE_SOURCE for face in before):
        return []
    if not User.objects.select_for_update(no_key=True).get(id=asset.owner_id).faces_enabled:
        return []
    boxes = [_box_of_region(region) for region in regions]
    pairs = {there: before[here] for here, there in match([box_of(f) for f in before], boxes, is_loose=True)}
    named: list[Face] = []
    marked: list[Face] = []
    for place, (region, box) in enumerate(zip(regions, boxes, strict=True)):
        face = pairs.get(place)
        name = region.name[:200]
        if face is not None:
            face.name_in_file = name
            named.append(face)
        elif name:
            marked.append(_mark(asset, box, name))
    for face in before:
        if face not in named and face.name_in_file:
            face.name_in_file = ""
            named.append(face)
    Face.objects.bulk_update(named, ["name_in_file"])
    unmarked = [face.pk for face in before if face not in pairs.values() and not _is_said(face)]
    Face.objects.filter(pk__in=unmarked, source=FILE_SOURCE).delete()
    return marked


def box_of(face: Face) -> Box:
    return (face.left, face.top, face.width, face.height)


def _describe(face: Face, found: DetectedFace, *, may_read_looks: bool) -> None:
    face.points = [[point.x, point.y] for point in found.points]
    face.score, face.quality = found.score, found.quality
    face.expression = found.expression if may_read_looks else None


def _is_said(face: Face) -> bool:
    return face.assigned_by == AssignedBy.USER or face.is_ignored


def _is_vouched_for(face: Face) -> bool:
    return _is_said(face) or face.source in {BY_USER_SOURCE, FILE_SOURCE}


def _mark(asset: Asset, box: Box, name: str) -> Face:
    return Face.objects.create(
        asset=asset, owner_id=asset.owner_id, left=box[0], top=box[1], width=box[2], height=box[3], points=[],
        score=1.0, quality=0.0, source=FILE_SOURCE, name_in_file=name,
    )  # fmt: skip


def _box_of_region(region: Region) -> Box:
    """Regions name their middle; kept inside the picture."""
    width, height = min(region.width, 1.0), min(region.height, 1.0)
    left, top = region.x - width / 2, region.y - height / 2
    return (min(max(left, 0.0), 1.0 - width), min(max(top, 0.0), 1.0 - height), width, height)


def draw(asset: Asset, box: Sequence[float]) -> Face:
    """A face its owner drew around. Its vector comes later, if the model finds a face in it."""
    left, top, width, height = box
    return Face.objects.create(
        asset=asset, owner_id=asset.owner_id, left=left, top=top, width=width, height=height, points=[], score=1.0,
        quality=0.0, source=BY_USER_SOURCE,
    )  # fmt: skip
