"""What can be wrong with a query."""

from __future__ import annotations

from photonest.core.errors import BadInput, Conflict, NotFound

MAX_CHARACTERS = 500
"""Of a search text; a longer one is not read."""


class QueryError(BadInput):
    """The search text cannot be read. ``details["position"]`` says where."""

    code = "query_unreadable"


class SearchNameTaken(Conflict):
    """There is a saved search with this name already. Choose another name, or change that one."""

    code = "search_name_taken"


class SavedSearchUnknown(NotFound):
    """This saved search does not exist. It may have been removed elsewhere."""

    code = "saved_search_unknown"


class SpaceUnknown(NotFound):
    """There is no such space. `photonest models list` names those that are there."""

    code = "space_unknown"


class SpaceNotReady(Conflict):
    """This space is not filled yet. Search goes on with the present one; switch when it is ready."""

    code = "space_not_ready"


class SpaceInUse(Conflict):
    """This space cannot be changed while it is in use. Use another space first."""

    code = "space_in_use"
