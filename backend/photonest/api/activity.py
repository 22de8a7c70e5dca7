"""What is being processed, how far it is, what failed and why, and the buttons beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from photonest import access
from photonest.accounts.models import User
from photonest.ai.client import ai_client
from photonest.ai.errors import AINotReady, AIUnreachable
from photonest.api.authentication import viewer
from photonest.api.storage_numbers import StorageOut, storage_out
from photonest.core.errors import PhotoNestError
from photonest.jobs import progress, queue
from photonest.jobs import services as jobs
from photonest.jobs.advice import reason, what_to_do
from photonest.jobs.models import StepRun, StepStatus
from photonest.pipelines import retry as again

router = Router(tags=["activity"])

RECENT = 10

_OF_THE_SERVICE = {AIUnreachable.code, AINotReady.code}
"""Why photos wait while the AI service is away; old news once it answers."""

STEP_LABELS = {
    "metadata": "Time, place and camera",
    "renditions": "Thumbnails",
    "analysis": "Recognition",
    "words": "Words for search",
    "text": "Text in pictures",
}


class Importing(Schema):
    done: int
    total: int
    per_second: float | None
    eta_low_s: int | None
    eta_high_s: int | None
    searchable: int
    phase: str


class QueueOut(Schema):
    name: str
    waiting: int
    running: int
    paused: bool
    concurrency: int
    why_waiting: str | None


class StepOut(Schema):
    step: str
    label: str
    done: int
    total: int


class ExampleOut(Schema):
    asset_id: UUID
    filename: str
    id: str
    message: str


class FailureOut(Schema):
    code: str
    message: str
    what_to_do: str
    permanent: bool
    count: int
    examples: list[ExampleOut]


class AiOut(Schema):
    state: Literal["ready", "unreachable", "starting"]
    message: str


class RecentOut(Schema):
    at: datetime
    text: str


class ActivityOut(Schema):
    importing: Importing | None
    queues: list[QueueOut]
    steps: list[StepOut]
    background: list[StepOut]
    """What is done when nothing else is: no photo waits for it."""
    failures: list[FailureOut]
    ai: AiOut
    storage: StorageOut
    recent: list[RecentOut]


class RetryIn(Schema):
    code: Annotated[str, Field(max_length=48)] | None = None
    ids: Annotated[list[UUID], Field(max_length=20_000)] | None = None
    """Assets, not failures."""


class LeaveOutIn(Schema):
    code: Annotated[str, Field(max_length=48)] | None = None
    ids: Annotated[list[UUID], Field(max_length=20_000)] | None = None
    """Assets, not failures. Without a code."""


class LeftOut(Schema):
    ids: list[UUID]
    """The assets that changed; `POST /api/activity/name_again` takes them to undo it."""


class IdsIn(Schema):
    ids: Annotated[list[UUID], Field(max_length=100_000)]


class Queued(Schema):
    queued: int


class ChangedCount(Schema):
    changed: int


class QueueIn(Schema):
    concurrency: Annotated[int, Field(ge=0, le=64)]
    """Photos at once; 0 is one per core."""


@router.get("", response=ActivityOut)
def activity(request: HttpRequest) -> ActivityOut:
    """The whole activity page in one answer."""
    user = viewer(request)
    state, ai = progress.queue_state(user.pk), _ai()
    return ActivityOut(
        importing=_importing(user, state),
        queues=[
            QueueOut(
                name=queue.QUEUE,
                waiting=state.waiting,
                running=state.running,
                paused=state.is_paused,
                concurrency=state.concurrency,
                why_waiting=_why(state, ai),
            )
        ],
        steps=_steps(user),
        background=_background(user),
        failures=[_failure(group) for group in progress.failures(user.pk)],
        ai=ai,
        storage=storage_out(user),
        recent=_recent(user),
    )


@router.post("/retry", response=Queued)
def retry(request: HttpRequest, payload: RetryIn) -> Queued:
    """Try failed steps again: those with this reason, those of these assets, or all."""
    return Queued(queued=again.retry(viewer(request), code=payload.code, ids=payload.ids))


@router.post("/leave_out", response=LeftOut)
def leave_out(request: HttpRequest, payload: LeaveOutIn) -> LeftOut:
    """Stop naming the failures with this reason, or of these assets; the files stay as they are."""
    return LeftOut(ids=again.leave_out(viewer(request), code=payload.code, ids=payload.ids))


@router.post("/name_again", response=ChangedCount)
def name_again(request: HttpRequest, payload: IdsIn) -> ChangedCount:
    """Undo `leave_out`: name the failures of these assets again."""
    return ChangedCount(changed=again.name_again(viewer(request), payload.ids))


@router.post("/pause", response={204: None})
def pause(request: HttpRequest) -> Status[None]:
    """Stop taking up new work; what is running is finished. Administrators only: it stops everybody's."""
    access.require_admin(viewer(request))
    jobs.pause()
    return Status(204, None)


