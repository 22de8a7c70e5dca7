"""The first and last thing every request meets: the name it asked for, and one shape for what no view answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from asgiref.sync import iscoroutinefunction
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from photonest.api.errors import MethodNotAllowed, error_response
from photonest.core.errors import BadInput

PROBES = {"/livez", "/readyz"}
"""Asked by address, whatever name stands in the request."""

Handler = Callable[[HttpRequest], Any]


class HostUnknown(BadInput):
    """PhotoNest does not answer under this name. Whoever runs it can add the name to PHOTONEST_HOSTS."""

    code = "host_unknown"


@sync_and_async_middleware
def front_door(get_response: Handler) -> Handler:
    """Refuses unknown host names on every request (Django itself looks only where it needs the name), so that a
    foreign site cannot reach a PhotoNest on this machine through a name of its own (DNS rebinding).
    """
    if iscoroutinefunction(get_response):

        async def answer_later(request: HttpRequest) -> HttpResponseBase:
            return _refused(request) or _shaped(await cast("Awaitable[HttpResponseBase]", get_response(request)))

        return answer_later

    def answer(request: HttpRequest) -> HttpResponseBase:
        return _refused(request) or _shaped(get_response(request))

    return answer


def require_known_host(request: HttpRequest) -> None:
    """Raises `HostUnknown`."""
    try:
        request.get_host()
    except DisallowedHost:
        raise HostUnknown() from None


def _refused(request: HttpRequest) -> HttpResponseBase | None:
    if request.path in PROBES:
        return None
    try:
        require_known_host(request)
    except HostUnknown as problem:
        return error_response(problem)
    return None


def _shaped(response: HttpResponseBase) -> HttpResponseBase:
    if response.status_code != MethodNotAllowed.status or response.headers.get("Content-Type") == "application/json":
        return response
    shaped = error_response(MethodNotAllowed())
    if "Allow" in response.headers:
        shaped["Allow"] = response.headers["Allow"]
    return shaped
