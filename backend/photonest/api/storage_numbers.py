"""How much room the viewer's originals take and how much is left; shown by activity and about."""

from __future__ import annotations

from django.conf import settings
from ninja import Schema

from photonest.accounts.models import User
from photonest.assets.queries import stored_bytes
from photonest.storage import media


class StorageOut(Schema):
    used_bytes: int
    """Originals of the viewer, the trash included; previews and the database not."""
    free_bytes: int
    data_folder: str


def storage_out(viewer: User) -> StorageOut:
    return StorageOut(
        used_bytes=stored_bytes(viewer.pk),
        free_bytes=media.free_bytes(),
        data_folder=str(settings.PHOTONEST_DATA),
    )
