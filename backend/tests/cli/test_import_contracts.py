"""The list of model adapters in .importlinter is complete: one that is missing there would be free to import others."""

from __future__ import annotations

import configparser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_every_model_adapter_is_held_apart_from_the_others() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    named = set(contracts["importlinter:contract:model-adapters"]["modules"].split())
    files = {path.stem for path in (ROOT / "ai" / "photonest_ai" / "models").glob("*.py")} - {"__init__", "registry"}
    assert named == {f"photonest_ai.models.{name}" for name in files}
