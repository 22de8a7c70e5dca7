"""How many stars, how long, how large, with what lens. Functions are named like their phrases; pure."""

from __future__ import annotations

import re

from photonest.search.query.parts import Amount, AmountField, Either, Is, Kind, Part
from photonest.search.query.reader import Match, part_rule

SLACK = {"focal": 0.5, "aperture": 0.05}
"""A lens of 50 mm may say 50.2."""
SHORT_S = 30.0
"""A short video is shorter."""


@part_rule
def short_videos(_: Match) -> list[Part]:
    return [Amount(field="duration", high=SHORT_S, includes_high=False), Kind(any=("video",))]


@part_rule
def larger_than(match: Match) -> list[Part]:
    return [Amount(field="size", low=match["x"] * float(match["bytes"]), includes_low=False)]


@part_rule
def smaller_than(match: Match) -> list[Part]:
    return [Amount(field="size", high=match["x"] * float(match["bytes"]), includes_high=False)]


@part_rule
def not_rated(_: Match) -> list[Part]:
    return [Is(flag="rated", negated=True)]


@part_rule
def rating_least(match: Match) -> list[Part] | None:
    return [Amount(field="rating", low=float(match["n"]))] if match["n"] <= 5 else None


@part_rule
def rating_more(match: Match) -> list[Part] | None:
    return [Amount(field="rating", low=float(match["n"]), includes_low=False)] if match["n"] < 5 else None


@part_rule
def rating_under(match: Match) -> list[Part] | None:
    return [Amount(field="rating", high=float(match["n"]), includes_high=False)] if match["n"] <= 5 else None


@part_rule
def rating_most(match: Match) -> list[Part] | None:
    return [Amount(field="rating", high=float(match["n"]))] if match["n"] <= 5 else None


@part_rule
def rating_is(match: Match) -> list[Part] | None:
    return [Amount(field="rating", low=float(match["n"]), high=float(match["n"]))] if match["n"] <= 5 else None


@part_rule
def rating_of_two(match: Match) -> list[Part] | None:
    """Rated 4 or 5."""
    numbers = sorted({match["n"], match["last"]})
    if numbers[-1] > 5:
        return None
    if numbers[-1] - numbers[0] == 1:
        return [Amount(field="rating", low=float(numbers[0]), high=float(numbers[1]))]
    return [Either.of([Amount(field="rating", low=float(one), high=float(one))] for one in numbers)]


@part_rule
def with_focal(match: Match) -> list[Part]:
    return [about("focal", _decimal(match["focal"]), _decimal(match.get("last", match["focal"])))]


@part_rule
def with_aperture(match: Match) -> list[Part]:
    return [about("aperture", _decimal(match["aperture"]))]


@part_rule
def with_iso(match: Match) -> list[Part]:
    return [Amount(field="iso", low=float(match["n"]), high=float(match["n"]))]


@part_rule
def high_iso(match: Match) -> list[Part]:
    return [Amount(field="iso", low=float(match["n"]), includes_low=False)]


@part_rule
def longer_than(match: Match) -> list[Part]:
    return [Amount(field="duration", low=match.get("x", 1.0) * float(match["length"]), includes_low=False)]


@part_rule
def shorter_than(match: Match) -> list[Part]:
    return [Amount(field="duration", high=match.get("x", 1.0) * float(match["length"]), includes_high=False)]


def about(field: AmountField, low: float | None, high: float | None = None, *, is_range: bool = False) -> Amount:
    """From one number to another (or just that one), as exact as cameras write it."""
    slack = SLACK.get(field, 0.0)
    high = low if high is None and not is_range else high
    return Amount(
        field=field,
        low=None if low is None else round(low - slack, 6),
        high=None if high is None else round(high + slack, 6),
    )


def _decimal(text: str) -> float:
    return float(re.sub(r"[^\d.]", "", text.replace(",", ".")))
