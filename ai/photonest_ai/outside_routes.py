"""HTTP in for what is asked outside: threads of their own, so that a slow provider holds nothing else up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request, Response

from photonest_ai.errors import ProviderDown
from photonest_ai.service import Service
from photonest_contracts.inference import Message, Problem
from photonest_contracts.providers import (
    CaptionRequest,
    CaptionResult,
    LookRequest,
    LookResult,
    Provider,
    ProviderList,
    ReadQueryRequest,
    ReadQueryResult,
    WordsRequest,
    WordsResult,
)

PATIENCE_S = 80.0
router = APIRouter(responses={"4XX": {"model": Problem}, "5XX": {"model": Problem}})
Found = TypeVar("Found", bound=Message)


def service_of(request: Request) -> Service:
    """The service this application was made around."""
    service: Service = request.app.state.service
    return service


Running = Annotated[Service, Depends(service_of)]


@router.get("/v1/providers", response_model=ProviderList)
async def get_providers(service: Running) -> Response:
    """Every provider and task, ready or not. Asks nobody outside."""
    return _answer(service.outside.cards())


@router.post("/v1/outside/look", response_model=LookResult)
async def post_look(wanted: LookRequest, service: Running) -> Response:
    """Google Vision looks at up to 16 previews."""
    return await _asked(service, Provider.GOOGLE_VISION, lambda: service.outside.look(wanted), PATIENCE_S)


@router.post("/v1/outside/embed_words", response_model=WordsResult)
async def post_embed_words(wanted: WordsRequest, service: Running) -> Response:
    """Vectors of texts by OpenAI or a server like it."""
    return await _asked(service, Provider.OPENAI, lambda: service.outside.embed_words(wanted), wanted.timeout_s)


@router.post("/v1/outside/read_query", response_model=ReadQueryResult)
async def post_read_query(wanted: ReadQueryRequest, service: Running) -> Response:
    """A language model's reading of a search text; the caller decides what of it counts."""
    return await _asked(service, Provider.LANGUAGE_MODEL, lambda: service.outside.read_query(wanted), wanted.timeout_s)


@router.post("/v1/outside/caption", response_model=CaptionResult)
async def post_caption(wanted: CaptionRequest, service: Running) -> Response:
    """A caption out of words, or of words and a preview."""
    return await _asked(service, Provider.LANGUAGE_MODEL, lambda: service.outside.caption(wanted), PATIENCE_S)


async def _asked(service: Service, provider: Provider, work: Callable[[], Found], patience_s: float) -> Response:
    """Within its time, all of it: a server that sends a byte a second is slow, too.

    Loading the client takes a second or two, once, and is nobody's slowness.
    """
    await service.pools.outside(lambda: service.outside.prepare(provider))
    try:
        return _answer(await asyncio.wait_for(service.pools.outside(work), patience_s))
    except TimeoutError:
        raise ProviderDown(f"The provider did not answer within {patience_s:g} seconds.") from None


def _answer(message: Message) -> Response:
    return Response(message.model_dump_json(), media_type="application/json")
