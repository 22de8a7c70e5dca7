"""How every error leaves the server: one JSON shape, one place."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from photonest.core.errors import PhotoNestError

log = logging.getLogger(__name__)


def error_body(problem: PhotoNestError) -> dict[str, Any]:
    return {
        "code": problem.code,
        "message": problem.message,
        "permanent": problem.permanent,
        "details": problem.details,
    }


def error_response(problem: PhotoNestError) -> JsonResponse:
    return JsonResponse(error_body(problem), status=problem.status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's view for a missing or wrong CSRF token, in our error shape."""
    return JsonResponse(
        {
            "code": "csrf_failed",
            "message": "This page is out of date. Reload it and try again; nothing was changed.",
            "permanent": False,
            "details": {},
        },
        status=403,
    )
