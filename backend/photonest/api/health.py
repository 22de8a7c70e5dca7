"""Is the server alive, and is it ready: for supervisors and load balancers, without a session."""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.db.utils import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from photonest.api.errors import error_response
from photonest.core.errors import Unavailable


class DatabaseSilent(Unavailable):
    """The database does not answer yet. Nothing was lost; try again in a moment."""

    code = "database_silent"


class MigrationsMissing(Unavailable):
    """The database is older than this PhotoNest. Start PhotoNest with `make up`, which updates it."""

    code = "migrations_missing"


@require_safe
def livez(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a signature of the framework)
    """``GET /livez``: the web server answers; nothing else is asked."""
    return _ok()


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a signature of the framework)
    """``GET /readyz``: the database answers and its tables are those of this version."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = {(app, name) for app, name in cursor.fetchall()}
    except (DatabaseError, InterfaceError):
        return error_response(DatabaseSilent())
    if not _known_migrations() <= applied:
        return error_response(MigrationsMissing())
    return _ok()


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    disk = MigrationLoader(None).disk_migrations
    # A squashed migration counts as applied through those it replaces.
    return frozenset(key for key, migration in disk.items() if not migration.replaces)


def _ok() -> HttpResponse:
    response = JsonResponse({"status": "ok"})
    response["Cache-Control"] = "no-store"
    return response
