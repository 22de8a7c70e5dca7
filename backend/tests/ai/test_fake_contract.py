"""The fake keeps the contract of the AI service, in the process and over a socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from photonest.ai.client import AIClient
from photonest.ai.errors import AINotReady, AIRefused
from photonest.ai.fake import FakeAI
from photonest.ai.fake_server import serve_fake
from photonest_contracts.inference import InferenceClient, Problem
from photonest_contracts.testing.inference_suite import InferenceSuite


class _Ours(InferenceSuite):
    """The suite with our errors, which carry the service's problem in their details."""

    def problem_of(self, error: Exception) -> Problem:
        assert isinstance(error, AIRefused | AINotReady), f"not an answer of the service: {error!r}"
        return Problem(code=str(error.details["ai_code"]), message=error.message, permanent=error.permanent)


class TestFake(_Ours):
    def make(self, shared_dir: Path) -> InferenceClient:
        return FakeAI(shared_folder=shared_dir)


class TestClientOfFake(_Ours):
    """The client adds and loses nothing on the wire."""

    @pytest.fixture
    def client(self, tmp_path: Path) -> Iterator[InferenceClient]:
        with serve_fake(FakeAI(shared_folder=tmp_path)) as server:
            client = AIClient(server.url)
            yield client
            client.close()
