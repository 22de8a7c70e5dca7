"""The card beside every installed model: what it is, where it came from, and whether it is still whole."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from photonest_ai.runtime.catalogue import ModelEntry

CARD_FILE = "card.json"


@dataclass(frozen=True)
class FileFacts:
    """Size and hash of one installed file."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Card:
    """``card.json``. ``key`` changes when the source or the converter changes; ``facts`` are the model's own."""

    id: str
    version: str
    key: str
    task: str
    role: str
    source: str
    source_sha256: tuple[str, ...]
    converter: str
    converter_version: int
    verified: str
    licence_code: str
    licence_weights: str
    notice: str
    files: dict[str, FileFacts]
    facts: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def folder_of(root: Path, entry: ModelEntry) -> Path:
    """Where a model lives: ``root/id/version``."""
    return root / entry.id / entry.version


def read_card(folder: Path) -> Card | None:
    """The card of a folder whose files all have the size the card says; else ``None`` (missing or damaged)."""
    try:
        raw = json.loads((folder / CARD_FILE).read_text("utf-8"))
        files = {name: FileFacts(**facts) for name, facts in raw.pop("files").items()}
        card = Card(files=files, source_sha256=tuple(raw.pop("source_sha256")), **raw)
        whole = all((folder / name).stat().st_size == facts.size_bytes for name, facts in files.items())
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return card if whole else None
