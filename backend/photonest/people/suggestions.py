"""What to ask: "are these the same person?" and "is this …?", likeliest first. Nothing here is ever done by itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import connection

from photonest.people.cluster import Floats, Ints
from photonest.people.grouping import ASK_UP_TO, GOOD_FROM, SURE_FROM
from photonest.people.models import NotThisPerson, PeopleApart
from photonest.people.vectors import read_vectors

FACES_UP_TO = 0.66
"""Distance to a named person's centroid up to which a lone face is asked about; nearer than `grouping.NEAR` it joined
already, unless something the owner said kept it out."""
LEAST_FACES_UNNAMED = 3
"""Two groups without a name are asked about only when both have so many faces."""
LONE_FACES = 20_000
ROWS_AT_ONCE = 512


@dataclass(frozen=True)
class Suggestion:
    """Is `other` (a person) or `face` this person?"""

    person_id: UUID
    distance: float
    other_id: UUID | None = None
    face_id: UUID | None = None


@dataclass(frozen=True)
class _Groups:
    ids: list[UUID]
    means: Floats
    sizes: np.ndarray
    is_named: np.ndarray


def suggestions(owner_id: UUID) -> list[Suggestion]:
    """Questions about the people and lone faces of an owner; hidden people are left in peace."""
    groups = _groups(owner_id)
    if not groups.ids:
        return []
    found = [*_pairs(owner_id, groups), *_lone_faces(owner_id, groups)]
    return sorted(found, key=lambda one: (one.distance, str(one.other_id or one.face_id)))


def _groups(owner_id: UUID) -> _Groups:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.name <> '', count(*), halfvec_send(avg(e.vector)) FROM people_person p"
            " JOIN people_face f ON f.person_id = p.id AND NOT f.is_ignored"
            " JOIN people_faceembedding e ON e.face_id = f.id"
            " WHERE p.owner_id = %s AND NOT p.is_hidden AND e.space = ("
            "  SELECT space FROM people_faceembedding WHERE owner_id = %s GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1)"
            " GROUP BY 1 ORDER BY 1",
            [owner_id, owner_id],
        )
        rows = cursor.fetchall()
    return _Groups(
        ids=[row[0] for row in rows],
        means=read_vectors([row[3] for row in rows]),
        sizes=np.array([row[2] for row in rows]),
        is_named=np.array([row[1] for row in rows], np.bool_),
    )


def _pairs(owner_id: UUID, groups: _Groups) -> list[Suggestion]:
    """Groups whose mean distance lies just above where they would have merged; named ones may lie nearer."""
    one, other, distance = _near_pairs(groups)
    apart = {frozenset(pair) for pair in PeopleApart.objects.filter(owner_id=owner_id).values_list("first", "second")}
    apart |= _seen_together(owner_id, {groups.ids[place] for place in {*one.tolist(), *other.tolist()}})
    found = []
    for here, there, far in zip(one.tolist(), other.tolist(), distance.tolist(), strict=True):
        if frozenset((groups.ids[here], groups.ids[there])) in apart:
            continue
        # The one that has a name, or more faces, is the one asked about.
        main, rest = sorted((here, there), key=lambda place: (not groups.is_named[place], -int(groups.sizes[place])))
        found.append(Suggestion(groups.ids[main], far, other_id=groups.ids[rest]))
    return found


def _near_pairs(groups: _Groups) -> tuple[Ints, Ints, Floats]:
    """Places of groups near enough to be asked about, and how far apart; some rows at once, never a table of all."""
    worth = np.flatnonzero(groups.is_named | (groups.sizes >= LEAST_FACES_UNNAMED))
    means = groups.means[worth]
    ones, others, far = [], [], []
    for start in range(0, len(worth), ROWS_AT_ONCE):
        likeness = means[start : start + ROWS_AT_ONCE] @ means[start:].T
        here, there = np.nonzero(likeness >= 1.0 - ASK_UP_TO)
        here, there = here[there > here], there[there > here]
        ones.append(worth[start + here])
        others.append(worth[start + there])
        far.append(1.0 - likeness[here, there])
    if not ones:
        nothing: Ints = np.empty(0, np.intp)
        return nothing, nothing, np.empty(0, np.float32)
    return np.concatenate(ones), np.concatenate(others), np.concatenate(far)


def _seen_together(owner_id: UUID, people: set[UUID]) -> set[frozenset[UUID]]:
    """Pairs that are in one picture beside each other: hardly ever the same person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT one.person_id, other.person_id FROM people_face one"
            " JOIN people_face other ON other.asset_id = one.asset_id AND one.person_id < other.person_id"
            " WHERE one.owner_id = %s AND one.person_id = ANY(%s) AND other.person_id = ANY(%s)"
            " AND NOT one.is_ignored AND NOT other.is_ignored",
            [owner_id, list(people), list(people)],
        )
        return {frozenset(row) for row in cursor.fetchall()}


def _lone_faces(owner_id: UUID, groups: _Groups) -> list[Suggestion]:
    """Faces that belong to nobody and are near somebody with a name, each asked about its nearest person only."""
    named = np.flatnonzero(groups.is_named)
    if not len(named):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.id, halfvec_send(e.vector) FROM people_face f JOIN people_faceembedding e ON e.face_id = f.id"
            " JOIN assets_asset a ON a.id = f.asset_id"
            " WHERE f.owner_id = %s AND f.person_id IS NULL AND NOT f.is_ignored AND a.trashed_at IS NULL"
            " AND f.quality >= %s AND f.score >= %s ORDER BY f.quality DESC, f.id LIMIT %s",
            [owner_id, GOOD_FROM, SURE_FROM, LONE_FACES],
        )
        rows = cursor.fetchall()
    if not rows:
        return []
    place_of = {groups.ids[place]: column for column, place in enumerate(named.tolist())}
    centres = groups.means[named]
    centres = centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12)
    close = read_vectors([row[1] for row in rows]) @ centres.T
    row_of = {row[0]: line for line, row in enumerate(rows)}
    for face, person in NotThisPerson.objects.filter(owner_id=owner_id).values_list("face_id", "person_id"):
        if face in row_of and person in place_of:
            close[row_of[face], place_of[person]] = -2.0
    best = close.argmax(axis=1)
    distance = 1.0 - close[np.arange(len(rows)), best]
    return [
        Suggestion(groups.ids[int(named[best[line]])], float(distance[line]), face_id=rows[line][0])
        for line in np.flatnonzero(distance <= FACES_UP_TO).tolist()
    ]
