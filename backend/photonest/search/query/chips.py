"""What is shown of a query: a chip for every part, and the dictionary that programs read; pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from photonest.search.query import parts as p
from photonest.search.query.parts import Part
from photonest.search.query.things import several_of

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_LEAP_YEAR = 2000
MOST_NAMED = 4
KINDS = {
    "photo": "photos", "video": "videos", "selfie": "selfies", "screenshot": "screenshots", "portrait": "portraits",
    "group": "group pictures", "panorama": "panoramas", "document": "documents", "raw": "RAW files",
    "live": "live photos", "burst": "bursts", "animation": "animations", "poster": "posters",
    "video-made": "made videos",
}  # fmt: skip
_FLAGS = {"monochrome": "black and white", "no-location": "no location", "located": "has a location",
          "no-album": "in no album", "shared": "shared with me", "no-tag": "no tags"}  # fmt: skip
_ORDERS = {
    "relevance": "best match first", "newest": "newest first", "oldest": "oldest first", "added": "last added first",
    "quality": "best pictures first", "rating": "best rated first", "longest": "longest first",
    "largest": "largest first", "random": "in random order",
}  # fmt: skip


def chip_words(part: Part) -> str:
    """A few words that say what was understood, with months spelled out."""
    words = _words(part)
    return f"not {words}" if part.negated else words


def _words(part: Part) -> str:  # noqa: PLR0912 a line a kind of part
    match part:
        case p.People() | p.Album() | p.By():
            names = _or(one.name for one in part.any)
            return f"by {names}" if isinstance(part, p.By) else names
        case p.Event():
            if part.any:
                return _or(one.name for one in part.any)
            return f"{part.owner[0].name}’s {part.what}" if part.owner else part.what
        case p.Amount():
            return _amount(part)
        case p.When():
            if part.lacking:
                return _lacking(part.lacking)
            return part.words or _or(interval_words(one) for one in part.any)
        case p.Added():
            return "added " + _or(interval_words(one) for one in part.any)
        case p.Yearly():
            return "every year " + _or(_stretch(one) for one in part.any)
        case p.TimeOfDay():
            return _or(f"{_clock(start)}–{_clock(end)}" for start, end in part.any)
        case p.Weekdays():
            return _or(_WEEKDAYS[day - 1] for day in part.any)
        case p.Place():
            return "in " + _or(dict.fromkeys(one.name for one in part.any))
        case p.Near():
            where = part.where or f"{part.latitude:.3f}, {part.longitude:.3f}"
            return f"within {_number(part.km)} km of {where}"
        case p.Area():
            return f"in {part.where}" if part.where else "in this part of the map"
        case p.Kind():
            return _or(KINDS.get(one, one) for one in part.any)
        case p.Is():
            return _FLAGS.get(part.flag, part.flag)
        case p.Origin():
            return "taken with a camera" if part.origin == "captured" else "made by a program"
        case p.Look():
            return f"{part.aspect} " + _or(part.any)
        case p.Tag() | p.Lens():
            return f"{part.kind} " + _or(part.any)
        case p.Camera():
            return _or(one.name for one in part.any)
        case p.File():
            return "file " + _or(f"{one}…" for one in part.any)
        case p.Phrase():
            return f"“{' '.join(part.words)}”"
        case p.Like():
            return "like this photo"
        case p.Mood():
            return "looks " + _or(part.any)
        case p.Either():
            return _or(dict.fromkeys(" and ".join(chip_words(one) for one in parts) for parts in part.any))
        case p.Action():
            return _or(part.any)
        case p.Count():
            return _counted(part)
        case p.Meaning():
            return part.text
        case p.Order():
            first = _ORDERS.get(part.by, "")
            return first if part.limit is None else f"{first}, only {part.limit}".removeprefix(", ")
        case _:
            return part.kind


def _or(words: object) -> str:
    listed = list(words)  # type: ignore[call-overload]
    if len(listed) > MOST_NAMED:
        return f"{', '.join(listed[: MOST_NAMED - 1])} and {len(listed) - MOST_NAMED + 1} more"
    return " or ".join(listed)


def _number(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _bounds(part: p.Amount, unit: str, scale: float = 1) -> str:
    low, high = part.low, part.high
    if low is not None and high is not None:
        first, last = _number(low / scale), _number(high / scale)
        return f"{first}{unit}" if first == last else f"{first}–{last}{unit}"
    if low is not None:
        return f"{'at least' if part.includes_low else 'over'} {_number(low / scale)}{unit}"
    return f"{'at most' if part.includes_high else 'under'} {_number((high or 0) / scale)}{unit}"


def _amount(part: p.Amount) -> str:
    middle = ((part.low or 0) + (part.high or 0)) / 2
    is_point = part.low is not None and part.high is not None and part.high - part.low <= 1
    match part.field:
        case "persons":
            if part.high == 0:
                return "nobody on it"
            return f"{_bounds(part, '')} {'person' if part.low == part.high == 1 else 'people'}"
        case "unnamed":
            return "faces without a name"
        case "rating":
            return f"rated {_bounds(part, '')}"
        case "duration":
            is_minutes = all(bound is None or bound % 60 == 0 for bound in (part.low, part.high))
            return _bounds(part, " min", 60) if is_minutes else _bounds(part, " s")
        case "focal":
            return f"{_number(middle)} mm" if is_point else _bounds(part, " mm")
        case "aperture":
            return f"f/{_number(middle)}" if is_point else f"aperture {_bounds(part, '')}"
        case "size":
            return _bounds(part, " MB", 1_000_000)
        case "iso":
            return f"ISO {_bounds(part, '')}"
        case _:
            return f"{_bounds(part, '')} megapixels"


def _counted(part: p.Count) -> str:
    """Models miscount, hence "about"."""
    thing = part.thing if part.low == part.high == 1 else several_of(part.thing)
    if part.high is None:
        return f"{part.low} {thing} or more"
    return f"about {part.low} {thing}" if part.low == part.high else f"about {part.low}–{part.high} {thing}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def interval_words(interval: p.Interval) -> str:
    """The shortest name: 2023, May 2023, 4 May 2023, 4–9 May 2023."""
    start, end = interval.start, interval.end
    if start is None or end is None:
        if start is not None:
            return f"since {_moment(start)}"
        return f"before {_moment(end)}" if end is not None else "any time"
    if start.date() == end.date():
        return f"{_day(start)} {start:%H:%M}–{end:%H:%M}"
    if start.time() != time() or end.time() != time():
        return f"{_moment(start)} – {_moment(end)}"
    last = end - timedelta(days=1)
    if (start.month, start.day, last.month, last.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == last.year else f"{start.year}–{last.year}"
    if start.day == 1 and end.day == 1:
        if (start.year, start.month) == (last.year, last.month):
            return f"{MONTHS[start.month - 1]} {start.year}"
        first = MONTHS[start.month - 1] + ("" if start.year == last.year else f" {start.year}")
        return f"{first} – {MONTHS[last.month - 1]} {last.year}"
    if start == last:
        return _day(start)
    if (start.year, start.month) == (last.year, last.month):
        return f"{start.day}–{_day(last)}"
    first = _day(start) if start.year != last.year else f"{start.day} {MONTHS[start.month - 1]}"
    return f"{first} – {_day(last)}"


def _moment(moment: datetime) -> str:
    if moment.time() == time():
        return str(moment.year) if (moment.month, moment.day) == (1, 1) else _day(moment)
    return f"{_day(moment)} {moment:%H:%M}"


def _lacking(text: str) -> str:
    """30.2.2024 -> 30 Feb 2024; a day or month of 0 was not said."""
    day, month, year = text.split(".")
    name = MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else month
    return " ".join(word for word in (day, name, year) if word not in {"0", ""})


def _stretch(one: p.YearRange) -> str:
    start, end = (
        datetime(_LEAP_YEAR, key // 10_000, key // 100 % 100, key % 100)  # noqa: DTZ001 a wall clock
        for key in (one.start, one.end)
    )
    if start.hour or end.hour:
        return f"{start.day} {MONTHS[start.month - 1]} {start:%H}:00 – {end.day} {MONTHS[end.month - 1]} {end:%H}:00"
    last = end - timedelta(days=1)
    if start.day == 1 and end.day == 1:
        first, final = MONTHS[start.month - 1], MONTHS[last.month - 1]
        return first if first == final else f"{first} – {final}"
    if start == last:
        return f"{start.day} {MONTHS[start.month - 1]}"
    if start.month == last.month:
        return f"{start.day}–{last.day} {MONTHS[last.month - 1]}"
    return f"{start.day} {MONTHS[start.month - 1]} – {last.day} {MONTHS[last.month - 1]}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
