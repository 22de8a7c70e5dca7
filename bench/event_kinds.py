"""The kind of each true event of a simulated life, guessed from what the product would know of it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import numpy as np

from bench.event_world import Life
from photonest.events.cluster import FEWEST_PHOTOS
from photonest.events.kinds import EventFacts, guess
from photonest.events.movement import nights_away, walked_km
from photonest.events.shots import Shots

AS_KIND = {"party": "everyday"}
"""The product has no word for a party that is nobody's birthday."""


def guessed(life: Life, given: Shots) -> list[tuple[str, str, float]]:
    """True kind, likeliest kind and its probability, for every event of enough photos."""
    answer = []
    for number, kind in life.kind_of_event.items():
        rows = np.flatnonzero(life.event == number)
        if len(rows) < FEWEST_PHOTOS:
            continue
        rows = rows[np.argsort(given.at[rows], kind="stable")]
        found = guess(facts_of(life, given, rows))
        if found.holiday is not None:
            continue  # simulated people know no holidays; what the calendar says is no guess
        answer.append((AS_KIND.get(kind, kind), found.best, found.kinds[found.best]))
    return answer


def facts_of(life: Life, given: Shots, rows: np.ndarray) -> EventFacts:
    tags = Counter(name for row in rows.tolist() for name in life.tags[row])
    at, away = given.at[rows], given.away_km[rows]
    known = away[~np.isnan(away)]
    faces = [len(life.people[row]) for row in rows.tolist()]
    return EventFacts(
        start=datetime.fromtimestamp(at[0], UTC).replace(tzinfo=None),
        end=datetime.fromtimestamp(at[-1], UTC).replace(tzinfo=None),
        photo_count=len(rows),
        tags={name: count / len(rows) for name, count in tags.items()},
        away_km=float(np.median(known)) if len(known) else None,
        nights_away=nights_away(at, away),
        walked_km=walked_km(at, given.latitude[rows], given.longitude[rows]),
        climbed_m=0.0,
        faces_per_photo=float(np.mean(faces)) if any(faces) else None,
    )
