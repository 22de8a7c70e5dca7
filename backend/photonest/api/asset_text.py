"""The text in a photo as the viewer lays it over the picture, by whoever read it."""

from __future__ import annotations

from collections.abc import Sequence

from ninja import Schema

from photonest.assets.models import Asset
from photonest.assets.text_lines import lines_of
from photonest.providers.queries import lines_outside

Corner = tuple[float, float]
Box = tuple[Corner, Corner, Corner, Corner]


class TextLineOut(Schema):
    text: str
    box: Box
    """Clockwise from the top left of the line, as shares of the upright picture."""
    by: str
    """"machine", or the provider outside that read it: "google-vision"."""


def text_of(asset: Asset) -> list[TextLineOut]:
    """Our own lines first; of a provider's only those that lie where this machine read nothing."""
    ours = [TextLineOut(text=line.text, box=line.box, by="machine") for line in lines_of(asset)]
    theirs = [TextLineOut(text=line.text, box=line.box, by=line.provider) for line in lines_outside(asset)]
    return [*ours, *(line for line in theirs if not any(_is_same(line.box, other.box) for other in ours))]


def _is_same(one: Box, other: Box) -> bool:
    """Whether the middle of either lies in the other: a provider cuts lines in its own way."""
    return _holds(one, _middle(other)) or _holds(other, _middle(one))


def _middle(box: Sequence[Corner]) -> Corner:
    return sum(x for x, _ in box) / 4, sum(y for _, y in box) / 4


def _holds(box: Sequence[Corner], point: Corner) -> bool:
    return all(min(corner[at] for corner in box) <= point[at] <= max(corner[at] for corner in box) for at in (0, 1))