@router.post("/resume", response={204: None})
def resume(request: HttpRequest) -> Status[None]:
    """Go on. Administrators only."""
    access.require_admin(viewer(request))
    jobs.resume()
    return Status(204, None)


@router.patch("", response={204: None})
def set_queue(request: HttpRequest, payload: QueueIn) -> Status[None]:
    """How many photos are processed at once. Administrators only."""
    access.require_admin(viewer(request))
    jobs.set_concurrency(payload.concurrency)
    return Status(204, None)


def _importing(user: User, state: progress.QueueState) -> Importing | None:
    wave = progress.wave(user.pk)
    if wave is None:
        return None
    phase = "paused" if state.is_paused else "waiting" if state.waits_for and not state.running else "processing"
    return Importing(
        done=wave.done,
        total=wave.total,
        per_second=wave.per_second,
        eta_low_s=wave.eta_low_s,
        eta_high_s=wave.eta_high_s,
        searchable=wave.searchable,
        phase=phase,
    )


def _why(state: progress.QueueState, ai: AiOut) -> str | None:
    if state.is_paused:
        return "The queue is paused. Nothing is lost; press resume to go on."
    if state.waits_for is None:
        return None
    if state.waits_for.code in _OF_THE_SERVICE and ai.state == "ready":
        return "The AI service answers again; what waited for it goes on within a few minutes."
    return state.waits_for.message


def _steps(user: User) -> list[StepOut]:
    # Here, because the walk brings the decoders along, and most requests never ask for it.
    from photonest.pipelines.ingest import wanted_steps
    from photonest.pipelines.outside import asking, due

    labels = STEP_LABELS | {walk.step: walk.label for walk in due.WALKS}
    steps = wanted_steps() | asking.wanted_steps(user)
    return [
        StepOut(step=count.step, label=labels.get(count.step, count.step), done=count.done, total=count.total)
        for count in progress.step_counts(user.pk, steps)
    ]


def _background(user: User) -> list[StepOut]:
    from photonest.pipelines import reading

    if not reading.is_wanted():
        return []
    done, total = progress.pictures_done(user.pk, reading.STEP, reading.TEXT_VERSION)
    return [StepOut(step=reading.STEP, label=STEP_LABELS[reading.STEP], done=done, total=total)]


def _failure(group: progress.FailureGroup) -> FailureOut:
    return FailureOut(
        code=group.code,
        message=group.message or reason(group.code),
        what_to_do=what_to_do(group.code, is_permanent=group.is_permanent),
        permanent=group.is_permanent,
        count=group.count,
        examples=[
            ExampleOut(
                asset_id=example.asset_id, filename=example.filename, id=str(example.run_id), message=example.message
            )
            for example in group.examples
        ],
    )


def _ai() -> AiOut:
    try:
        ai_client().health()
    except AINotReady as problem:
        return AiOut(state="starting", message=problem.message)
    except PhotoNestError as problem:
        return AiOut(state="unreachable", message=problem.message)
    return AiOut(state="ready", message="")


def _recent(user: User) -> list[RecentOut]:
    runs = (
        StepRun.objects.filter(asset__owner=user, step="words", status=StepStatus.DONE)
        .order_by("-at")
        .values_list("at", "asset__filename")[:RECENT]
    )
    return [RecentOut(at=at, text=f"{filename} can be found now") for at, filename in runs]
