"""The API object: who may call it, how JSON is read and written, and every router by name."""

from __future__ import annotations

from typing import Any, cast

import orjson
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from ninja.security import APIKeyCookie

from photonest import __version__
from photonest.accounts.models import User
from photonest.api import errors
from photonest.core.errors import NotSignedIn


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ARG002
        return orjson.dumps(data, option=orjson.OPT_UTC_Z)


class StrictParser(Parser):
    """JSON by the letter: no lone surrogates, no NaN, and no NUL, which PostgreSQL cannot store."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body = request.body
        data = orjson.loads(body)
        if b"\\u0000" in body and _has_nul(data):
            raise errors.BodyUnreadable("The request contains a NUL character.")
        return cast("dict[str, Any]", data)

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        values = super().parse_querydict(data, list_fields, request)
        if _has_nul(values):
            raise errors.BodyUnreadable("The request contains a NUL character.")
        return values


class SignedIn(APIKeyCookie):
    """The session cookie. CSRF is checked by Django's middleware before any view runs (config/urls.py)."""

    param_name = "photonest_session"

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> User:  # noqa: ARG002
        return viewer(request)


def viewer(request: HttpRequest) -> User:
    """Who asks. Raises `NotSignedIn`."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        raise NotSignedIn
    return user


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
    from photonest.api import session, timeline

    api = NinjaAPI(
        title="PhotoNest",
        version=__version__,
        description="The API of PhotoNest. Errors have one shape: code, message, permanent, details.",
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
    return api
