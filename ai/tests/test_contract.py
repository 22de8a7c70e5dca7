"""The real service keeps the contract, with its true weights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ai.tests.in_process import InProcessClient
from photonest_ai.runtime.store import ModelStore
from photonest_ai.settings import Settings
from photonest_contracts.inference import InferenceClient
from photonest_contracts.testing.inference_suite import InferenceSuite

pytestmark = pytest.mark.real


class TestTheRealService(InferenceSuite):
    @pytest.fixture(autouse=True)
    def _service(self, models_dir: Path, store: ModelStore) -> Iterator[None]:
        self.models_dir, self.store = models_dir, store
        with ExitStack() as self.open:
            yield

    def make(self, shared_dir: Path) -> InferenceClient:
        settings = Settings(models=self.models_dir, shared_dir=shared_dir)
        return self.open.enter_context(InProcessClient(settings, self.store))
