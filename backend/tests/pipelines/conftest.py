"""What the tests of the walks share: an owner, a file on its way in, a fake AI, and a queue that runs here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photonest.accounts.models import User
from photonest.ai.client import client_replaced
from photonest.ai.fake import FakeAI
from photonest.assets.models import Asset
from photonest.pipelines import decoders, ingest
from photonest.pipelines.admission import Admitted, admit
from photonest.storage import media

Receive = Callable[..., Admitted]


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, settings: pytest.FixtureRequest) -> Iterator[None]:
    settings.PHOTONEST_DATA = tmp_path / "data"
    settings.PHOTONEST_MODELS = tmp_path / "data" / "models"
    settings.PHOTONEST_SHARED_MEMORY = tmp_path / "shared"
    settings.PHOTONEST_MIN_FREE_BYTES = 0
    yield
    decoders.close_decoders()


@pytest.fixture
def fake_ai() -> Iterator[FakeAI]:
    from photonest.tags import services

    services._thresholds.cache_clear()
    with client_replaced(FakeAI()) as fake:
        yield fake
    services._thresholds.cache_clear()


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create(username="owner")


@pytest.fixture
def receive(owner: User) -> Receive:
    def take_in(content: bytes, filename: str = "photo.jpg", *, by: User | None = None, **options: object) -> Admitted:
        with media.receive() as incoming:
            if content:
                incoming.write(content)
            return admit(incoming, owner=by or owner, filename=filename, **options)

    return take_in


@pytest.fixture
def ingested(receive: Receive, fake_ai: FakeAI) -> Callable[..., Asset]:
    """Take a file in and walk it to its end."""

    def take_and_walk(content: bytes, filename: str = "photo.jpg", **options: object) -> Asset:
        admitted = receive(content, filename, **options)
        assert admitted.asset_id is not None
        ingest.run(admitted.asset_id)
        return Asset.objects.get(id=admitted.asset_id)

    return take_and_walk
