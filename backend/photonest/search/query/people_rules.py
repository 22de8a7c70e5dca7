"""Who is on the picture, how many, how old, and at what occasion. Functions are named like their phrases; pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from photonest.search.query.calendar import add_years, yearly
from photonest.search.query.parts import (
    Amount,
    By,
    Event,
    Interval,
    Is,
    Meaning,
    Named,
    Part,
    People,
    When,
    Yearly,
)
from photonest.search.query.reader import Match, part_rule

BIRTHDAY_DAYS = 3
"""A birthday is celebrated up to so many days before or after."""
NO_BIRTH_DATE = "{name} has no birth date yet"


@part_rule
def only_people(match: Match) -> list[Part]:
    groups: tuple[tuple[Named, ...], ...] = match["people"]
    count = float(len(groups))
    return [*(People(any=group) for group in groups), Amount(field="persons", low=count, high=count)]


@part_rule
def no_people(_: Match) -> list[Part]:
    return [Amount(field="persons", low=0, high=0)]


@part_rule
def some_people(_: Match) -> list[Part]:
    return [Amount(field="persons", low=1)]


@part_rule
def bare_people(match: Match) -> list[Part] | None:
    """Nothing but "people"; "people dancing" is something to be seen."""
    if match.start or match.end < len(match.reader.tokens):
        return None
    return [Amount(field="persons", low=1)]


@part_rule
def bare_alone(match: Match) -> list[Part] | None:
    if match.start or match.end < len(match.reader.tokens):
        return None
    return [Amount(field="persons", low=1, high=1)]


@part_rule
def birth_of(match: Match) -> list[Part] | None:
    """The first week of somebody's life."""
    born = _birth(match, match["person"])
    return None if born is None else [When(any=(Interval(_midnight(born), _midnight(born + timedelta(days=8))),))]


@part_rule
def exactly_people(match: Match) -> list[Part]:
    count = float(match.get("n", 1))
    return [Amount(field="persons", low=count, high=count)]


@part_rule
def more_people(match: Match) -> list[Part]:
    return [Amount(field="persons", low=match["n"] + 1.0)]


@part_rule
def least_people(match: Match) -> list[Part]:
    return [Amount(field="persons", low=float(match["n"]))]


@part_rule
def fewer_people(match: Match) -> list[Part]:
    return [Amount(field="persons", high=match["n"] - 1.0)]


@part_rule
def most_people(match: Match) -> list[Part]:
    return [Amount(field="persons", high=float(match["n"]))]


@part_rule
def group_of_people(_: Match) -> list[Part]:
    return [Amount(field="persons", low=3)]


@part_rule
def unnamed_people(_: Match) -> list[Part]:
    return [Amount(field="unnamed", low=1)]


@part_rule
def age_named(match: Match) -> list[Part] | None:
    """Mia as a baby: from birth to the second birthday."""
    first, last = (int(number) for number in match.get("age", "0-2").split("-"))
    return _at_age(match, first, last)


@part_rule
def age_years(match: Match) -> list[Part] | None:
    return _at_age(match, match["n"], match["n"] + 1)


def _at_age(match: Match, first: int, last: int) -> list[Part] | None:
    born = _birth(match, match["person"])
    if born is None or last > 130:
        return None
    return [
        People(any=match["person"]),
        When(any=(Interval(_midnight(add_years(born, first)), _midnight(add_years(born, last))),)),
    ]


@part_rule
def nth_birthday(match: Match) -> list[Part] | None:
    """Around the day; who has the birthday need not be on the picture."""
    owner: tuple[Named, ...] = match["person"]
    born = _birth(match, owner)
    if born is None:
        if len(owner) != 1:
            return None
        note = NO_BIRTH_DATE.format(name=owner[0].name)
        return [Event(what="birthday", owner=owner, note=note), Meaning(text=match.text)]
    return [When(any=(_around(add_years(born, match["ordinal"])),)), Event(what="birthday", owner=owner)]


@part_rule
def anniversary(match: Match) -> list[Part] | None:
    """Of an event: its day in every year, or so many years later."""
    events: list[Named] = match["event"]
    day = match.vocabulary.index.events[events[0].id].day
    if day is None:
        return None
    if match.has("ordinal"):
        return [When(any=(_around(add_years(day, match["ordinal"])),))]
    return [Yearly(any=(yearly(day, day + timedelta(days=1)),))]


@part_rule
def owned_occasion(match: Match) -> list[Part] | None:
    """Lena's birthday; with a noun behind it the words are part of what is seen, too: "birthday cake"."""
    owner: tuple[Named, ...] = match.get("person", ())
    return _occasion(match, Event(what=match["occasion"], owner=owner))


@part_rule
def at_occasion(match: Match) -> list[Part] | None:
    return _occasion(match, Event(what=match["occasion"]))


@part_rule
def bare_occasion(match: Match) -> list[Part] | None:
    """ "wedding" alone asks for both: the event and what looks like one."""
    if match.reader.is_content(match.end) or match.start - 1 in match.reader.loose:
        return None
    return [Event(what=match["occasion"]), Meaning(text=match.text)]


def _occasion(match: Match, event: Event) -> list[Part]:
    if not match.reader.is_content(match.end):
        return [event]
    last = match.end - 1
    while last > match.start and match.reader.words[last - 1] in match["occasion"].split():
        last -= 1
    return [event, Meaning(text=match.reader.typed(last, match.end))]


@part_rule
def shared_by(match: Match) -> list[Part] | None:
    return [By(any=tuple(match["user"])), Is(flag="shared")]


@part_rule
def added_by(match: Match) -> list[Part] | None:
    return [By(any=tuple(match["user"]))]


def _birth(match: Match, people: tuple[Named, ...]) -> date | None:
    if len(people) != 1:
        return None
    return match.vocabulary.index.people[people[0].id].birth_date


def _around(day: date) -> Interval:
    return Interval(_midnight(day - timedelta(days=BIRTHDAY_DAYS)), _midnight(day + timedelta(days=BIRTHDAY_DAYS + 1)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
