"""What is installed, loaded, missing or off, for the models page."""

from __future__ import annotations

from photonest_ai.models.registry import Models
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
    return ModelList(models=tuple(cards))
