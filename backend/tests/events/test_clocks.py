"""The clocks of cameras are put right by pictures that two of them took of the same thing, and by nothing less."""

from __future__ import annotations

import random

from photonest.events.clocks import clock_offsets

PHONE, CAMERA, SECOND = "Pixel 8", "EOS R6", "X-T5"
TRUSTED = {PHONE: 0.9, CAMERA: 0.0, SECOND: 0.0}


def pairs(camera: str, other: str, shift: float, count: int = 6, *, every_s: float = 4000.0) -> list:
    """`camera`'s clock is `shift` seconds ahead of that of `other`."""
    return [(camera, 1e9 + step * every_s + shift + step % 5, other, 1e9 + step * every_s) for step in range(count)]


def test_a_camera_an_hour_ahead_is_put_back() -> None:
    offset, agreeing = clock_offsets(pairs(CAMERA, PHONE, 3600), trusted=TRUSTED)[CAMERA]
    assert abs(offset + 3600) < 10
    assert agreeing == 6


def test_the_phone_is_never_the_one_that_is_corrected() -> None:
    assert PHONE not in clock_offsets(pairs(PHONE, CAMERA, 1800), trusted=TRUSTED)


def test_a_few_wrong_pairs_do_not_matter() -> None:
    wrong = random.Random(4)
    noise = [(CAMERA, 1e9 + wrong.uniform(0, 8e4), PHONE, 1e9 + wrong.uniform(0, 8e4)) for _ in range(5)]
    assert abs(clock_offsets(pairs(CAMERA, PHONE, -7200, 9) + noise, trusted=TRUSTED)[CAMERA][0] - 7200) < 10


def test_pairs_that_say_different_things_change_nothing() -> None:
    mixed = random.Random(5)
    noise = [(CAMERA, 1e9 + mixed.uniform(0, 9e4), PHONE, 1e9 + mixed.uniform(0, 9e4)) for _ in range(30)]
    assert clock_offsets(noise, trusted=TRUSTED) == {}


def test_two_bursts_of_dark_pictures_are_one_occasion_and_prove_nothing() -> None:
    burst = [(CAMERA, 1e9 + a, PHONE, 1e9 + 9000 + b) for a in range(8) for b in range(8)]
    assert clock_offsets(burst, trusted=TRUSTED) == {}


def test_a_right_clock_is_left_alone() -> None:
    assert clock_offsets(pairs(CAMERA, PHONE, 3), trusted=TRUSTED) == {}


def test_a_third_camera_is_put_right_through_the_second() -> None:
    found = clock_offsets(pairs(CAMERA, PHONE, 3600) + pairs(SECOND, CAMERA, 600), trusted=TRUSTED)
    assert abs(found[SECOND][0] + 4200) < 15
