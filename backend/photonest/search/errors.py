"""What can be wrong with a query."""

from __future__ import annotations

from photonest.core.errors import BadInput, Conflict, NotFound


class QueryError(BadInput):
    """The search text cannot be read. ``details["position"]`` says where."""

    code = "query_unreadable"


class SearchNameTaken(Conflict):
    """There is a saved search with this name already. Choose another name, or change that one."""

    code = "search_name_taken"


class SavedSearchUnknown(NotFound):
    """This saved search does not exist. It may have been removed elsewhere."""

    code = "saved_search_unknown"
