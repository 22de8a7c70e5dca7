"""HTTP in, messages out: one typed route a task; every error leaves as a `Problem`.

Tasks are imported where they are first needed: NumPy, OpenCV and onnxruntime would double the time to start.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError

import photonest_ai
from photonest_ai.errors import BadRequest, BodyTooLarge
from photonest_ai.service import Service
from photonest_ai.tasks import SPACE
from photonest_contracts.inference import (
    REQUEST_HEADER,
    AnalyseRequest,
    Analysis,
    EmbedTextRequest,
    EmbedTextResult,
    Health,
    Message,
    ModelList,
    Problem,
    Vocabulary,
)
from photonest_contracts.spaces import AddPackRequest, AddProgress, EmbedImageRequest, EmbedImageResult, PackList

REQUEST_MAX = 8192
"""Characters of the request header; an `AnalyseRequest` has a few hundred."""

router = APIRouter(responses={"4XX": {"model": Problem}, "5XX": {"model": Problem}})


def service_of(request: Request) -> Service:
    """The service this application was made around."""
    service: Service = request.app.state.service
    return service


Running = Annotated[Service, Depends(service_of)]


def answer(message: Message) -> Response:
    """The message as JSON, validated once: it was made from checked values, so it is not checked again."""
    return Response(message.model_dump_json(), media_type="application/json")


@router.get("/healthz", response_model=Health)
@router.get("/v1/health", response_model=Health, include_in_schema=False)
async def healthz() -> Response:
    """Alive. Needs no model and, as ``/healthz``, no secret."""
    return answer(Health(version=photonest_ai.__version__, space=SPACE))


@router.post("/v1/analyse", response_model=Analysis)
async def post_analyse(request: Request, service: Running) -> Response:
    """One picture, everything asked about it. The request is in a header, the pixels are the body or a shared file."""
    wanted = read_request(request.headers.get(REQUEST_HEADER), AnalyseRequest)
    async with service.pools.slots:
        body = await read_body(request, service.settings.max_body_bytes)

        def work() -> Analysis:
            from photonest_ai.runtime.pixels import read_picture
            from photonest_ai.tasks.analyse import analyse

            picture = read_picture(wanted, body, service.settings.shared_dir)
            return analyse(
                service.models,
                picture,
                set(wanted.tasks),
                objects_on=service.settings.objects,
                has_text=wanted.is_known_to_have_text,
            )

        try:
            return answer(await service.pools.picture(work))
        finally:
            service.picture_done()


@router.post("/v1/embed_image", response_model=EmbedImageResult)
async def post_embed_image(request: Request, service: Running) -> Response:
    """One picture in the space of a pack. Request and pixels travel as in ``/v1/analyse``."""
    wanted = read_request(request.headers.get(REQUEST_HEADER), EmbedImageRequest)
    async with service.pools.slots:
        body = await read_body(request, service.settings.max_body_bytes)

        def work() -> EmbedImageResult:
            from photonest_ai.runtime.pixels import read_picture
            from photonest_ai.tasks.spaces import embed_image, require_other_space

            require_other_space(wanted.space)
            picture = read_picture(AnalyseRequest(pixels=wanted.pixels), body, service.settings.shared_dir)
            return embed_image(service.models, picture, wanted.space)

        try:
            return answer(await service.pools.picture(work))
        finally:
            service.picture_done()


@router.get("/v1/packs", response_model=PackList)
def get_packs(service: Running) -> Response:
    """Every CLIP pack, and the one that is being added."""
    from photonest_ai.tasks.spaces import pack_list

    return answer(pack_list(service.models, service.adder.now))


@router.post("/v1/packs", response_model=AddProgress)
def post_packs(wanted: AddPackRequest, service: Running) -> Response:
    """Begin to add a pack; ``GET /v1/packs`` says how far it is."""
    return answer(service.adder.start(wanted))


@router.delete("/v1/packs/{space}", response_model=PackList)
def delete_pack(space: str, service: Running) -> Response:
    """Take a pack's files away. Its vectors are the caller's business."""
    from photonest_ai.packs.adding import remove_pack
    from photonest_ai.tasks.spaces import pack_list

    remove_pack(service.settings.models, space)
    service.models.store.let_go(space)
    return answer(pack_list(service.models, service.adder.now))


@router.post("/v1/embed_text", response_model=EmbedTextResult)
async def post_embed_text(wanted: EmbedTextRequest, service: Running) -> Response:
    """Queries as vectors and concepts; runs ahead of pictures."""

    def work() -> EmbedTextResult:
        from photonest_ai.tasks.embed_text import embed_text

        return embed_text(service.models, wanted, has_objects=service.settings.objects)

    return answer(await service.pools.words(work))


@router.get("/v1/vocabulary", response_model=Vocabulary)
async def get_vocabulary(service: Running) -> Response:
    """Every tag that can be given."""
    from photonest_ai.tasks.vocabulary import vocabulary

    return answer(vocabulary(service.models, objects_on=service.settings.objects))


@router.get("/v1/models", response_model=ModelList)
async def get_models(service: Running) -> Response:
    """Every model: installed or not, licence, size."""
    from photonest_ai.tasks.model_list import model_list

    return answer(model_list(service.models, objects_on=service.settings.objects))


Wanted = TypeVar("Wanted", bound=Message)


def read_request(header: str | None, kind: type[Wanted]) -> Wanted:
    """Decode the request header. Raises `BadRequest`."""
    if header is None:
        raise BadRequest(f"The header {REQUEST_HEADER} is missing.")
    if len(header) > REQUEST_MAX:
        raise BadRequest(f"The header {REQUEST_HEADER} is longer than {REQUEST_MAX} characters.")
    try:
        text = base64.b64decode(header + "=" * (-len(header) % 4), altchars=b"-_", validate=True)
        return kind.model_validate_json(text)
    except (binascii.Error, ValueError) as error:
        detail = first_fault(error) if isinstance(error, ValidationError) else "it is not base64url"
        raise BadRequest(f"The header {REQUEST_HEADER} cannot be read: {detail}.") from error


def first_fault(error: ValidationError) -> str:
    """The first complaint of pydantic in one line, without the input."""
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in fault["loc"])
    return f"{where}: {fault['msg']}" if where else str(fault["msg"])


async def read_body(request: Request, limit: int) -> bytearray:
    """The body, refused as soon as it is known to be too large. Raises `BodyTooLarge`."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise BodyTooLarge(f"The body has {announced} bytes; at most {limit} are taken.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise BodyTooLarge(f"The body has more than {limit} bytes.")
    return body
