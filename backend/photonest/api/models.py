"""The models page: what is installed, which packs and spaces there are, and what an administrator may do with them."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from photonest import access
from photonest.accounts.models import User
from photonest.ai.client import ai_client
from photonest.api.authentication import viewer
from photonest.core.errors import PhotoNestError
from photonest.pipelines import spaces as walk
from photonest.search import spaces
from photonest.search.models import EmbeddingSpace, SpaceKind
from photonest_contracts.inference import ModelCard
from photonest_contracts.spaces import AddProgress, PackCard

router = Router(tags=["models"])

SpaceName = Annotated[str, Field(min_length=3, max_length=80)]


class SpaceOut(Schema):
    name: str
    kind: Literal["built_in", "likeness", "pack", "words"]
    state: Literal["filling", "ready", "active", "retired"]
    dim: int
    filled: int
    total: int
    """Photos in it, and photos that belong into it."""


class ModelsOut(Schema):
    models: list[ModelCard]
    packs: list[PackCard]
    adding: AddProgress | None
    """The pack that is being added, or what became of the last one."""
    spaces: list[SpaceOut]
    may_change: bool
    trouble: str
    """Why models and packs cannot be listed right now; empty when they can."""


class PackIn(Schema):
    source: Annotated[str, Field(min_length=1, max_length=400)]
    """A folder on the machine of the AI service, or ``owner/name[@revision]`` of a model hub."""
    pin: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """The fingerprint it must have; required for a hub."""


class SpaceIn(Schema):
    space: SpaceName


class IndexingOut(Schema):
    queued: int


@router.get("", response=ModelsOut)
def list_models(request: HttpRequest) -> ModelsOut:
    """Every model, pack and space, with licence, size, hash, source and state."""
    user = viewer(request)
    models: list[ModelCard] = []
    packs: list[PackCard] = []
    adding, trouble = None, ""
    try:
        models = list(ai_client().models().models)
        found = ai_client().packs()
        packs, adding = list(found.packs), found.adding
    except PhotoNestError as problem:
        trouble = problem.message
    return ModelsOut(
        models=models,
        packs=packs,
        adding=adding if access.may_administer(user) else None,
        spaces=_spaces(user),
        may_change=access.may_administer(user),
        trouble=trouble,
    )


@router.post("/packs", response=AddProgress)
def add_pack(request: HttpRequest, payload: PackIn) -> AddProgress:
    """Begin to add a CLIP pack; `GET /api/models` says how far it is. Administrators only."""
    access.require_admin(viewer(request))
    return walk.add_pack(payload.source, pin=payload.pin)


@router.post("/packs/remove", response=list[PackCard])
def remove_pack(request: HttpRequest, payload: SpaceIn) -> list[PackCard]:
    """Take a pack's files away, after its vectors are dropped. Administrators only."""
    access.require_admin(viewer(request))
    return list(walk.remove_pack(payload.space).packs)


@router.post("/spaces/index", response=IndexingOut)
def index_pack(request: HttpRequest, payload: SpaceIn) -> IndexingOut:
    """Give every photo a vector of this pack, behind everything else. Administrators only: it is everybody's search."""
    access.require_admin(viewer(request))
    return IndexingOut(queued=walk.index_pack(payload.space))


@router.post("/spaces/use", response=list[SpaceOut])
def use_space(request: HttpRequest, payload: SpaceIn) -> list[SpaceOut]:
    """Search with this space from the next query on. Administrators only."""
    user = viewer(request)
    access.require_admin(user)
    spaces.use(payload.space)
    return _spaces(user)


@router.post("/spaces/drop", response=list[SpaceOut])
def drop_space(request: HttpRequest, payload: SpaceIn) -> list[SpaceOut]:
    """Delete a space and its vectors, in the background. Administrators only."""
    user = viewer(request)
    access.require_admin(user)
    walk.drop_space(payload.space)
    return _spaces(user)


def _spaces(user: User) -> list[SpaceOut]:
    """An administrator sees how full a space is; everybody else how many of their own photos are in it."""
    owner = None if access.may_administer(user) else user
    rows = EmbeddingSpace.objects.exclude(kind=SpaceKind.LIKENESS).order_by("id")
    found = [(row, spaces.progress(row, owner)) for row in rows]
    return [
        SpaceOut.model_validate(
            {
                "name": row.name, "kind": row.kind, "state": row.state, "dim": row.dim, "filled": now.filled,
                "total": now.total,
            }
        )
        for row, now in found
    ]  # fmt: skip
