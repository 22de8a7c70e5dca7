"""Who asks: the session of the request, for every route that needs one."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import APIKeyCookie

from photonest.accounts.models import User
from photonest.core.errors import NotSignedIn


class SignedIn(APIKeyCookie):
    """The session cookie. CSRF is checked by Django's middleware before any view runs (config/urls.py)."""

    param_name = "photonest_session"

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> User:  # noqa: ARG002 (a signature of the framework)
        return viewer(request)


def viewer(request: HttpRequest) -> User:
    """Who asks. Raises `NotSignedIn`."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        raise NotSignedIn
    return user
