"""The photos that the hard parts of a query leave, as ids: asked for once, in one statement with the permission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import EmptyResultSet
from django.db import connection

from photonest.search.positions import Ids

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from photonest.assets.models import Asset

_HEADER = 19
_ROW = 22
"""A binary COPY row of one UUID: field count, length, sixteen bytes."""


def ids_of(assets: QuerySet[Asset]) -> Ids:
    """Their ids by binary COPY: 200,000 in some 50 ms, where rows would take half a second."""
    import numpy as np

    try:
        sql, parameters = assets.order_by().values("id").query.sql_with_params()
    except EmptyResultSet:
        return np.empty((0, 16), np.uint8)
    # Put together here: Django's debugging cursor takes no parameters for a COPY.
    statement = connection.ops.compose_sql(sql, parameters)  # type: ignore[attr-defined]  # of the PostgreSQL backend
    with connection.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT binary)") as copy:
        data = b"".join(copy)
    count = (len(data) - _HEADER) // _ROW  # the two closing bytes are less than a row
    table = np.frombuffer(data, np.uint8, count=count * _ROW, offset=_HEADER).reshape(-1, _ROW)
    return np.ascontiguousarray(table[:, 6:])
