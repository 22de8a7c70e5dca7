"""Search, its suggestions and its facets."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from photonest import access
from photonest.api.authentication import viewer
from photonest.api.search_chips import ChipOut, DidYouMeanOut, chips, did_you_mean
from photonest.assets.timeline import colour, kind_letter
from photonest.search import services, suggestions
from photonest.search.errors import MAX_CHARACTERS

if TYPE_CHECKING:
    from photonest.search.page import Hit

router = Router(tags=["search"])

MAX_LIMIT = 1_000
MAX_OFFSET = 1_000_000

Text = Annotated[str, Query(description=f"At most {MAX_CHARACTERS} characters.")]
Sort = Literal[
    "", "relevance", "date", "newest", "oldest", "added", "quality", "rating", "longest", "largest", "random"
]


class Understood(Schema):
    """What was understood, as words. Further lists stand beside these, each under the name of its kind of part."""

    model_config = ConfigDict(extra="allow")

    meaning: str = ""
    phrases: list[str] = []


class HitOut(Schema):
    id: UUID
    filename: str
    score: Annotated[float, Field(ge=0, le=1)]
    why: list[str]
    """At least one reason: "person: Anna", "date: 4 July 2024", "tag: beach 0.81", "looks like: sea, shore"."""
    ratio: float
    colour: str
    kind: Annotated[str, Field(pattern="^[ivma]$")]
    thumbhash: str | None
    local_at: str
    stack_size: int
    """How many photos stand for this one; 1 for most."""
    copy_set: UUID | None
    """Hits of the same set are near duplicates of one another; null for most."""


class WithoutOut(Schema):
    chip: str
    q: str
    """The search without this part."""
    count: int


class SearchOut(Schema):
    query: str
    understood: Understood
    chips: list[ChipOut]
    """Every part that was understood, in the order of the text."""
    did_you_mean: list[DidYouMeanOut]
    hits: list[HitOut]
    total: int
    """All photos found, of which `hits` are those from `offset` on; a ranking by meaning lists 5,000 at most."""
    offset: int
    sort: str
    weak_from: int
    """Hits from this position on are less certain."""
    nothing_found: bool
    without: list[WithoutOut]
    """Only when nothing was found: parts of which dropping one would find something."""
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
    kind: Literal["person", "event", "tag", "place", "camera", "kind"]
    q: str
    """The words of it in a search text."""


class SuggestionsOut(Schema):
    suggestions: list[SuggestionOut]


class FacetOut(Schema):
    group: Literal["people", "events", "years", "places", "kinds", "cameras", "tags"]
    name: str
    count: int
    q: str
    """What to add to the search text to see only these."""


class FacetsOut(Schema):
    facets: list[FacetOut]


@router.get("", response=SearchOut)
def search(  # noqa: PLR0917  # each is a field of the address
    request: HttpRequest,
    q: Text = "",
    sort: Annotated[Sort, Query(description="Empty: as the text says, else by relevance.")] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 100,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
    like: Annotated[UUID | None, Query(description="More photos like this one of mine.")] = None,
) -> SearchOut:
    """Photos that fit the text, best first, each with its reasons; none rather than all when nothing fits."""
    user = viewer(request)
    if like is not None:
        access.require_asset(user, like)
    page = services.search(user, q, limit, offset=offset, sort="newest" if sort == "date" else sort, like=like)
    return SearchOut(
        query=page.query,
        understood=Understood.model_validate(page.understood),
        chips=chips(page.read, page.reader),
        did_you_mean=did_you_mean(page.read),
        hits=[_hit_out(hit) for hit in page.hits],
        total=page.total,
        offset=offset,
        sort=page.sort,
        weak_from=page.weak_from,
        nothing_found=page.nothing_found,
        without=[WithoutOut(chip=one.chip, q=one.text, count=one.count) for one in page.without],
        looks_like=list(page.looks_like),
        suggestions=list(page.suggestions),
        notes=list(page.notes),
        searched=page.searched,
        waiting=page.waiting,
        seconds=round(page.seconds, 4),
    )


@router.get("/suggestions", response=SuggestionsOut)
def suggest(request: HttpRequest, q: Annotated[str, Query(max_length=MAX_CHARACTERS)] = "") -> SuggestionsOut:
    """People, events, tags, places, cameras and kinds that begin with the text; the most frequent for an empty one."""
    found = suggestions.suggest(viewer(request), q)
    return SuggestionsOut(suggestions=[SuggestionOut(text=one.text, kind=one.kind, q=one.words) for one in found])


@router.get("/facets", response=FacetsOut)
def facets(request: HttpRequest, q: Text = "", like: UUID | None = None) -> FacetsOut:
    """What the found photos have in common, counted: people, events, years, places, kinds, cameras, tags."""
    from photonest.search import facets as facet_counts

    user = viewer(request)
    if like is not None:
        access.require_asset(user, like)
    found = facet_counts.facets(user, q, like=like)
    return FacetsOut(facets=[FacetOut(group=one.group, name=one.name, count=one.count, q=one.text) for one in found])


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
        stack_size=asset.stack_size,
        copy_set=hit.copy_set,
    )
