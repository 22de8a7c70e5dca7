"""Addresses: the API, pictures, health, and the app for everything else."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from photonest.api import errors, face_crops, health, media, web_app
from photonest.api.application import make_api
from photonest.core.errors import NotFound

api = make_api()


def not_found(request: HttpRequest, exception: Exception | None = None, **_: object) -> HttpResponse:  # noqa: ARG001 (a signature of the framework)
    return errors.error_response(NotFound("There is nothing at this address."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (a signature of the framework)
    return errors.error_response(errors.BodyUnreadable())


def server_error(request: HttpRequest) -> HttpResponse:
    import sys

    problem = sys.exc_info()[1] or RuntimeError("unknown")
    return errors.respond(request, problem)


handler400 = "photonest.config.urls.bad_request"
handler404 = "photonest.config.urls.not_found"
handler500 = "photonest.config.urls.server_error"


def _csrf_checked(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """django-ninja exempts its views from Django's CSRF check; here the middleware guards every unsafe method."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _csrf_checked(pattern.url_patterns)
        else:
            pattern.callback.csrf_exempt = False  # type: ignore[attr-defined]


urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("api/", api.urls),
    path("media/<uuid:asset_id>/tile", media.answered(media.tile)),
    path("media/<uuid:asset_id>/preview", media.answered(media.preview)),
    path("media/<uuid:asset_id>/original", media.answered(media.original)),
    path("media/<uuid:asset_id>/video", media.answered(media.video)),
    path("media/<uuid:asset_id>/motion", media.answered(media.motion)),
    path("media/faces/<uuid:face_id>", media.answered(face_crops.face_crop)),
    path("api/<path:path>", not_found),
    path("media/<path:path>", not_found),
    path("", web_app.web_app),
    path("<path:path>", web_app.web_app),
]
_csrf_checked(urlpatterns)
