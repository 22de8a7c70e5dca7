"""Pictures of single faces: cut from the stored preview when they are asked for, never stored on the server."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from photonest import access
from photonest.api.authentication import viewer
from photonest.api.file_slices import etag_known
from photonest.api.media import NoPictureYet, fenced
from photonest.core.errors import NotFound
from photonest.people.crops import cut_face
from photonest.people.services import box_of
from photonest.storage import keys
from photonest.storage import media as store


def face_crop(request: HttpRequest, face_id: UUID) -> HttpResponse:
    """``GET /media/faces/{face_id}``: a square JPEG of one face; 404 while recognition is off, as for unknown ids."""
    user = viewer(request)
    if not user.faces_enabled:
        raise NotFound
    face = access.require_face(user, face_id)
    asset = access.require_asset(user, face.asset_id)
    if not asset.renditions_version:
        raise NoPictureYet
    sides = "-".join(f"{side:.5f}" for side in box_of(face))
    etag = f'"{face.pk.hex[:12]}-{asset.renditions_version}-{sides}"'
    if etag_known(request, etag):
        response = HttpResponse(status=304)
    else:
        with store.open_read(keys.preview(bytes(asset.sha256), asset.renditions_version)) as file:
            response = HttpResponse(cut_face(file, box_of(face)), content_type="image/jpeg")
    response["ETag"] = etag
    # Asked again each time, so that nothing is shown from a cache after the owner erased it.
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = "inline"
    return fenced(response)
