"""Photos fall into events by what separates them in life: time, place, people, pictures; however they are ordered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from photonest.events.cluster import Found, blocks, find
from photonest.events.evidence import COLUMNS, SIGNALS, evidence
from photonest.events.shots import Shots, in_order, shots, with_positions

HOUR = 3600.0
NAN = float("nan")


def burst(start_h: float, count: int = 8, *, every_s: float = 40.0) -> list[float]:
    return [start_h * HOUR + step * every_s for step in range(count)]


def groups(found: Found) -> set[frozenset[int]]:
    """The events as sets of rows."""
    return {
        frozenset(np.flatnonzero(found.event == number).tolist())
        for number in np.unique(found.event[found.event >= 0]).tolist()
    }


def test_two_parties_on_two_days_are_two_events() -> None:
    found = find(shots([*burst(18), *burst(42)]))
    assert groups(found) == {frozenset(range(8)), frozenset(range(8, 16))}


def test_photos_of_one_hour_are_one_event() -> None:
    found = find(shots([*burst(18), *burst(18.2), *burst(18.4)]))
    assert len(groups(found)) == 1


def test_two_lonely_photos_are_no_event() -> None:
    found = find(shots([10 * HOUR, 11 * HOUR]))
    assert found.event.tolist() == [-1, -1]
    assert found.moment.tolist() == [-1, -1]


def test_a_journey_of_some_days_is_one_event() -> None:
    """Nights between do not cut what happened far from home."""
    at = [moment for day in range(3) for hour in (10, 13, 17) for moment in burst(day * 24 + hour)]
    far = find(shots(at, latitude=[38.7] * len(at), longitude=[-9.1] * len(at), away_km=[1800.0] * len(at)))
    assert len(groups(far)) == 1
    home = find(shots(at, latitude=[48.2] * len(at), longitude=[16.4] * len(at), away_km=[0.5] * len(at)))
    assert len(groups(home)) >= 3


def test_a_change_of_place_cuts_where_the_time_alone_would_not() -> None:
    at = [*burst(12, 10), *burst(13.6, 10)]
    near = [48.20] * 20
    together = find(shots(at, latitude=near, longitude=[16.37] * 20, away_km=[2.0] * 20))
    apart = find(
        shots(at, latitude=[48.2] * 10 + [48.5] * 10, longitude=[16.37] * 20, away_km=[2.0] * 10 + [30.0] * 10)
    )
    assert len(groups(together)) == 1
    assert len(groups(apart)) == 2


def test_a_photo_without_a_position_stands_where_its_neighbours_stood() -> None:
    found = with_positions(
        shots([0.0, 60.0, 120.0, 9 * HOUR], latitude=[48.0, NAN, 48.001, NAN], longitude=[16.0, NAN, 16.001, NAN])
    )
    assert not np.isnan(found.latitude[1])
    assert np.isnan(found.latitude[3])  # nine hours later nobody knows


def test_a_missing_signal_changes_nothing() -> None:
    table = evidence(shots([*burst(12), *burst(15)]))
    silent = [number for number, name in enumerate(COLUMNS) if name not in SIGNALS["time"]]
    assert not table[:, silent].any()
    assert np.isfinite(table).all()


def test_moments_lie_inside_events_and_a_pause_begins_a_new_one() -> None:
    found = find(shots([*burst(14), *burst(15), *burst(16)]))
    assert len(groups(found)) == 1
    assert len(set(found.moment.tolist())) == 3


def test_an_edited_event_is_never_cut_and_two_are_never_joined() -> None:
    at = [*burst(10), *burst(34), *burst(34.15), *burst(58)]
    held = [*[0] * 16, *[1] * 8, *[-1] * 8]
    found = find(shots(at, held=held))
    assert len(set(found.event[:16].tolist())) == 1
    assert set(found.event[:16].tolist()) != set(found.event[16:24].tolist())


def test_a_new_photo_in_the_middle_of_an_edited_event_joins_it() -> None:
    at = [*burst(10), 10 * HOUR + 90, *burst(100)]
    found = find(shots(at, held=[*[3] * 8, -1, *[-1] * 8]))
    assert found.event[8] == found.event[0]


def test_an_edited_event_of_one_photo_stays_one() -> None:
    found = find(shots([10 * HOUR, 200 * HOUR], held=[0, -1]))
    assert found.event.tolist() == [0, -1]


def test_a_stretch_without_photos_cuts_unless_an_edited_event_spans_it() -> None:
    at = np.asarray([0.0, 10.0, 400 * HOUR, 400 * HOUR + 10])
    assert blocks(at, np.full(4, -1)) == [(0, 2), (2, 4)]
    assert blocks(at, np.asarray([5, -1, 5, -1])) == [(0, 4)]


def timelines(largest: int = 40) -> st.SearchStrategy[Shots]:
    """Anything a library may hold: same seconds, no positions, people here and there, edited events."""
    minutes = st.integers(0, 60 * 24 * 12)
    place = st.sampled_from([(NAN, NAN), (48.2, 16.4), (48.21, 16.41), (38.7, -9.1), (90.0, 180.0), (-90.0, -180.0)])
    photo = st.tuples(minutes, place, st.frozensets(st.integers(0, 3), max_size=3), st.sampled_from([-1, -1, -1, 0, 1]))
    return st.lists(photo, min_size=0, max_size=largest).map(_as_shots)


def _as_shots(photos: Sequence[tuple]) -> Shots:
    return shots(
        [photo[0] * 60.0 for photo in photos],
        latitude=[photo[1][0] for photo in photos],
        longitude=[photo[1][1] for photo in photos],
        people=[photo[2] for photo in photos],
        away_km=[NAN if np.isnan(photo[1][0]) else abs(photo[1][0] - 48.2) * 111 for photo in photos],
        held=[photo[3] for photo in photos],
    )


@settings(max_examples=120, deadline=None)
@given(timelines(), st.randoms(use_true_random=False))
def test_the_order_in_which_photos_are_given_does_not_matter(given_: Shots, random: object) -> None:
    rows = list(range(len(given_)))
    random.shuffle(rows)  # type: ignore[attr-defined]
    shuffled = find(given_.take(np.asarray(rows, np.int64)))
    plain = find(given_)
    assert plain.event[rows].tolist() == shuffled.event.tolist()
    assert plain.moment[rows].tolist() == shuffled.moment.tolist()


@settings(max_examples=120, deadline=None)
@given(timelines())
def test_every_photo_has_at_most_one_event_and_moments_never_cross_events(given_: Shots) -> None:
    found = find(given_)
    assert len(found.event) == len(found.moment) == len(given_)
    assert ((found.event >= 0) == (found.moment >= 0)).all()
    pairs = {(moment, event) for moment, event in zip(found.moment.tolist(), found.event.tolist(), strict=True)}
    assert len(pairs) == len({moment for moment, _ in pairs})
    numbers = found.event[in_order(given_)]
    first_seen = list(dict.fromkeys(number for number in numbers.tolist() if number >= 0))
    assert first_seen == list(range(len(first_seen)))  # numbered by time


@settings(max_examples=120, deadline=None)
@given(timelines())
def test_photos_of_one_edited_event_stay_together_where_no_other_lies_between(given_: Shots) -> None:
    found = find(given_)
    order = in_order(given_)
    held = [(int(given_.held[row]), int(found.event[row])) for row in order.tolist() if given_.held[row] >= 0]
    for (event, number), (other, other_number) in pairwise(held):
        assert (number == other_number) == (event == other)


@settings(max_examples=60, deadline=None)
@given(timelines())
def test_a_stretch_looked_at_alone_gives_the_same_events(given_: Shots) -> None:
    """What is found around new photos is what the full pass finds."""
    order = in_order(given_)
    whole = find(given_)
    sorted_ = given_.take(order)
    for first, last in blocks(sorted_.at, sorted_.held):
        rows = order[first:last]
        alone = find(given_.take(rows))
        assert groups_of(alone.event) == groups_of(whole.event[rows])
        assert groups_of(alone.moment) == groups_of(whole.moment[rows])


def groups_of(labels: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == one).tolist()) for one in np.unique(labels[labels >= 0]).tolist()}
