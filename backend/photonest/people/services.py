"""Writes of faces that a model found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonest.accounts.models import User
from photonest.ai.half_vectors import decode_vector
from photonest.core.ids import new_id
from photonest.people.models import Face, FaceEmbedding

if TYPE_CHECKING:
    from photonest.assets.models import Asset
    from photonest_contracts.inference import Analysis


def store_faces(asset: Asset, analysis: Analysis) -> None:
    """Replace the faces of an asset by those of `analysis`, in the caller's transaction, if they were asked for.

    The owner's choice is read again here, under a row lock: a "no" that came while the picture was analysed counts.
    """
    if analysis.faces is None:
        return
    choice = User.objects.select_for_update().get(id=asset.owner_id)
    may_recognise, may_read_looks = choice.faces_enabled, choice.faces_enabled and choice.expressions_enabled
    Face.objects.filter(asset=asset).delete()
    source = analysis.versions.get("faces", "")
    faces, vectors = [], []
    for found in analysis.faces:
        left, top, width, height = found.box
        face = Face(
            id=new_id(),
            asset=asset,
            owner_id=asset.owner_id,
            left=left,
            top=top,
            width=width,
            height=height,
            points=[[point.x, point.y] for point in found.points],
            score=found.score,
            quality=found.quality,
            expression=found.expression if may_read_looks else None,
            source=source,
        )
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
    Face.objects.bulk_create(faces)
    FaceEmbedding.objects.bulk_create(vectors)
