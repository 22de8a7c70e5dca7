"""A vector for a face that somebody drew or a file marks: the model looks at that part of the stored preview."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from photonest.accounts.models import User
from photonest.ai.client import ai_client
from photonest.ai.half_vectors import decode_vector
from photonest.assets.models import Asset
from photonest.jobs import queue
from photonest.jobs.queue import Priority
from photonest.people import corrections
from photonest.people.boxes import Box, lies_around, overlap
from photonest.people.corrections import Said
from photonest.people.models import Face, FaceEmbedding, Person
from photonest.people.services import box_of
from photonest.pipelines import group_faces
from photonest.storage import keys, media
from photonest_contracts.inference import AnalyseRequest, DetectedFace, EncodedPreview, Task

if TYPE_CHECKING:
    from PIL.Image import Image

MARGIN = 0.6
"""Of the box, on each side: the model finds a face by what is around it."""
LEAST_PX = 320
"""Smaller parts are enlarged; the model was trained with faces of a fair size."""
LARGEST_SCALE = 4.0


def draw(asset: Asset, box: Box, *, person: Person | None = None, name: str = "") -> tuple[Said, Face]:
    """A face that was missed, and the look at it, in one transaction. Raises what `corrections.draw` raises."""
    with transaction.atomic():
        done, face = corrections.draw(asset, box, person=person, name=name)
        queue.enqueue("read_drawn_face", [face.pk], priority=Priority.ASKED)
    return done, face


def read(face_id: UUID) -> None:
    """Look for the face in its box; without one it stays a drawn face that only its owner knows.

    Raises only errors that may pass, so that the queue tries again.
    """
    face = Face.objects.select_related("asset", "owner").filter(pk=face_id).first()
    if face is None or not face.owner.faces_enabled or not face.asset.renditions_version:
        return
    found = look_closely(face.asset, box_of(face))
    if found is None:
        return
    detected, quality = found
    embedding = detected.embedding
    if embedding is None:
        return
    with transaction.atomic():
        owner = User.objects.select_for_update(no_key=True).get(pk=face.owner_id)
        if not owner.faces_enabled or not Face.objects.filter(pk=face_id).exists():
            return  # a "no" that came meanwhile counts
        Face.objects.filter(pk=face_id).update(
            quality=quality, points=[[point.x, point.y] for point in detected.points]
        )
        FaceEmbedding.objects.filter(face_id=face_id).delete()
        FaceEmbedding.objects.create(
            face_id=face_id,
            owner=owner,
            space=embedding.space,
            vector=decode_vector(embedding),
        )
        group_faces.ask(owner.pk)


def set_aside(face_id: UUID) -> None:
    """A worker died over this face: it stays one that only its owner knows."""


def look_closely(asset: Asset, box: Box) -> tuple[DetectedFace, float] | None:
    """The face in `box`, in shares of the whole picture, and its quality; None when the model finds none there."""
    from PIL import Image

    with (
        media.open_read(keys.preview(bytes(asset.sha256), asset.renditions_version)) as file,
        Image.open(file) as whole,
    ):
        part, area, scale = _cut(whole.convert("RGB"), box)
    content = io.BytesIO()
    part.save(content, "PNG")
    request = AnalyseRequest(pixels=EncodedPreview(encoding="png"), tasks=(Task.FACES, Task.FACE_EMBEDDINGS))
    analysis = ai_client().analyse(request, content.getvalue())
    faces = [_moved(face, area) for face in analysis.faces or ()]
    faces = [face for face in faces if lies_around(box, face.box) or lies_around(face.box, box)]
    if not faces:
        return None
    best = max(faces, key=lambda face: overlap(face.box, box))
    return best, best.quality / scale  # what was enlarged shows no more than before


def _cut(picture: Image, box: Box) -> tuple[Image, Box, float]:
    """The part around `box`, enlarged if small, the area it covers in shares, and how much it was enlarged."""
    from PIL import Image

    left, top, width, height = box
    low_x, low_y = max(0.0, left - width * MARGIN), max(0.0, top - height * MARGIN)
    high_x, high_y = min(1.0, left + width * (1 + MARGIN)), min(1.0, top + height * (1 + MARGIN))
    pixels = (
        int(low_x * picture.width),
        int(low_y * picture.height),
        max(int(low_x * picture.width) + 1, round(high_x * picture.width)),
        max(int(low_y * picture.height) + 1, round(high_y * picture.height)),
    )
    part = picture.crop(pixels)
    area = (
        pixels[0] / picture.width,
        pixels[1] / picture.height,
        part.width / picture.width,
        part.height / picture.height,
    )
    scale = min(LARGEST_SCALE, max(1.0, LEAST_PX / max(part.size)))
    if scale > 1:
        size = (max(1, round(part.width * scale)), max(1, round(part.height * scale)))
        part = part.resize(size, Image.Resampling.BICUBIC)
    return part, area, scale


def _moved(face: DetectedFace, area: Box) -> DetectedFace:
    """A face of the part as a face of the whole."""
    left, top, width, height = face.box
    points = tuple(
        point.model_copy(update={"x": area[0] + point.x * area[2], "y": area[1] + point.y * area[3]})
        for point in face.points
    )
    box = (area[0] + left * area[2], area[1] + top * area[3], width * area[2], height * area[3])
    return face.model_copy(update={"box": box, "points": points})
