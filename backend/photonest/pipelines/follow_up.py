"""What must follow when facts of photos change: the words they are found by, and what is grouped by time and place."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID


def facts_changed(asset_ids: Sequence[UUID], *, is_place: bool) -> None:
    """Times changed, or (`is_place`) places, in the caller's transaction."""
    from photonest.pipelines import events
    from photonest.search.services import index_words_of

    events.ask_again(asset_ids)
    if is_place:  # times are no words
        index_words_of(asset_ids)


def tags_changed(asset_ids: Sequence[UUID]) -> None:
    """The user's own tags changed, in the caller's transaction."""
    from photonest.search.services import index_words_of

    index_words_of(asset_ids)
