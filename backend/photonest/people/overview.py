"""People as the pages list them: how many faces and photos, the face that stands for them, what files call them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from photonest.people.models import AssignedBy, Face, Person
from photonest.people.queries import counted_faces


@dataclass(frozen=True)
class PersonCard:
    person: Person
    faces: int
    photos: int
    cover_id: UUID | None
    """The face its owner chose, or the clearest one."""
    name_in_files: str
    """What most of the files that mark these faces call them."""


@dataclass(frozen=True)
class NameInFiles:
    name: str
    faces: int


def cards(people: QuerySet[Person]) -> list[PersonCard]:
    """`people` with their numbers: named ones first, those with most photos first."""
    rows = list(people)
    numbers = _numbers([person.pk for person in rows])
    found = []
    for person in rows:
        faces, photos, clearest, name = numbers.get(person.pk, (0, 0, None, ""))
        found.append(PersonCard(person, faces, photos, person.cover_id or clearest, name or ""))
    return sorted(found, key=lambda card: (not card.person.name, -card.photos, card.person.name, card.person.pk))


def _numbers(people: Sequence[UUID]) -> dict[UUID, tuple[int, int, UUID | None, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.person_id, count(*), count(DISTINCT f.asset_id),"
            " (array_agg(f.id ORDER BY f.quality DESC, f.id))[1],"
            " mode() WITHIN GROUP (ORDER BY nullif(f.name_in_file, ''))"
            " FROM people_face f JOIN assets_asset a ON a.id = f.asset_id"
            " WHERE f.person_id = ANY(%s) AND NOT f.is_ignored AND a.trashed_at IS NULL AND a.motion_of_id IS NULL"
            " GROUP BY 1",
            [list(people)],
        )
        return {row[0]: (row[1], row[2], row[3], row[4]) for row in cursor.fetchall()}


def faces_of(person: Person, *, is_doubt_first: bool, skip: int, limit: int) -> tuple[list[Face], int]:
    """A page of the faces of a person, and how many there are: newest photo first; or those least like the others
    first, where a mistake would be.
    """
    faces = counted_faces(person.owner_id).filter(person=person)
    if not is_doubt_first:
        return list(faces.order_by("-asset__local_at", "id")[skip : skip + limit]), faces.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH mine AS (SELECT e.face_id, e.vector, e.space FROM people_faceembedding e"
            "  JOIN people_face f ON f.id = e.face_id WHERE f.person_id = %s),"
            " middle AS (SELECT space, avg(vector) AS vector FROM mine GROUP BY 1)"
            " SELECT mine.face_id, mine.vector <=> middle.vector FROM mine JOIN middle USING (space)",
            [person.pk],
        )
        distance = dict(cursor.fetchall())
    rows = faces.order_by("id").values_list("pk", "assigned_by")
    order = sorted(rows, key=lambda row: (row[1] == AssignedBy.USER, -distance.get(row[0], 0.0)))
    page = [pk for pk, _ in order[skip : skip + limit]]
    known = faces.in_bulk(page)
    return [known[pk] for pk in page if pk in known], len(order)


def names_in_files(owner_id: UUID) -> list[NameInFiles]:
    """Names that files give to faces which the owner did not assign yet, most frequent first."""
    faces = counted_faces(owner_id).exclude(name_in_file="").exclude(assigned_by=AssignedBy.USER, person__isnull=False)
    rows = faces.values_list("name_in_file").annotate(number=Count("*")).order_by("-number", "name_in_file")
    return [NameInFiles(name, number) for name, number in rows]


def samples(people: Sequence[UUID], *, at_most: int) -> dict[UUID, list[UUID]]:
    """The clearest faces of each of `people`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, id FROM (SELECT f.person_id, f.id,"
            "  row_number() OVER (PARTITION BY f.person_id ORDER BY f.quality DESC, f.id) AS place"
            "  FROM people_face f JOIN assets_asset a ON a.id = f.asset_id"
            "  WHERE f.person_id = ANY(%s) AND NOT f.is_ignored AND a.trashed_at IS NULL) ranked"
            " WHERE place <= %s ORDER BY person_id, place",
            [list(people), at_most],
        )
        found: dict[UUID, list[UUID]] = {}
        for person, face in cursor.fetchall():
            found.setdefault(person, []).append(face)
    return found
