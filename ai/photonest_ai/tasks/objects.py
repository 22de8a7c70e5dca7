"""Everyday things and people with boxes."""

from __future__ import annotations

from collections.abc import Sequence

from photonest_ai.models.centernet import Thing
from photonest_ai.models.registry import Models
from photonest_ai.runtime.images import Picture
from photonest_ai.tasks.actions import Spot
from photonest_contracts.inference import Label


def things(models: Models, picture: Picture) -> list[Thing]:
    """One a class, best first."""
    return models.centernet.things(picture)


def labels_of(found: Sequence[Thing], *, source: str) -> tuple[Label, ...]:
    """One row a class, best first; ``score`` is the height of the peak, not a probability."""
    return tuple(
        Label(name=thing.name, score=thing.score, source=source, box=thing.box, count=thing.count) for thing in found
    )


def spots_of(found: Sequence[Thing]) -> dict[str, tuple[Spot, ...]]:
    """Every instance of every class, for what asks where things stand.

    The best one has the score of its class, which is the mean over both sizes; the others less in proportion. What is
    seen at one size only is mostly something else: a stain on the lawn was a ball of 0.44 at one, of 0.33 together.
    """
    spots = {}
    for thing in found:
        share = thing.score / thing.spots[0][0]
        spots[thing.name] = tuple(Spot(peak * share, *box) for peak, *box in thing.spots)
    return spots
