"""True weights for tests that need them, installed once into a shared folder, and a service in the same process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from photonest_ai.main import create_app
from photonest_ai.models.registry import Models
from photonest_ai.runtime.store import ModelStore
from photonest_ai.settings import Settings
from photonest_ai.weights.archives import cache_root
from photonest_ai.weights.install import Installer


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """All models, in ``PHOTONEST_TEST_MODELS`` or the shared cache; the first run on a machine downloads 145 MB."""
    named = os.environ.get("PHOTONEST_TEST_MODELS")
    root = Path(named) if named else cache_root() / "test-models"
    report = Installer(root, say=lambda _: None).install()
    assert not report.failed, report.failed
    return root


@pytest.fixture(scope="session")
def store(models_dir: Path) -> ModelStore:
    """Models in memory, shared by all tests."""
    return ModelStore(models_dir)


@pytest.fixture(scope="session")
def models(store: ModelStore) -> Models:
    return Models(store)


@pytest.fixture
def settings(models_dir: Path) -> Settings:
    return Settings(models=models_dir)


@pytest.fixture
def service_client(settings: Settings, store: ModelStore) -> Iterator[object]:
    """HTTP client of an application in this process, lifespan included."""
    from starlette.testclient import TestClient

    with TestClient(create_app(settings, store), raise_server_exceptions=False) as client:
        yield client
