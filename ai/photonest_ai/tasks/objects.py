"""Everyday things and people with boxes."""

from __future__ import annotations

from photonest_ai.models.registry import Models
from photonest_ai.runtime.images import Picture
from photonest_contracts.inference import Label


def objects(models: Models, picture: Picture) -> tuple[Label, ...]:
    """One row a class, best first; ``score`` is the height of the peak, not a probability."""
    net = models.centernet
    return tuple(
        Label(name=thing.name, score=thing.score, source=net.name, box=thing.box, count=thing.count)
        for thing in net.things(picture)
    )
