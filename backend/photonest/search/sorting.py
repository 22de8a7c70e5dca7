"""In which order hits are shown. Another order never changes which photos they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, F, QuerySet
from django.db.models.functions import MD5, Cast

from photonest.assets.models import Asset

BY_RELEVANCE = "relevance"
OLDEST = "oldest"
BY_TIME = frozenset({BY_RELEVANCE, "newest", OLDEST})
"""Orders of what nothing ranks that go by the time when a photo was taken."""
_NEWEST: tuple[Any, ...] = (F("local_at").desc(), F("id").desc())
_ORDERS: Mapping[str, tuple[Any, ...]] = {
    "newest": _NEWEST,
    OLDEST: (F("local_at").asc(), F("id").asc()),
    "added": (F("added_at").desc(), F("id").desc()),
    "quality": (
        (F("sharpness") * F("exposure")).desc(nulls_last=True),
        F("rating").desc(nulls_last=True),
        *_NEWEST,
    ),
    "rating": (F("rating").desc(nulls_last=True), *_NEWEST),
    "longest": (F("duration_s").desc(nulls_last=True), *_NEWEST),
    "largest": (F("size_bytes").desc(), *_NEWEST),
    # Always the same disorder, so that pages fit together.
    "random": (MD5(Cast("id", CharField())), F("id").asc()),
}
SORTS = (BY_RELEVANCE, *_ORDERS)


def order(assets: QuerySet[Asset], sort: str) -> QuerySet[Asset]:
    """By `sort`; what nothing ranks is newest first."""
    return assets.order_by(*_ORDERS.get(sort, _NEWEST))
