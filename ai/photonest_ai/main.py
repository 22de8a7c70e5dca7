"""The application: routes around one `Service`, the secret at the door, every error a `Problem`."""

from __future__ import annotations

import hmac
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

import photonest_ai
from photonest_ai.errors import AIError, WrongSecret
from photonest_ai.outside_routes import router as outside_router
from photonest_ai.routes import router
from photonest_ai.runtime.store import ModelStore
from photonest_ai.service import Service
from photonest_ai.settings import Settings, from_environment
from photonest_contracts.inference import SECRET_HEADER, Problem

logger = logging.getLogger(__name__)
OPEN_PATHS = frozenset({"/healthz"})


class SecretAtTheDoor:
    """Answers 401 before anything is read, unless the secret header is right."""

    def __init__(self, app: ASGIApp, *, secret: str) -> None:
        self._app = app
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._secret and scope["path"] not in OPEN_PATHS:
            given = dict(scope["headers"]).get(SECRET_HEADER.lower().encode(), b"")
            if not hmac.compare_digest(given, self._secret):
                error = WrongSecret(f"The header {SECRET_HEADER} is missing or wrong.")
                await problem_response(error.problem(), error.status)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def problem_response(problem: Problem, status: int) -> Response:
    """A `Problem` as JSON."""
    return Response(problem.model_dump_json(), status_code=status, media_type="application/json")


def create_app(settings: Settings | None = None, store: ModelStore | None = None) -> FastAPI:
    """The service. Loads no model: each comes on its first use. Raises `SettingWrong` for a bad environment.

    ``store``: models already in memory, shared by several applications of one process.
    """
    service = Service(settings or from_environment(), store)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with service.running():
            yield

    app = FastAPI(
        title="PhotoNest AI", version=photonest_ai.__version__, lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.state.service = service
    app.include_router(router)
    app.include_router(outside_router)
    app.add_middleware(SecretAtTheDoor, secret=service.settings.secret)

    @app.exception_handler(AIError)
    async def known(_: Request, error: AIError) -> Response:
        return problem_response(error.problem(), error.status)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        return problem_response(Problem(code="bad_request", message=f"{where}: {fault['msg']}", permanent=True), 422)

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> Response:
        problem = Problem(code=f"http_{error.status_code}", message=str(error.detail), permanent=True)
        return problem_response(problem, error.status_code)

    @app.exception_handler(Exception)
    async def unexpected(_: Request, error: Exception) -> Response:
        logger.error("unexpected error", exc_info=error)
        message = f"The AI service failed unexpectedly ({type(error).__name__}); its log says more."
        return problem_response(Problem(code="unexpected", message=message, permanent=False), 500)

    return app
