"""What leaves this machine: each provider and task in words, the user's yes or no, and the log of what left."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from photonest.accounts.models import User
from photonest.ai.client import ai_client
from photonest.api.authentication import viewer
from photonest.core.errors import PhotoNestError
from photonest.pipelines.outside import choice
from photonest.pipelines.outside.due import WALKS, due
from photonest.providers import queries, texts
from photonest.providers.services import PER_DAY_MAX
from photonest_contracts.providers import OutsideTask, Provider, ProviderCard

router = Router(tags=["providers"])

PAGE = 50


class TaskOut(Schema):
    provider: Provider
    task: OutsideTask
    title: str
    text: str
    """Exactly what leaves, where to and what for: what a yes agrees to."""
    text_sha256: str
    host: str
    is_local: bool
    model: str
    is_ready: bool
    set_up: str
    """What must be set or installed first; empty when it is ready."""
    is_allowed: bool
    is_lapsed: bool
    """There was a yes, but to another text (another host or model): nothing leaves until it is given again."""
    decided_at: datetime | None
    per_day: int
    today: int
    ever: int
    ever_bytes: int
    waiting: int
    """Photos it was not asked about yet."""
    paused_until: datetime | None
    paused_words: str


class ProvidersOut(Schema):
    tasks: list[TaskOut]
    trouble: str
    """Why they cannot be listed right now; nothing leaves then. Empty when they can."""


class AllowIn(Schema):
    provider: Provider
    task: OutsideTask
    text_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Of the text that was read."""
    per_day: Annotated[int, Field(ge=1, le=PER_DAY_MAX)] = 1000


class ForbidIn(Schema):
    provider: Provider
    task: OutsideTask


class ForgetIn(Schema):
    provider: Provider


class ForgottenOut(Schema):
    photos: int


class CallOut(Schema):
    at: datetime
    provider: str
    task: str
    host: str
    about: Literal["photo", "query", "fixed texts"]
    asset_id: UUID | None
    """The photo, where there was one and it is still here."""
    sent_bytes: int
    outcome: Literal["sent", "answered", "failed"]
    code: str


class LogOut(Schema):
    calls: list[CallOut]
    more: bool


@router.get("", response=ProvidersOut)
def list_providers(request: HttpRequest) -> ProvidersOut:
    """Every provider and task with what leaves, the asker's own yes or no, and counts. Asks nobody outside."""
    user = viewer(request)
    try:
        cards = list(ai_client().providers().providers)
    except PhotoNestError as problem:
        return ProvidersOut(tasks=[], trouble=problem.message)
    return ProvidersOut(tasks=[_task_out(user, card) for card in cards], trouble="")


@router.post("/allow", response=ProvidersOut)
def allow_provider(request: HttpRequest, payload: AllowIn) -> ProvidersOut:
    """Say yes to one task, having read its text; a yes to a text that changed meanwhile is refused."""
    user = viewer(request)
    choice.allow(user, payload.provider, payload.task, text=payload.text_sha256, per_day=payload.per_day)
    return list_providers(request)


@router.post("/forbid", response=ProvidersOut)
def forbid_provider(request: HttpRequest, payload: ForbidIn) -> ProvidersOut:
    """Say no: nothing leaves for this task from this moment on."""
    choice.forbid(viewer(request), payload.provider, payload.task)
    return list_providers(request)


@router.post("/forget", response=ForgottenOut)
def forget_provider(request: HttpRequest, payload: ForgetIn) -> ForgottenOut:
    """Erase everything that this provider said of the asker's photos."""
    return ForgottenOut(photos=choice.forget(viewer(request), payload.provider))


@router.get("/log", response=LogOut)
def provider_log(request: HttpRequest, skip: Annotated[int, Query(ge=0, le=1_000_000)] = 0) -> LogOut:
    """What left of the asker's, newest first, 50 at a time. Never what it said."""
    found = list(queries.calls(viewer(request))[skip : skip + PAGE + 1])
    calls = [
        CallOut.model_validate(
            {
                "at": call.created_at, "provider": call.provider, "task": call.task, "host": call.host,
                "about": call.about, "asset_id": call.asset_id, "sent_bytes": call.sent_bytes,
                "outcome": call.outcome, "code": call.code,
            }
        )
        for call in found[:PAGE]
    ]  # fmt: skip
    return LogOut(calls=calls, more=len(found) > PAGE)


def _task_out(user: User, card: ProviderCard) -> TaskOut:
    newest = queries.newest_consent(user.pk, card.provider, card.task)
    is_allowed = queries.consent_for(user.pk, card) is not None
    sent = queries.sent(user.pk, card.provider, card.task)
    pause = queries.pause_of(card.provider)
    walk = next((walk for walk in WALKS if (walk.provider, walk.task) == (card.provider, card.task)), None)
    return TaskOut(
        provider=card.provider,
        task=card.task,
        title=texts.TITLES[card.provider, card.task],
        text=texts.what_leaves(card),
        text_sha256=texts.text_sha256(card),
        host=card.host,
        is_local=card.is_local,
        model=card.model,
        is_ready=card.is_ready,
        set_up=card.words,
        is_allowed=is_allowed,
        is_lapsed=newest is not None and newest.is_given and not is_allowed,
        decided_at=newest.created_at if newest else None,
        per_day=newest.per_day if newest else 1000,
        today=sent.today,
        ever=sent.ever,
        ever_bytes=sent.ever_bytes,
        waiting=due(user, walk).order_by().count() if walk and is_allowed else 0,
        paused_until=pause.until if pause and is_allowed else None,
        paused_words=pause.message if pause and is_allowed else "",
    )
