"""What is installed, loaded, missing or off, for the models page."""

from __future__ import annotations

import hashlib

from photonest_ai.models.registry import Models
from photonest_ai.runtime.catalogue import table_bytes
from photonest_ai.tasks import looks
from photonest_contracts.inference import ModelCard, ModelList

NOT_SERVED = frozenset({"places"})
"""Data that the catalogue installs for the backend; no model of this service."""


def model_list(models: Models, *, objects_on: bool) -> ModelList:
    """One card a model of the catalogue."""
    loaded = models.store.loaded()
    cards = []
    for entry in models.store.book.models.values():
        if entry.id in NOT_SERVED:
            continue
        card = models.store.card(entry.id)
        state = "missing" if card is None else "loaded" if entry.id in loaded else "ready"
        if entry.id == "centernet" and not objects_on:
            state = "off"
        first = entry.outputs[0]
        cards.append(
            ModelCard(
                id=entry.id,
                version=entry.version,
                task=entry.task,
                licence=f"code {entry.licence_code}; weights {entry.licence_weights}",
                source=models.store.book.source(entry.id),
                size_bytes=sum(f.size_bytes for f in card.files.values()) if card else 0,
                sha256=card.files[first].sha256 if card else "",
                state=state,
                notice=entry.notice,
            )
        )
    return ModelList(models=(*cards, _rules()))


def _rules() -> ModelCard:
    """The hand-written rules for looks: no weights, their table is part of this program."""
    name, _, version = looks.VERSION.partition("@")
    table = table_bytes("looks.json") + table_bytes("scenes.json") + table_bytes("actions.json")
    return ModelCard(
        id=name,
        version=version,
        task="looks",
        licence="code AGPL-3.0-or-later; no weights",
        source="rules of this program",
        size_bytes=len(table),
        sha256=hashlib.sha256(table).hexdigest(),
        state="ready",
    )
