"""Erasing what recognition knows, or all face data; and counting what is left, to prove it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from uuid import UUID

from photonest.assets.models import Change
from photonest.people.models import (
    BY_USER_SOURCE,
    FILE_SOURCE,
    AssignedBy,
    Face,
    FaceEmbedding,
    Grouping,
    NotThisPerson,
    PeopleApart,
    Person,
)
from photonest.people.undo import KIND
from photonest.storage import media


@dataclass(frozen=True)
class FaceData:
    """How much of each kind there is."""

    vectors: int
    people: int
    names_in_files: int
    expressions: int
    said: int
    """Assignments, refusals, people kept apart and undo records."""
    boxes: int

    @property
    def total(self) -> int:
        return sum(asdict(self).values())


def face_data(owner_id: UUID | None = None) -> FaceData:
    """Face data of one owner, or of everybody. Crops are never stored: they are cut from the preview when asked."""
    whose = {} if owner_id is None else {"owner_id": owner_id}
    faces = Face.objects.filter(**whose)
    return FaceData(
        vectors=FaceEmbedding.objects.filter(**whose).count(),
        people=Person.objects.filter(**whose).count(),
        names_in_files=faces.exclude(name_in_file="").count(),
        expressions=faces.filter(expression__isnull=False).count(),
        said=faces.exclude(assigned_by=AssignedBy.NOBODY).count()
        + faces.filter(is_ignored=True).count()
        + NotThisPerson.objects.filter(**whose).count()
        + PeopleApart.objects.filter(**whose).count()
        + Change.objects.filter(before__has_key=KIND, **whose).count(),
        boxes=faces.count(),
    )


def unexplained_files() -> list[str]:
    """Files of the media folder that are neither an original nor a whole picture's rendition: where a stored crop of a
    face would have to lie. Names below the folder.
    """
    known = re.compile(
        r"originals/../../[0-9a-f]{64}|renditions/../../[0-9a-f]{64}-(preview|tile)-\d+\.jpg|incoming/.*"
    )
    folder = media.root()
    files = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return sorted(name for name in files if not known.fullmatch(name))


def erase_recognition(owner_id: UUID) -> None:
    """Vectors, people, names and all that was said, in the caller's transaction. Boxes that a model found stay: they
    count faces and keep crops from cutting through them. Boxes drawn by the owner or marked in files go.
    """
    FaceEmbedding.objects.filter(owner_id=owner_id).delete()
    NotThisPerson.objects.filter(owner_id=owner_id).delete()
    PeopleApart.objects.filter(owner_id=owner_id).delete()
    Face.objects.filter(owner_id=owner_id, source__in=[BY_USER_SOURCE, FILE_SOURCE]).delete()
    Face.objects.filter(owner_id=owner_id).update(
        person=None, assigned_by=AssignedBy.NOBODY, is_ignored=False, name_in_file=""
    )
    Person.objects.filter(owner_id=owner_id).delete()
    Grouping.objects.filter(owner_id=owner_id).delete()
    # Undo records hold names.
    Change.objects.filter(owner_id=owner_id, before__has_key=KIND).delete()


def erase_boxes(owner_id: UUID) -> None:
    """Every face of an owner, with all that hangs on it, in the caller's transaction."""
    Face.objects.filter(owner_id=owner_id).delete()
