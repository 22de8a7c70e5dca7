"""The lines of text that were read in a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from photonest.assets.models import Asset, TextLine

if TYPE_CHECKING:
    from photonest_contracts.inference import ReadLine


def store_text(asset: Asset, lines: Sequence[ReadLine]) -> None:
    """Replace what was read in `asset`, in the caller's transaction."""
    TextLine.objects.filter(asset=asset).delete()
    TextLine.objects.bulk_create(
        TextLine(
            asset=asset,
            owner_id=asset.owner_id,
            order=order,
            text=line.text.replace("\0", ""),
            box=[list(corner) for corner in line.box],
            score=line.score,
        )
        for order, line in enumerate(lines)
    )


def lines_of(asset: Asset) -> list[TextLine]:
    """In the order of reading; uses lines that were loaded ahead."""
    return sorted(asset.text_lines.all(), key=lambda line: line.order)
