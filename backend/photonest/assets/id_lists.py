"""Long lists of ids in a query as one array, which PostgreSQL reads several times faster than 20,000 values."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL


def id_in(ids: Collection[UUID]) -> RawSQL:
    """A condition for a queryset of assets: the id is one of `ids`."""
    return RawSQL("assets_asset.id = ANY(%s)", (list(ids),), output_field=BooleanField())


def motion_of_in(ids: Collection[UUID]) -> RawSQL:
    """A condition for a queryset of assets: it is the video part of one of `ids`."""
    return RawSQL("assets_asset.motion_of_id = ANY(%s)", (list(ids),), output_field=BooleanField())


def lock_in_order(ids: Collection[UUID]) -> None:
    """Lock these assets, until the transaction ends, in the order of their ids, before many are written at once.

    Every act on many does it, so that no two of them wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM assets_asset WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [list(ids)])
