"""Search and its suggestions."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from photonest.api.authentication import viewer
from photonest.assets.timeline import colour, kind_letter
from photonest.search import services, suggestions
from photonest.search.page import Hit
from photonest.search.parse import MAX_CHARACTERS

router = Router(tags=["search"])

MAX_LIMIT = 1_000


class Understood(Schema):
    meaning: str = ""
    phrases: list[str] = []


class HitOut(Schema):
    id: UUID
    filename: str
    score: Annotated[float, Field(ge=0, le=1)]
    why: list[str]
    """At least one reason: "tag: beach 0.81", "looks like: sea, shore", "name: beach.jpg", "place: Lisbon"."""
    ratio: float
    colour: str
    kind: Annotated[str, Field(pattern="^[ivma]$")]
    thumbhash: str | None
    local_at: str


class SearchOut(Schema):
    query: str
    understood: Understood
    hits: list[HitOut]
    weak_from: int
    """Hits from this position on are less certain."""
    nothing_found: bool
    looks_like: list[str]
    suggestions: list[str]
    """What to try instead; only when nothing was found."""
    notes: list[str]
    """What could not be done this time, in sentences: the AI service is down."""
    searched: int
    waiting: int
    """Photos not yet searchable."""
    seconds: float


class SuggestionOut(Schema):
    text: str
    kind: Literal["tag", "place", "camera"]


class SuggestionsOut(Schema):
    suggestions: list[SuggestionOut]


@router.get("", response=SearchOut)
def search(
    request: HttpRequest,
    q: Annotated[str, Query(description=f"At most {MAX_CHARACTERS} characters.")] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 100,
) -> SearchOut:
    """Photos that fit the text, best first, each with its reasons; none rather than all when nothing fits."""
    page = services.search(viewer(request), q, limit)
    return SearchOut(
        query=page.query,
        understood=Understood.model_validate(page.understood),
        hits=[_hit_out(hit) for hit in page.hits],
        weak_from=page.weak_from,
        nothing_found=page.nothing_found,
        looks_like=list(page.looks_like),
        suggestions=list(page.suggestions),
        notes=list(page.notes),
        searched=page.searched,
        waiting=page.waiting,
        seconds=round(page.seconds, 4),
    )


@router.get("/suggestions", response=SuggestionsOut)
def suggest(request: HttpRequest, q: Annotated[str, Query(max_length=MAX_CHARACTERS)] = "") -> SuggestionsOut:
    """Tags, places and cameras of my own photos that begin with the text; the most frequent for an empty one."""
    found = suggestions.suggest(viewer(request), q)
    return SuggestionsOut(suggestions=[SuggestionOut(text=one.text, kind=one.kind) for one in found])


def _hit_out(hit: Hit) -> HitOut:
    asset = hit.asset
    return HitOut(
        id=asset.pk,
        filename=asset.filename,
        score=hit.score,
        why=list(hit.why),
        ratio=round(asset.ratio, 3),
        colour=colour(asset.colour_rgb),
        kind=kind_letter(asset.kind, asset.frame_count, has_motion=hit.has_motion),
        thumbhash=b64encode(bytes(asset.thumbhash)).decode("ascii") if asset.thumbhash is not None else None,
        local_at=asset.local_at.replace(tzinfo=None).isoformat(timespec="seconds"),
    )
