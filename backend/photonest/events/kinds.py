"""What an event probably was: evidence added up into a distribution, each piece with the sentence that says it; pure.

Thin evidence stays "everyday": one photo with a candle is no birthday. No kind is ever certain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import Any

from photonest.events.calendar import Holiday, birthday_in, days_between, holiday_on

TRIP_KM = 50.0
"""A night further from home than this makes a trip."""
LEAST_WEIGHT = 0.15
"""Evidence below this is not worth a sentence."""


@dataclass(frozen=True)
class KnownPerson:
    """A named person in an event; `share` of its photos show them."""

    name: str
    birth_date: date | None
    share: float


@dataclass(frozen=True)
class EventFacts:
    """What is known of an event, without its photos."""

    start: datetime
    end: datetime
    photo_count: int
    tags: Mapping[str, float] = field(default_factory=dict)
    """Tag -> share of the photos that carry it, over the honest threshold."""
    away_km: float | None = None
    """Median distance from home."""
    nights_away: int = 0
    """Nights between photos that were all taken away from home."""
    walked_km: float = 0.0
    """Length of the way from position to position within days."""
    climbed_m: float = 0.0
    faces_per_photo: float | None = None
    people: Sequence[KnownPerson] = ()
    country: str = ""
    """Two letters."""

    @property
    def hours(self) -> float:
        return (self.end - self.start).total_seconds() / 3600

    @property
    def days(self) -> list[date]:
        return days_between(self.start.date(), self.end.date())


@dataclass(frozen=True)
class Reason:
    kind: str
    weight: float
    """Log-odds; positive speaks for the kind."""
    text: str


@dataclass(frozen=True)
class Guess:
    kinds: dict[str, float]
    """Kind -> probability, likeliest first; they sum to 1."""
    reasons: tuple[Reason, ...]
    """Those that speak for what is likely, heaviest first."""
    holiday: Holiday | None = None
    birthday_of: str = ""
    """The named person whose birthday it is, by birth date."""

    @property
    def best(self) -> str:
        return next(iter(self.kinds))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = json.loads((Path(__file__).parent / "kinds.json").read_text("utf-8"))
    return table


def guess(facts: EventFacts) -> Guess:
    """What the event probably was, and why."""
    holiday = _holiday(facts)
    birthday_of = _birthday(facts)
    reasons = [*_by_tags(facts), *_by_movement(facts), *_by_size(facts)]
    if holiday is not None:
        share = min(1.0, 2 / len(facts.days))  # a fortnight with one holiday in it is no holiday
        reasons.append(Reason("holiday", 4.4 * share, f"It was {holiday.name}."))
    if birthday_of:
        reasons.append(Reason("birthday", 5.0, f"It was {birthday_of}’s birthday."))
    scores = {kind: log(prior) for kind, prior in _table()["priors"].items()}
    for reason in reasons:
        scores[reason.kind] += reason.weight
    top = max(scores.values())
    total = sum(exp(score - top) for score in scores.values())
    chances = {kind: exp(score - top) / total for kind, score in scores.items()}
    kinds = {kind: round(chance, 3) for kind, chance in sorted(chances.items(), key=lambda one: (-one[1], one[0]))}
    told = [
        reason for reason in reasons if reason.text and reason.weight >= LEAST_WEIGHT and kinds[reason.kind] >= 0.05
    ]
    told.sort(key=lambda reason: (-kinds[reason.kind], -reason.weight, reason.text))
    return Guess(kinds, tuple(told), holiday, birthday_of)


def _by_tags(facts: EventFacts) -> list[Reason]:
    """Words on the photos, by how many carry them; each further word counts less (a seashore is a beach, too)."""
    found = []
    for kind, words in _table()["words"].items():
        weighed = []
        for word, weight in words.items():
            share = facts.tags.get(word, 0.0)
            carriers = share * facts.photo_count
            if carriers < 1:
                continue
            # One photo of forty says little; half of all say what there is to say.
            weighed.append((weight * _by_share(share) * min(1.0, carriers / 2.5), word, share))
        weighed.sort(reverse=True)
        for rank, (weight, word, share) in enumerate(weighed[:4]):
            text = f"{_counted(round(share * facts.photo_count))} “{word}”."
            found.append(Reason(kind, weight * 0.6**rank, text))
    return found


def _by_share(share: float) -> float:
    """How much of its weight a word has: all of it on a fifth of the photos, a little more on all of them."""
    return share / 0.2 if share < 0.2 else 1 + 0.4 * (share - 0.2)


def _by_movement(facts: EventFacts) -> list[Reason]:
    found = []
    if facts.nights_away and facts.away_km is not None and facts.away_km > TRIP_KM:
        nights = "1 night" if facts.nights_away == 1 else f"{facts.nights_away} nights"
        weight = 3.2 + 0.9 * min(facts.nights_away - 1, 4)
        found.append(Reason("trip", weight, f"{nights} about {_round_km(facts.away_km)} km from home."))
    elif facts.away_km is not None and facts.away_km > 150:
        found.append(Reason("trip", 2.2, f"About {_round_km(facts.away_km)} km from home."))
    elif facts.away_km is not None and facts.away_km < 3:
        found.append(Reason("everyday", 0.5, "It was at or near home."))
        found += [Reason(kind, -1.5, "") for kind in ("hike", "beach")]
    if facts.nights_away == 0 and facts.hours < 14 and facts.walked_km >= 2.5:
        found.append(Reason("hike", min(1.6, facts.walked_km / 5), f"The photos lie along {facts.walked_km:.0f} km."))
    if facts.climbed_m >= 150:
        found.append(Reason("hike", min(1.8, facts.climbed_m / 250), f"The way climbs {facts.climbed_m:.0f} m."))
    return found


def _by_size(facts: EventFacts) -> list[Reason]:
    found = []
    if facts.photo_count < 15 and facts.hours < 3 and not facts.nights_away:
        found.append(Reason("everyday", 0.8, "Only a few photos in a short time."))
    if facts.hours > 6 and facts.photo_count > 120 and not facts.nights_away:
        found.append(Reason("wedding", 0.8, "Many photos over a whole day."))
    if facts.start.hour >= 18 and 1 <= facts.hours <= 6:
        found.append(Reason("concert", 0.4, "It was an evening."))
    if facts.start.hour < 16 and facts.end.hour < 18:
        found.append(Reason("concert", -0.8, ""))
    if facts.faces_per_photo is not None and facts.faces_per_photo >= 1.5:
        found += [Reason(kind, 0.4, "Many people are in the photos.") for kind in ("wedding", "birthday", "graduation")]
    return found


def _holiday(facts: EventFacts) -> Holiday | None:
    for day in facts.days:
        found = holiday_on(day, country=facts.country)
        if found is not None:
            return found
    return None


def _birthday(facts: EventFacts) -> str:
    """Somebody with a birth date whose day it is and who is in the photos; a long trip over it is no birthday."""
    if len(facts.days) > 2:
        return ""
    hits = [
        (person.share, person.name)
        for person in facts.people
        if person.birth_date and person.name and person.share > 0.05 and birthday_in(person.birth_date, facts.days)
    ]
    return max(hits)[1] if hits else ""


def _counted(count: int) -> str:
    return "1 photo shows" if count == 1 else f"{count} photos show"


def _round_km(km: float) -> str:
    step = 10 if km < 200 else 50 if km < 1000 else 100
    return f"{round(km / step) * step:,}"
