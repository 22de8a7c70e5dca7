"""Groups the faces of one owner: reads what is known, asks `grouping`, writes what changed.

Computing may take a minute for 100,000 faces and holds no lock. What the owner says meanwhile wins: the facts are
compared before anything is written, under the lock that every act of the owner takes, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import connection, transaction

from photonest.accounts.models import User
from photonest.core.ids import new_id
from photonest.people.cluster import FREE
from photonest.people.grouping import GOOD_FROM, SURE_FROM, Facts, regroup
from photonest.people.models import AssignedBy, Face, NotThisPerson, PeopleApart, Person
from photonest.people.vectors import read_vectors

TRIES = 3


@dataclass(frozen=True)
class Regrouped:
    faces: int = 0
    """Faces looked at."""
    moved: int = 0
    people: int = 0
    """People and groups there are now."""
    is_settled: bool = True
    """False: the owner kept correcting meanwhile; it must be tried again."""


@dataclass(frozen=True)
class _Read:
    facts: Facts
    faces: list[UUID]
    people: list[UUID]
    fingerprint: str


def regroup_faces(owner_id: UUID, *, is_full: bool) -> Regrouped:
    """Group the faces of an owner who said yes; for anybody else nothing is read. In full: every group but those the
    owner touched is made anew.
    """
    for _ in range(TRIES):
        if not User.objects.filter(pk=owner_id, faces_enabled=True).exists():
            return Regrouped()
        read = _read(owner_id)
        labels = regroup(read.facts, is_full=is_full)
        with transaction.atomic():
            owner = User.objects.select_for_update(no_key=True).get(pk=owner_id)
            if owner.faces_enabled and _fingerprint(owner_id) == read.fingerprint:
                moved = _write(owner, read, labels)
                return Regrouped(len(read.faces), moved, Person.objects.filter(owner=owner).count())
    return Regrouped(is_settled=False)


def known_people(owner_id: UUID) -> set[UUID]:
    """People about whom the owner said anything at all; the others are groups the machine made."""
    people = set(
        Person.objects.filter(owner_id=owner_id)
        .exclude(name="", is_self=False, is_hidden=False, birth_date=None, cover=None, nicknames=[])
        .values_list("id", flat=True)
    )
    people.update(
        Face.objects.filter(owner_id=owner_id, assigned_by=AssignedBy.USER, person__isnull=False)
        .values_list("person_id", flat=True)
        .distinct()
    )
    for pair in PeopleApart.objects.filter(owner_id=owner_id).values_list("first_id", "second_id"):
        people.update(pair)
    people.update(NotThisPerson.objects.filter(owner_id=owner_id).values_list("person_id", flat=True))
    return people


def _read(owner_id: UUID) -> _Read:
    fingerprint = _fingerprint(owner_id)
    people = sorted(Person.objects.filter(owner_id=owner_id).values_list("id", flat=True))
    number = {person: place for place, person in enumerate(people)}
    with connection.cursor() as cursor:
        # Vectors of two spaces are never compared: the space with most faces counts, the others wait to be read anew.
        cursor.execute(
            "SELECT f.id, f.person_id, f.assigned_by, f.quality >= %s AND f.score >= %s,"
            " halfvec_send(e.vector) FROM people_faceembedding e"
            " JOIN people_face f ON f.id = e.face_id WHERE e.owner_id = %s AND NOT f.is_ignored AND e.space = ("
            "  SELECT space FROM people_faceembedding WHERE owner_id = %s GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1)"
            " ORDER BY f.id",
            [GOOD_FROM, SURE_FROM, owner_id, owner_id],
        )
        rows = cursor.fetchall()
    faces = [row[0] for row in rows]
    row_of = {face: place for place, face in enumerate(faces)}
    vectors = read_vectors([row[4] for row in rows])
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    known = known_people(owner_id)
    refused = NotThisPerson.objects.filter(owner_id=owner_id).values_list("face_id", "person_id")
    apart = PeopleApart.objects.filter(owner_id=owner_id).values_list("first_id", "second_id")
    facts = Facts(
        vectors=vectors,
        is_good=np.array([row[3] for row in rows], np.bool_),
        person=np.array([FREE if row[1] is None else number[row[1]] for row in rows], np.intp),
        is_by_user=np.array([row[2] == AssignedBy.USER for row in rows], np.bool_),
        is_known=np.array([person in known for person in people], np.bool_),
        refused=[(row_of[face], number[person]) for face, person in refused if face in row_of],
        apart=[(number[first], number[second]) for first, second in apart],
    )
    return _Read(facts, faces, people, fingerprint)


def _write(owner: User, read: _Read, labels: np.ndarray) -> int:
    """Move the faces whose person changed; remove groups that are empty now. Return how many moved."""
    changed = np.flatnonzero((labels != read.facts.person) & ~read.facts.is_by_user)
    fresh = {int(label): new_id() for label in np.unique(labels[labels >= len(read.people)])}
    Person.objects.bulk_create(Person(id=person, owner=owner) for person in fresh.values())
    person_of: dict[int, UUID | None] = {FREE: None, **dict(enumerate(read.people)), **fresh}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_face f SET person_id = v.person,"
            " assigned_by = CASE WHEN v.person IS NULL THEN '' ELSE 'machine' END"
            " FROM unnest(%s::uuid[], %s::uuid[]) AS v(face, person)"
            " WHERE f.id = v.face AND f.owner_id = %s AND f.assigned_by <> 'user'",
            [[read.faces[row] for row in changed], [person_of[int(labels[row])] for row in changed], owner.pk],
        )
        moved = cursor.rowcount
        # A cover that left is nobody's cover; groups nobody touched and nobody is in are gone.
        cursor.execute(
            "UPDATE people_person p SET cover_id = NULL FROM people_face f"
            " WHERE p.owner_id = %s AND f.id = p.cover_id AND f.person_id IS DISTINCT FROM p.id",
            [owner.pk],
        )
    known = known_people(owner.pk)
    empty = Person.objects.filter(owner=owner, faces__isnull=True).exclude(pk__in=known)
    Person.objects.filter(pk__in=list(empty.values_list("id", flat=True))).delete()
    return int(moved)


def _fingerprint(owner_id: UUID) -> str:
    """Changes with everything the owner says and with every face that comes or goes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(concat("
            " (SELECT string_agg(concat(f.id, f.person_id, f.is_ignored), ',' ORDER BY f.id) FROM people_face f"
            "   WHERE f.owner_id = %(owner)s AND (f.assigned_by = 'user' OR f.is_ignored)), ';',"
            " (SELECT concat(count(*), max(f.id::text)) FROM people_face f WHERE f.owner_id = %(owner)s), ';',"
            " (SELECT string_agg(concat(p.id, p.name, p.is_hidden, p.is_self, p.cover_id, p.birth_date, p.nicknames),"
            "   ',' ORDER BY p.id) FROM people_person p WHERE p.owner_id = %(owner)s), ';',"
            " (SELECT string_agg(concat(n.face_id, n.person_id), ',' ORDER BY n.id) FROM people_notthisperson n"
            "   WHERE n.owner_id = %(owner)s), ';',"
            " (SELECT string_agg(concat(a.first_id, a.second_id), ',' ORDER BY a.id) FROM people_peopleapart a"
            "   WHERE a.owner_id = %(owner)s)))",
            {"owner": owner_id},
        )
        return str(cursor.fetchone()[0])
