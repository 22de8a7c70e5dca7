"""A query written out in operators: the text that reads as the same query, whatever the language; pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from photonest.search.query import parts as p
from photonest.search.query.parts import Part, Query

_LEAP_YEAR = 2000
_SLACK = {"focal": 0.5, "aperture": 0.05}


def show(query: Query) -> str:
    """A text that parses to the same query."""
    return " ".join(shown(part) for part in query.parts)


def shown(part: Part) -> str:
    """One part as operators."""
    return ("-" if part.negated else "") + _text(part)


def _text(part: Part) -> str:  # noqa: PLR0912 a line a kind of part
    match part:
        case p.People():
            return f"person:{_names(part.any)}"
        case p.Amount():
            return f"{part.field}:{_amount(part)}"
        case p.When():
            if part.lacking:
                return f"when:{_quoted(part.lacking)}"
            return f"when:{_quoted(part.words) if part.words else _intervals(part.any)}"
        case p.Added():
            return f"added:{_intervals(part.any)}"
        case p.Yearly():
            return "yearly:" + ",".join(_stretch(one) for one in part.any)
        case p.TimeOfDay():
            return "time:" + ",".join(f"{_clock(start)}..{_clock(end)}" for start, end in part.any)
        case p.Weekdays():
            return "weekday:" + ",".join(WEEKDAYS[day - 1] for day in part.any)
        case p.Place():
            named = (one.name if part.is_by_name else f"{one.name} ({one.level})" for one in part.any)
            return "place:" + ",".join(dict.fromkeys(_quoted(name) for name in named))
        case p.Near():
            return f"near:{_float(part.latitude)},{_float(part.longitude)},{_float(part.km)}km"
        case p.Area():
            return "area:" + ",".join(_float(one) for one in (part.south, part.west, part.north, part.east))
        case p.Kind():
            return "kind:" + ",".join(part.any)
        case p.Is():
            return f"is:{part.flag}"
        case p.Tag():
            return "tag:" + ",".join(_quoted(one) for one in part.any)
        case p.Look():
            return f"{part.aspect}:" + ",".join(_quoted(one) for one in part.any)
        case p.Camera():
            return "camera:" + ",".join(dict.fromkeys(_quoted(one.name) for one in part.any))
        case p.Lens():
            return "lens:" + ",".join(_quoted(one) for one in part.any)
        case p.Event():
            owner = f"@{part.owner[0].name}" if part.owner else ""
            return f"event:{_names(part.any) if part.any else _quoted(part.what + owner)}"
        case p.Album():
            return f"album:{_names(part.any)}"
        case p.By():
            return f"by:{_names(part.any)}"
        case p.File():
            return "file:" + ",".join(_quoted(one) for one in part.any)
        case p.Phrase():
            return f'"{" ".join(part.words)}"'
        case p.Origin():
            return f"origin:{part.origin}"
        case p.Mood():
            return "mood:" + ",".join(_quoted(one) for one in part.any)
        case p.Action():
            return "action:" + ",".join(_quoted(one) for one in part.any)
        case p.Count():
            return "count:" + _counted(part)
        case p.Like():
            return f"like:{_quoted(part.asset_id) if part.asset_id else 'this'}"
        case p.Either():
            return " | ".join(_together(parts) for parts in part.any)
        case p.Meaning():
            return f"mean:{_quoted(part.text)}"
        case p.Order():
            wanted = [f"sort:{part.by}"] if part.by else []
            return " ".join([*wanted, *([] if part.limit is None else [f"limit:{part.limit}"])])
        case _:
            raise TypeError(part)


def _together(parts: tuple[Part, ...]) -> str:
    """The blanks inside keep a bracket from being read as part of a value."""
    text = " ".join(shown(part) for part in parts)
    return text if len(parts) == 1 else f"( {text} )"


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _quoted(text: str) -> str:
    return f'"{text}"'


def _names(named: tuple[p.Named, ...]) -> str:
    return ",".join(dict.fromkeys(_quoted(one.name) for one in named))


def _amount(part: p.Amount) -> str:
    slack = _SLACK.get(part.field, 0.0)
    scale = 1_000_000 if part.field == "size" else 1
    low, high = part.low, part.high
    if low is not None and high is not None:
        first, last = _float((low + slack) / scale), _float((high - slack) / scale)
        return first if first == last else f"{first}..{last}"
    if low is not None:
        if slack and part.includes_low:
            return f"{_float(low + slack)}.."
        return f">{'=' if part.includes_low else ''}{_float(low / scale)}"
    if high is not None:
        if slack and part.includes_high:
            return f"..{_float(high - slack)}"
        return f"<{'=' if part.includes_high else ''}{_float(high / scale)}"
    return ".."


def _counted(part: p.Count) -> str:
    """``dog=3``, ``"dining table>=2"``."""
    number = f"={part.low}" if part.low == part.high else f"={part.low}..{part.high}"
    text = part.thing + (f">={part.low}" if part.high is None else number)
    return _quoted(text) if " " in text else text


def _float(number: float) -> str:
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _intervals(intervals: tuple[p.Interval, ...]) -> str:
    return ",".join(_interval(one) for one in intervals)


def _interval(interval: p.Interval) -> str:
    """As short as it can be: years, months or days include the last one; moments do not."""
    start, end = interval.start, interval.end
    bounds = [one for one in (start, end) if one is not None]
    if any(one.time() != time() for one in bounds):
        return f"{_stamp(start)}..{_stamp(end)}"
    form = "%Y-%m-%d"
    if all(one.day == 1 for one in bounds):
        form = "%Y" if all(one.month == 1 for one in bounds) else "%Y-%m"
    if not bounds:
        return ".."
    first = "" if start is None else _written(start, form)
    last = "" if end is None else _written(end - timedelta(days=1), form)
    return first if first == last else f"{first}..{last}"


def _written(day: datetime, form: str) -> str:
    """`strftime` writes the year 826 with three digits."""
    return day.strftime(form.replace("%Y", f"{day.year:04d}"))


def _stamp(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(timespec="seconds")


def _stretch(one: p.YearRange) -> str:
    first, last = _year_day(one.start), _year_day(one.end)
    if one.start % 100 or one.end % 100:
        return f"{first:%m-%dT%H}..{last:%m-%dT%H}"
    last -= timedelta(days=1)
    return f"{first:%m-%d}" if first == last else f"{first:%m-%d}..{last:%m-%d}"


def _year_day(key: int) -> datetime:
    return datetime(_LEAP_YEAR, key // 10_000, key // 100 % 100, key % 100)  # noqa: DTZ001 a wall clock


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
