"""Saved searches: kept, renamed, changed, removed; each belongs to one user."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from photonest.accounts.models import User
from photonest.core.errors import BadInput
from photonest.search.errors import SavedSearchUnknown, SearchNameTaken
from photonest.search.models import SavedSearch
from photonest.search.sorting import SORTS

MOST = 500
"""Of one user; a list that nobody can look through is of no use."""
MOST_LETTERS = 200


def saved_searches(viewer: User) -> list[SavedSearch]:
    """The viewer's own, by name."""
    return list(SavedSearch.objects.filter(owner_id=viewer.pk).order_by(Lower("name"), "id"))


def save_search(viewer: User, name: str, *, text: str, sort: str = "") -> SavedSearch:
    """Keep a search. Raises `QueryError`, `BadInput`, `SearchNameTaken`."""
    if SavedSearch.objects.filter(owner_id=viewer.pk).count() >= MOST:
        raise BadInput(f"There are {MOST} saved searches already. Remove one that you no longer need.")
    search = SavedSearch(owner_id=viewer.pk, name=_clean(name), text=_readable(viewer, text), sort=_known(sort))
    return _write(search)


def change_search(
    viewer: User, search_id: UUID, *, name: str | None = None, text: str | None = None, sort: str | None = None
) -> SavedSearch:
    """Change what is given. Raises `SavedSearchUnknown`, `QueryError`, `BadInput`, `SearchNameTaken`."""
    search = _require(viewer, search_id)
    if name is not None:
        search.name = _clean(name)
    if text is not None:
        search.text = _readable(viewer, text)
    if sort is not None:
        search.sort = _known(sort)
    return _write(search)


def forget_search(viewer: User, search_id: UUID) -> None:
    """Raises `SavedSearchUnknown`."""
    _require(viewer, search_id).delete()


def _require(viewer: User, search_id: UUID) -> SavedSearch:
    search = SavedSearch.objects.filter(owner_id=viewer.pk, pk=search_id).first()
    if search is None:
        raise SavedSearchUnknown
    return search


def _write(search: SavedSearch) -> SavedSearch:
    try:
        with transaction.atomic():
            search.save()
    except IntegrityError:
        raise SearchNameTaken from None
    return search


def _clean(name: str) -> str:
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= MOST_LETTERS:
        raise BadInput(f"A saved search needs a name of 1 to {MOST_LETTERS} letters.")
    return cleaned


def _readable(viewer: User, text: str) -> str:
    from photonest.search.finding import read  # with the query language, which the web server starts without

    if read(viewer, text).is_empty:
        raise BadInput("There is nothing to search for in this text.")
    return text.strip()


def _known(sort: str) -> str:
    if sort and sort not in SORTS:
        raise BadInput(f"Sort by one of {', '.join(SORTS)}.")
    return sort
