"""kill -9 while a space is filled, and while a provider's answer comes in: the rest goes on, and nothing is lost."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test.utils import override_settings
from tests.factories import make_stored_asset
from tests.faults.workers import environment, run_worker, the_worker_is_known_to_be_dead
from tests.pictures import encoded
from tests.real_ai import serve_ai

from ai.tests.local_providers import LocalProviders
from ai.tests.toy_packs import colour_pack
from photonest.accounts.models import User
from photonest.ai.client import client_replaced
from photonest.assets.models import Asset
from photonest.jobs.models import StepRun, StepStatus
from photonest.pipelines import spaces as walk
from photonest.pipelines.outside import choice
from photonest.providers import queries, texts
from photonest.providers.models import Outcome, ProviderAnswer, ProviderCall
from photonest.search.models import Embedding, EmbeddingSpace, SpaceState
from photonest.storage import keys, media
from photonest_ai.packs.adding import add_pack
from photonest_ai.settings import Google, Settings

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

PACK = "toy-colours@1"
PHOTOS = 4


@pytest.fixture
def servers() -> Iterator[LocalProviders]:
    with LocalProviders().running() as running:
        yield running


@pytest.fixture
def world(tmp_path: Path, servers: LocalProviders) -> Iterator[dict[str, str]]:
    """The environment of the processes that are killed: the test database, photos, a real AI service on loopback."""
    data = tmp_path / "data"
    add_pack(tmp_path / "models", str(colour_pack(tmp_path / "pack")))
    settings = Settings(models=tmp_path / "models", google=Google(key="k", url=servers.url, transport="rest"))
    with (
        serve_ai(settings) as real,
        client_replaced(real),
        override_settings(PHOTONEST_DATA=data, PHOTONEST_MIN_FREE_BYTES=0),
    ):
        owner = User.objects.create(username="owner")
        for number in range(PHOTOS):
            asset = make_stored_asset(owner, f"original {number}".encode())
            media.write_derived(keys.preview(bytes(asset.sha256), 1), encoded(number))
        yield environment(data, real.url, PHOTONEST_UNDERSTAND="off")


def test_a_space_fills_on_after_a_kill(world: dict[str, str]) -> None:
    assert walk.index_pack(PACK) == PHOTOS
    assert run_worker(world, "space_fill=kill") == -signal.SIGKILL
    kept = set(Embedding.objects.values_list("pk", flat=True))
    assert len(kept) == 1, "what was done stands"
    assert EmbeddingSpace.objects.get(name=PACK).state == SpaceState.FILLING
    the_worker_is_known_to_be_dead()
    assert run_worker(world) == 0
    assert Embedding.objects.count() == PHOTOS
    assert kept <= set(Embedding.objects.values_list("pk", flat=True)), "and is not done twice"
    assert EmbeddingSpace.objects.get(name=PACK).state == SpaceState.READY


def test_an_answer_that_was_lost_is_in_the_log_and_is_asked_for_again(
    world: dict[str, str], servers: LocalProviders
) -> None:
    owner = User.objects.get()
    card = next(card for card in queries.cards() if card.task == "look")
    choice.allow(owner, card.provider, card.task, text=texts.text_sha256(card), per_day=100)
    assert run_worker(world, "outside_answer=kill") == -signal.SIGKILL
    assert ProviderCall.objects.filter(outcome=Outcome.ANSWERED).count() == PHOTOS, "it left, so it is in the log"
    assert not ProviderAnswer.objects.exists()
    the_worker_is_known_to_be_dead()
    assert run_worker(world) == 0
    assert ProviderAnswer.objects.count() == PHOTOS
    assert StepRun.objects.filter(step="google-vision", status=StepStatus.DONE).count() == PHOTOS
    assert ProviderCall.objects.count() == 2 * PHOTOS
    assert len(servers.requests) == 2
    assert Asset.objects.count() == PHOTOS
