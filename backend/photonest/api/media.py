"""Pictures and videos: the owner is checked in one indexed query, then bytes are streamed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from photonest import access
from photonest.accounts.models import User
from photonest.api.authentication import viewer
from photonest.api.download_names import disposition
from photonest.api.errors import respond
from photonest.api.file_slices import Source, etag_known, serve
from photonest.assets.models import Asset, AssetKind
from photonest.core.errors import NotFound, PhotoNestError
from photonest.storage import keys
from photonest.storage import media as store

Response = TypeVar("Response", bound=HttpResponseBase)

ONE_YEAR_S = 31_536_000
SANDBOX = "default-src 'none'; sandbox"


class NoPictureYet(NotFound):
    """There is no picture of this file yet, or none can be made."""

    code, permanent = "no_picture_yet", False


class NoVideo(NotFound):
    """This is not a video, and no video belongs to it."""

    code = "no_video"


def tile(request: HttpRequest, asset_id: UUID) -> HttpResponseBase:
    """``GET /media/{id}/tile``: the 250 px JPEG."""
    return _rendition(request, asset_id, keys.tile)


def preview(request: HttpRequest, asset_id: UUID) -> HttpResponseBase:
    """``GET /media/{id}/preview``: the 1440 px JPEG."""
    return _rendition(request, asset_id, keys.preview)


def original(request: HttpRequest, asset_id: UUID) -> HttpResponseBase:
    """``GET /media/{id}/original``: the bytes as they came, as a download under their real name."""
    asset = _find(request, asset_id)
    response = serve(request, _whole(asset))
    response["Content-Disposition"] = disposition("attachment", asset.filename)
    return fenced(response)


def video(request: HttpRequest, asset_id: UUID) -> HttpResponseBase:
    """``GET /media/{id}/video``: a video to be played, with ranges."""
    asset = _find(request, asset_id)
    if asset.kind != AssetKind.VIDEO:
        raise NoVideo
    return _playable(request, _whole(asset))


def motion(request: HttpRequest, asset_id: UUID) -> HttpResponseBase:
    """``GET /media/{id}/motion``: the moving part of a live or motion photo."""
    asset = _find(request, asset_id)
    sha256 = bytes(asset.sha256)
    if asset.motion_offset is not None and asset.motion_length:
        etag = f'"{sha256.hex()}-{asset.motion_offset}-{asset.motion_length}"'
        part = Source(keys.original(sha256), "video/mp4", etag, asset.motion_offset, asset.motion_length)
        return _playable(request, part)
    other = access.owned_assets(viewer(request)).filter(motion_of_id=asset_id).first()
    if other is None:
        raise NoVideo
    return _playable(request, _whole(other))


def answered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """`view` for the URL table: reads only, errors in our shape."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **ids: UUID) -> HttpResponseBase:
        try:
            return view(request, **ids)
        except PhotoNestError as problem:
            return respond(request, problem)

    return answer


def _find(request: HttpRequest, asset_id: UUID) -> Asset:
    return access.require_asset(viewer(request), asset_id)


def _rendition(request: HttpRequest, asset_id: UUID, key: Callable[[bytes, int], str]) -> HttpResponse:
    user: User = viewer(request)
    row = access.owned_assets(user).filter(pk=asset_id).values_list("sha256", "renditions_version").first()
    if row is None:
        raise NotFound
    sha256, version = bytes(row[0]), row[1]
    if not version:
        raise NoPictureYet
    etag = f'"{sha256.hex()[:32]}-{version}"'
    if etag_known(request, etag):
        response = HttpResponse(status=304)
    else:
        with store.open_read(key(sha256, version)) as file:
            response = HttpResponse(file.read(), content_type="image/jpeg")
    response["ETag"] = etag
    # An address that names the present version never changes its content; any other must be asked again.
    is_pinned = request.GET.get("v") == str(version)
    response["Cache-Control"] = f"private, max-age={ONE_YEAR_S}, immutable" if is_pinned else "private, no-cache"
    response["Content-Disposition"] = "inline"
    return fenced(response)


def _whole(asset: Asset) -> Source:
    sha256 = bytes(asset.sha256)
    is_known_kind = asset.mime.startswith(("image/", "video/")) and "svg" not in asset.mime
    mime = asset.mime if is_known_kind else "application/octet-stream"
    return Source(keys.original(sha256), mime, f'"{sha256.hex()}"')


def _playable(request: HttpRequest, source: Source) -> HttpResponseBase:
    response = serve(request, source)
    response["Content-Disposition"] = "inline"
    return fenced(response)


def fenced(response: Response) -> Response:
    """Bytes of strangers: no sniffing, no scripts, no embedding by other sites."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-cache"
    return response
