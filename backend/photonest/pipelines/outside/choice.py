"""What follows when somebody allows a task, takes that back, or wants all that came from outside forgotten."""

from __future__ import annotations

from django.db import transaction

from photonest.accounts.models import User
from photonest.assets.models import Asset
from photonest.jobs.models import StepRun, StepStatus
from photonest.pipelines.outside.asking import enqueue_user
from photonest.pipelines.outside.due import LOOK, WALKS, WORDS
from photonest.providers import services
from photonest.providers.models import ProviderAnswer, ProviderConsent
from photonest.search.models import Embedding, SpaceCalibration, SpaceKind
from photonest.search.services import index_words
from photonest.tags.outside import erase_outside_tags


def allow(user: User, provider: str, task: str, *, text: str, per_day: int) -> ProviderConsent:
    """Record the yes and begin. Raises what `providers.services.say_yes` raises."""
    with transaction.atomic():
        consent = services.say_yes(user, provider, task, text=text, per_day=per_day)
        enqueue_user(user.pk)
    return consent


def forbid(user: User, provider: str, task: str) -> ProviderConsent:
    """Record the no. Nothing leaves from now on; what came stays until `forget`."""
    with transaction.atomic():
        consent = services.say_no(user, provider, task)
        steps = [walk.step for walk in WALKS if (walk.provider, walk.task) == (provider, task)]
        # What waited for the provider waits for nothing now.
        StepRun.objects.filter(asset__owner=user, step__in=steps, status=StepStatus.WAITING).delete()
    return consent


def forget(user: User, provider: str) -> int:
    """Erase everything this provider said of the user's photos, in one transaction; return of how many photos."""
    steps = [walk.step for walk in WALKS if walk.provider == provider]
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # an answer that is just being written comes first
        touched = set(ProviderAnswer.objects.filter(owner=user, provider=provider).values_list("asset_id", flat=True))
        services.erase_answers(user, provider)
        if provider == LOOK.provider:
            erase_outside_tags(user.pk)
        if provider == WORDS.provider:
            vectors = Embedding.objects.filter(owner=user, space__kind=SpaceKind.WORDS)
            touched |= set(vectors.values_list("asset_id", flat=True))
            vectors.delete()
            SpaceCalibration.objects.filter(owner=user, space__kind=SpaceKind.WORDS).delete()
        StepRun.objects.filter(asset__owner=user, step__in=steps).delete()
        for asset in Asset.objects.filter(pk__in=touched).prefetch_related("names"):
            index_words(asset)
    return len(touched)
