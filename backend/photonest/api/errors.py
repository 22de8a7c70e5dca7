"""How every error leaves the server: one JSON shape, one place."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from photonest.accounts.errors import LockedOut
from photonest.core.errors import BadInput, NotFound, NotSignedIn, PhotoNestError, Unavailable
from photonest.core.ids import new_id
from photonest.core.logs import where

log = logging.getLogger(__name__)


class BodyUnreadable(BadInput):
    """The request is not readable JSON. Nothing was changed."""

    code = "body_unreadable"


class FieldsInvalid(BadInput):
    """Some values cannot be used. Nothing was changed."""

    code, status = "fields_invalid", 422


class BodyTooLarge(BadInput):
    """The request is larger than 4 MB. Send it in several parts; files go through /api/uploads."""

    code, status = "body_too_large", 413


class MethodNotAllowed(BadInput):
    """This address does not take this kind of request."""

    code, status = "method_not_allowed", 405


class CsrfWrong(PhotoNestError):
    """This page is out of date. Reload it and try again; nothing was changed."""

    code, status, permanent = "csrf_failed", 403, False


def error_body(problem: PhotoNestError) -> dict[str, Any]:
    return {
        "code": problem.code,
        "message": problem.message,
        "permanent": problem.permanent,
        "details": problem.details,
    }


def error_response(problem: PhotoNestError) -> JsonResponse:
    response = JsonResponse(error_body(problem), status=problem.status)
    response["Cache-Control"] = "no-store"
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (a signature of the framework)
    """Django's view for a missing or wrong CSRF token, in our error shape."""
    return error_response(CsrfWrong())


def locked_out(
    request: HttpRequest,  # noqa: ARG001 (a signature of the framework)
    original_response: HttpResponse | None = None,  # noqa: ARG001 (a signature of the framework)
    credentials: dict[str, Any] | None = None,  # noqa: ARG001 (a signature of the framework)
) -> HttpResponse:
    """What somebody gets who guessed too often."""
    return error_response(LockedOut())


def unexpected(request: HttpRequest, problem: BaseException) -> HttpResponse:
    """An error nobody foresaw: an id for the person, the traceback under the same id in the log, never details."""
    incident = str(new_id())
    kind = type(problem).__name__
    log.error("incident %s: %s %s: %s\n%s", incident, request.method, _route(request), kind, where(problem))
    return JsonResponse(
        {
            "code": "internal",
            "message": f"Something went wrong in PhotoNest. Your photos are safe. The log names it {incident}.",
            "permanent": False,
            "details": {"incident": incident},
        },
        status=500,
    )


def named(problem: BaseException) -> PhotoNestError | None:
    """Framework errors in our terms; ``None`` for what nobody foresaw."""
    from django.db import InterfaceError, OperationalError

    match problem:
        case PhotoNestError():
            return problem
        case ValidationError():
            return FieldsInvalid(fields=[_field_problem(error) for error in problem.errors])
        case Http404():
            return NotFound()
        case RequestDataTooBig():
            return BodyTooLarge()
        case SuspiciousOperation() | UnreadablePostError():
            return BodyUnreadable()
        case HttpError() if problem.status_code == HTTPStatus.UNAUTHORIZED:
            return NotSignedIn()
        case HttpError() if problem.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            return BodyUnreadable()
        case OperationalError() | InterfaceError():
            return Unavailable("The database does not answer right now. Nothing was lost; try again in a moment.")
        case _:
            return None


def respond(request: HttpRequest, problem: Any) -> HttpResponse:
    """The answer to any error, foreseen or not."""
    known = named(problem)
    if known is None:
        return unexpected(request, problem)
    if known.status >= HTTPStatus.INTERNAL_SERVER_ERROR and known is not problem:
        log.warning("%s %s: %s", request.method, _route(request), type(problem).__name__)
    return error_response(known)


def install(api: NinjaAPI) -> None:
    """Make `respond` the only handler of the API."""
    for kind in (PhotoNestError, ValidationError, HttpError, Http404, Exception):
        api.add_exception_handler(kind, respond)


def _field_problem(error: dict[str, Any]) -> dict[str, str]:
    # The first part of the place (body, query, path) and our parameter names say nothing to people.
    place = ".".join(str(part) for part in error["loc"] if part not in {"body", "query", "path", "payload"})
    return {"field": place, "problem": str(error["msg"])}


def _route(request: HttpRequest) -> str:
    """The pattern, not the address: addresses carry queries and file names, which never go into a log."""
    match = request.resolver_match
    return match.route if match else "(no route)"
