"""The API object: who may call it, how JSON is read and written, and every router by name."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from photonest import __version__
from photonest.api import (
    about,
    activity,
    assets,
    corrections,
    duplicates,
    errors,
    events,
    faces,
    memories,
    models,
    openapi,
    people,
    places,
    providers,
    saved_searches,
    search,
    session,
    stacks,
    tags,
    timeline,
    upload_check,
    users,
)
from photonest.api.authentication import SignedIn
from photonest.api.hot_bytes import hot_response


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ARG002 (a signature of the framework)
        return orjson.dumps(data, option=orjson.OPT_UTC_Z)


class StrictParser(Parser):
    """JSON by the letter: no lone surrogates, no NaN, and no NUL, which PostgreSQL cannot store."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body = request.body
        data = orjson.loads(body)
        if not isinstance(data, dict):
            # Otherwise a list would pass as an object that leaves every optional field out.
            raise errors.BodyUnreadable("The request must be a JSON object.")
        if b"\\u0000" in body and _has_nul(data):
            raise errors.BodyUnreadable("The request contains a NUL character.")
        return data

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        values = super().parse_querydict(data, list_fields, request)
        if _has_nul(values):
            raise errors.BodyUnreadable("The request contains a NUL character.")
        return values


class PhotoNestAPI(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's own name; the generated client calls its functions so."""
        return operation.view_func.__name__


def _has_nul(data: Any) -> bool:
    if isinstance(data, str):
        return "\0" in data
    if isinstance(data, dict):
        return any(_has_nul(key) or _has_nul(value) for key, value in data.items())
    if isinstance(data, list):
        return any(_has_nul(value) for value in data)
    return False


def make_api() -> NinjaAPI:
    """The whole API, ready to be mounted below ``/api/``."""
    api = PhotoNestAPI(
        title="PhotoNest",
        version=__version__,
        description="The API of PhotoNest. Every error has one shape: code, message, permanent, details.",
        docs_url=None,
        openapi_url=None,
        auth=SignedIn(),
        renderer=OrjsonRenderer(),
        parser=StrictParser(),
        urls_namespace="api",
    )
    errors.install(api)
    api.add_router("", session.router)
    api.add_router("/timeline", timeline.router)
    api.add_router("", corrections.router)  # before the assets, whose addresses end in an id
    api.add_router("", assets.router)
    api.add_router("/stacks", stacks.router)
    api.add_router("", places.router)
    api.add_router("/tags", tags.router)
    api.add_router("/duplicates", duplicates.router)
    api.add_router("", upload_check.router)
    api.add_router("/search", search.router)
    api.add_router("/search/saved", saved_searches.router)
    # The questions and acts on faces have fixed addresses, which come before those of single people.
    api.add_router("", faces.router)
    api.add_router("/people", people.router)
    api.add_router("/events", events.router)
    api.add_router("/memories", memories.router)
    api.add_router("/activity", activity.router)
    api.add_router("", about.router)
    api.add_router("/models", models.router)
    api.add_router("/providers", providers.router)
    api.add_router("/users", users.router)

    @api.get("/openapi.json", auth=None, include_in_schema=False)
    def openapi_json(request: HttpRequest) -> HttpResponse:
        """This document; it needs no session, for it says nothing about anybody's photos."""
        return hot_response(request, openapi.document(api))

    return api
