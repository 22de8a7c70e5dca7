"""Which photos a provider has not been asked about yet."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from photonest import access
from photonest.accounts.models import User
from photonest.assets.models import Asset, AssetState
from photonest.core.errors import PhotoNestError
from photonest.jobs.models import StepRun, StepStatus
from photonest.jobs.services import record_problem
from photonest_contracts.providers import OutsideTask, Provider


@dataclass(frozen=True)
class Walk:
    """One task with the step that records it."""

    provider: Provider
    task: OutsideTask
    step: str
    version: int
    label: str


LOOK = Walk(Provider.GOOGLE_VISION, OutsideTask.LOOK, "google-vision", 1, "Google Vision")
CAPTION = Walk(Provider.LANGUAGE_MODEL, OutsideTask.CAPTION, "caption", 1, "Automatic captions")
WORDS = Walk(Provider.OPENAI, OutsideTask.EMBED_WORDS, "word-vectors", 1, "Words compared outside")
WALKS = (LOOK, CAPTION, WORDS)


def due(user: User, walk: Walk) -> QuerySet[Asset]:
    """Visible, analysed photos of the user without this step, newest first; given up ones are left out."""
    finished = StepRun.objects.filter(
        asset_id=OuterRef("pk"),
        step=walk.step,
        version__gte=walk.version,
        status__in=[StepStatus.DONE, StepStatus.FAILED, StepStatus.LEFT_OUT],
    )
    photos = access.visible_assets(user).filter(renditions_version__gt=0).exclude(state=AssetState.PROCESSING)
    if walk is CAPTION:
        photos = photos.filter(description="")
    return photos.filter(~Exists(finished)).order_by("-local_at", "-id")


def wait(assets: list[UUID], walk: Walk, problem: PhotoNestError) -> None:
    """The provider is to blame, not the photos: their tries are free, and the reason is on the activity page."""
    for asset_id in assets:
        record_problem(asset_id, walk.step, walk.version, problem, is_counted=False)


def give_up(asset_id: UUID, walk: Walk, problem: PhotoNestError) -> None:
    """This photo will never pass, or was tried too often."""
    record_problem(asset_id, walk.step, walk.version, problem)
