"""What kind of picture, how good, with what camera, what hour, where. Functions are named like their phrases; pure."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from photonest.search.query import (  # noqa: F401 they register their rules
    count_rules,
    date_pieces,
    number_rules,
    people_rules,
    range_rules,
)
from photonest.search.query.areas import areas
from photonest.search.query.calendar import Dates
from photonest.search.query.names import SavedPlace
from photonest.search.query.parts import (
    Action,
    Added,
    Area,
    Interval,
    Is,
    Kind,
    Like,
    Look,
    Meaning,
    Mood,
    Near,
    Order,
    Origin,
    Part,
    Phrase,
    PlaceName,
    TimeOfDay,
    Weekdays,
    When,
    Yearly,
    union,
)
from photonest.search.query.reader import Match, part_rule
from photonest.search.words import tokens

NEAR_KM = 25.0
HOME_KM = 0.3
KM_OF = {"km": 1.0, "mile": 1.609344, "metre": 0.001}
DAYPARTS = {
    "morning": (5, 12), "noon": (11, 14), "afternoon": (12, 17), "evening": (17, 22), "night": (21, 5),
    "midnight": (23, 1),
}  # fmt: skip
"""Hours, end excluded."""


NO_SUCH_DATE = "there is no such date, so nothing was filtered by it"


def part_of_dates(dates: Dates) -> Part:
    if dates.lacking:
        return When(any=(), lacking=dates.lacking, applies=False, note=NO_SUCH_DATE)
    if dates.yearly:
        return Yearly(any=dates.yearly)
    return When(any=dates.intervals, words=dates.words)


@part_rule
def ask(match: Match) -> list[Part] | None:
    """ "show me", at the beginning only."""
    return [] if not match.reader.loose else None


@part_rule
def photo_of(_: Match) -> list[Part]:
    return []


@part_rule
def keep(match: Match) -> list[Part]:
    """Words that would be read as something else."""
    return [Meaning(text=match.text)]


@part_rule
def weekdays(match: Match) -> list[Part]:
    if match.has("weekdays") or match.has("weekday"):
        return [Weekdays(any=(int(match.get("weekdays") or match["weekday"]),))]
    said = (match.reader.slot("unit", at) for at in range(match.start, match.end))
    is_weekend = any(value == "weekend" for found in said for value, _ in found)
    return [Weekdays(any=(6, 7) if is_weekend else (1, 2, 3, 4, 5))]


@part_rule
def daytime(match: Match) -> list[Part]:
    name = match.get("daypart") or _daypart_in(match)
    return [_hours(name)]


def _daypart_in(match: Match) -> str:
    """The one that stands in the phrase as plain words: "night shots"."""
    for at in range(match.start, match.end):
        for value, _ in match.reader.slot("daypart", at):
            return str(value)
    raise KeyError("daypart")


@part_rule
def bare_daytime(match: Match) -> list[Part] | None:
    """ "evening" beside a date or alone; not "evening dress"."""
    if match.reader.is_content(match.end) or match.start - 1 in match.reader.loose:
        return None
    return [_hours(match["daypart"])]


@part_rule
def this_daytime(match: Match) -> list[Part]:
    name = match.get("daypart") or match.get("before") or "evening"
    start, end = DAYPARTS[name]
    midnight = datetime.combine(match.clock.today, time()) - timedelta(days=1 if match.has("before") else 0)
    return [
        When(any=(Interval(midnight + timedelta(hours=start), midnight + timedelta(hours=end + 24 * (end < start))),))
    ]


def _hours(daypart: str) -> TimeOfDay:
    start, end = DAYPARTS[daypart]
    return TimeOfDay(any=((start * 60, end * 60),))


@part_rule
def clock_time(match: Match) -> list[Part]:
    """Half an hour before and after."""
    minutes = clock_minutes(match["clock"])
    return [TimeOfDay(any=(((minutes - 30) % 1440, (minutes + 30) % 1440),))]


@part_rule
def clock_range(match: Match) -> list[Part]:
    return [TimeOfDay(any=((clock_minutes(match["clock"]), clock_minutes(match["last"])),))]


def clock_minutes(text: str) -> int:
    """18:30, 6:30pm, 5 pm -> minutes since midnight."""
    hours, _, rest = text.partition(":")
    hour = int(re.sub(r"\D", "", hours))
    minute = int(re.sub(r"\D", "", rest) or 0)
    if text.endswith("m"):
        hour = hour % 12 + (12 if text.endswith("pm") else 0)
    return (hour * 60 + minute) % 1440


@part_rule
def added_then(match: Match) -> list[Part] | None:
    dates: Dates = match["date"]
    if dates.lacking:
        return [part_of_dates(dates)]
    last = match.get("last", Dates())
    if dates.yearly or last.yearly:
        return None
    return [Added(any=union((*dates.intervals, *last.intervals)))]


@part_rule
def of_type(match: Match) -> list[Part]:
    return [Kind(any=(match["type"],))]


@part_rule
def longest_videos(_: Match) -> list[Part]:
    return [Order(by="longest"), Kind(any=("video",))]


@part_rule
def old_ones(_: Match) -> list[Part]:
    return [Order(by="oldest")]


@part_rule
def not_edited(_: Match) -> list[Part]:
    return [Is(flag="edited", negated=True)]


@part_rule
def it_says(match: Match) -> list[Part]:
    """A sign that says stop: the words are read in the picture."""
    return [Phrase(words=tuple(tokens(match["said"])))]


@part_rule
def text_is(_: Match) -> list[Part]:
    """ "With the text" before a quotation."""
    return []


@part_rule
def weekday_and_daytime(match: Match) -> list[Part]:
    """Monday mornings: of every Monday."""
    return [Weekdays(any=(int(match["weekday"]),)), _hours(match["daypart"])]


@part_rule
def one_of_kind(_: Match) -> list[Part]:
    return [Kind(any=("video",))]


@part_rule
def of_kind(match: Match) -> list[Part]:
    return [Kind(any=(match["kind"],))]


@part_rule
def kind_made(match: Match) -> list[Part]:
    return [Origin(origin="generated"), Kind(any=(match["made"],))]


@part_rule
def is_flag(match: Match) -> list[Part]:
    return [Is(flag=match["flag"])]


@part_rule
def in_colour(match: Match) -> list[Part]:
    return [Look(aspect="colour", any=(match["colour"],))]


@part_rule
def in_light(match: Match) -> list[Part]:
    return [Look(aspect="light", any=(match["light"],))]


@part_rule
def in_mood(match: Match) -> list[Part]:
    """A noun behind it keeps the word: "happy dog"."""
    mood = Mood(any=(match["mood"],))
    return [mood, Meaning(text=match.text)] if match.reader.is_content(match.end) else [mood]


@part_rule
def doing(match: Match) -> list[Part]:
    """The words stay for captions and file names."""
    return [Action(any=(match["action"],)), Meaning(text=match.text)]


@part_rule
def near_place(match: Match) -> list[Part] | None:
    return _circle(match, NEAR_KM)


@part_rule
def within_place(match: Match) -> list[Part] | None:
    return _circle(match, round(match["x"] * KM_OF[match["distance"]], 3))


@part_rule
def in_area(match: Match) -> list[Part]:
    """A stretch of the earth that is no city, region or country."""
    area = areas()[match["area"]]
    return [Area(south=area.south, west=area.west, north=area.north, east=area.east, where=area.name)]


@part_rule
def at_home(match: Match) -> list[Part] | None:
    saved = [one for one in match["home"] if isinstance(one, SavedPlace)]
    return [near(saved[0], HOME_KM)] if saved else None


def _circle(match: Match, km: float) -> list[Part] | None:
    for one in match["place"]:
        where = match.vocabulary.index.places[one] if isinstance(one, PlaceName) else one
        if where.latitude is not None and where.longitude is not None and 0 < km <= 20_000:
            return [Near(latitude=where.latitude, longitude=where.longitude, km=km, where=where.name)]
    return None


def near(place: SavedPlace, km: float) -> Near:
    return Near(latitude=place.latitude, longitude=place.longitude, km=km, where=place.name)


@part_rule
def sorted_by(match: Match) -> list[Part]:
    return [Order(by=match["sort"])]


@part_rule
def most_of(match: Match) -> list[Part]:
    return [Order(by=match["most"])]


@part_rule
def ends_of(match: Match) -> list[Part]:
    """The oldest photo, the last ten."""
    order = Order(by=match["end"], limit=max(1, match.get("n", 1)))
    return [order, Kind(any=("video",))] if "video" in {match.get("one"), match.get("type")} else [order]


@part_rule
def not_generated(_: Match) -> list[Part]:
    return [Origin(origin="captured")]


@part_rule
def generated(_: Match) -> list[Part]:
    return [Origin(origin="generated")]


@part_rule
def more_like_this(_: Match) -> list[Part]:
    return [Like()]


@part_rule
def paper_from(match: Match) -> list[Part]:
    """A receipt from a shop: the shop's name is read on it."""
    return [Meaning(text=match["paper"]), Phrase(words=tuple(tokens(match["word"])))]
