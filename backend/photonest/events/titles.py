"""What an event is called while nobody has named it: from kind, place, date and people; pure.

A guess is only part of a title when it is nearly certain by facts: a trip by nights away, a holiday and a birthday by
the calendar. What the pictures look like stays out ("probably a wedding" stands beside the title).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from photonest.events.kinds import EventFacts, Guess

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Where:
    """Shares of the photos with a place, by city, region and country."""

    cities: Mapping[str, float]
    regions: Mapping[str, float]
    countries: Mapping[str, float]

    @property
    def name(self) -> str:
        """The smallest place that most photos lie in; two cities joined where both are large; "" where unknown."""
        cities = sorted(self.cities.items(), key=lambda one: (-one[1], one[0]))
        if cities and cities[0][1] >= 0.55:
            return cities[0][0]
        if len(cities) >= 2 and cities[0][1] + cities[1][1] >= 0.8 and cities[1][1] >= 0.25:
            return f"{cities[0][0]} and {cities[1][0]}"
        for level in (self.regions, self.countries):
            best = max(level.items(), key=lambda one: (one[1], one[0]), default=("", 0.0))
            if best[0] and best[1] >= 0.6:
                return best[0]
        countries = sorted(self.countries.items(), key=lambda one: (-one[1], one[0]))[:3]
        return " and ".join(name for name, _ in countries[:2]) if countries else ""


def title_of(facts: EventFacts, guess: Guess, where: Where) -> str:
    """``Trip to Lisbon``, ``Anna’s birthday``, ``Christmas in Vienna``, ``Saturday in Vienna``, ``4 July 2024``."""
    place = where.name
    in_place = f" in {place}" if place else ""
    if guess.birthday_of and guess.kinds["birthday"] >= 0.5:
        return f"{guess.birthday_of}{'’' if guess.birthday_of.endswith('s') else '’s'} birthday"
    if facts.nights_away and guess.kinds["trip"] >= 0.5:
        if place:
            return f"Trip to {place}"
        return f"Trip in {MONTHS[facts.start.month - 1]}"
    if guess.holiday is not None and len(facts.days) <= 4:
        return f"{guess.holiday.name}{in_place}"
    if facts.start.date() == facts.end.date() or _is_one_night(facts.start, facts.end):
        if place:
            return f"{WEEKDAYS[facts.start.weekday()]}{in_place}"
        return f"{WEEKDAYS[facts.start.weekday()]} {_part_of_day(facts.start, facts.end)}".strip()
    if len(facts.days) <= 3 and facts.start.weekday() in {4, 5} and facts.end.weekday() in {6, 0}:
        return f"Weekend{in_place}"
    if place:
        return f"{MONTHS[facts.start.month - 1]}{in_place}"
    return f"{facts.start.day} {MONTHS[facts.start.month - 1]} to {facts.end.day} {MONTHS[facts.end.month - 1]}"


def _is_one_night(start: datetime, end: datetime) -> bool:
    """An evening that ended after midnight."""
    return (end.date() - start.date()).days == 1 and end.hour < 6 and (end - start).total_seconds() < 16 * 3600


def _part_of_day(start: datetime, end: datetime) -> str:
    if (end - start).total_seconds() > 7 * 3600:
        return ""
    middle = start + (end - start) / 2
    hour = middle.hour
    return (
        "morning"
        if 5 <= hour < 12
        else "afternoon"
        if 12 <= hour < 17
        else "evening"
        if hour < 23 and hour >= 17
        else "night"
    )
