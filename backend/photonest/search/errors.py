"""What can be wrong with a query."""

from __future__ import annotations

from photonest.core.errors import BadInput


class QueryError(BadInput):
    """The search text cannot be read. ``details["position"]`` says where."""

    code = "query_unreadable"
