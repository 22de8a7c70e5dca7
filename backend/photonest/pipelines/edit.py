"""Changing what a user says about one asset, and keeping the words it is found by up to date."""

from __future__ import annotations

from django.db import transaction

from photonest.assets import services
from photonest.assets.models import Asset
from photonest.assets.services import UNSET, Unset


def edit_asset(
    asset: Asset,
    *,
    description: str | Unset = UNSET,
    rating: int | Unset | None = UNSET,
    is_favourite: bool | Unset = UNSET,
) -> Asset:
    """Change what is given; a new description is searchable in the same moment. Raises `InTrash`, `BadInput`."""
    from photonest.search.services import index_words

    with transaction.atomic():
        edited = services.edit(asset, description=description, rating=rating, is_favourite=is_favourite)
        if description is not UNSET:
            index_words(edited)
    return edited
