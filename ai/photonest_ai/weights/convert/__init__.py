"""Converters: members of archives in, files of a model out; each checks its own result by numbers."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, Protocol, cast


class Converter(Protocol):
    """What a module in this package offers.

    ``convert(members, target)`` writes the outputs; ``verify(folder)`` says what was checked or raises
    ``ValueError``. ``members`` are the files of the archives, then the folders of the models it needs.
    Optional: ``FACTS``, the card's own facts. The version stands in the catalogue, so that finding out that
    everything is installed imports no converter.
    """

    def convert(self, members: list[Path], target: Path) -> None: ...

    def verify(self, folder: Path) -> str: ...


def converter(name: str) -> Converter:
    """The module of that name. Imported late: each pulls in only what it needs."""
    return cast("Converter", importlib.import_module(f"photonest_ai.weights.convert.{name}"))


def facts(module: Converter) -> dict[str, Any]:
    """What the converter wants written on the card: sizes, thresholds with their origin."""
    return dict(getattr(module, "FACTS", {}))
