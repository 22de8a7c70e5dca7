"""The ground all backend tests stand on: their own data folder, and a real PostgreSQL once a test asks for it."""

from __future__ import annotations

import importlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before Django reads its settings. Tests must never meet the data of the person who runs them.
_ground = Path(tempfile.mkdtemp(prefix="photonest-tests-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "photonest.config.settings"
os.environ["PHOTONEST_DATA"] = str(_ground / "data")
os.environ["PHOTONEST_SECRET_KEY"] = "only-for-tests"
os.environ["PHOTONEST_TEST_MODE"] = "on"
for _name in ("DATABASE_URL", "PHOTONEST_AI_URL", "PHOTONEST_AI_SECRET", "PHOTONEST_MODELS", "PHOTONEST_PORT"):
    if _name not in os.environ.get("PHOTONEST_TESTS_KEEP", "").split(","):
        os.environ.pop(_name, None)
(_ground / "data").mkdir()


def _read_settings_again() -> None:
    """pytest-django has loaded the settings before this file, from the environment of the person who runs the tests."""
    from django.conf import settings

    fresh = importlib.reload(importlib.import_module("photonest.config.settings"))
    for name in dir(fresh):
        if name == "SECRET_KEY" or (name.startswith("PHOTONEST_") and name.isupper()):
            setattr(settings, name, getattr(fresh, name))


_read_settings_again()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a throw-away PostgreSQL in the form of ``DATABASE_URL``; also set in the environment."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    from photonest.cli.embedded_postgres import EmbeddedPostgres

    server = EmbeddedPostgres(_ground / "postgres", durable=False)
    try:
        url = server.start()
        os.environ["DATABASE_URL"] = url
        yield url
    finally:
        server.stop()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres_url: str) -> None:
    """Points Django at that server before pytest-django makes its test database."""
    from django.db import connections

    from photonest.config import settings as ours

    fresh = ours._database(postgres_url)
    for target in (connections["default"].settings_dict, connections.settings["default"], ours.DATABASES["default"]):
        for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT"):
            target[key] = fresh[key]


def pytest_unconfigure() -> None:
    """The temporary ground goes when the last test is done."""
    shutil.rmtree(_ground, ignore_errors=True)


pytest_plugins = ["tests.cast"]
