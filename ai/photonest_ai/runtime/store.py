"""Models in memory: loaded once on first use, let go when idle, their memory given back to the system."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from photonest_ai.errors import ModelBroken, ModelMissing
from photonest_ai.runtime import memory
from photonest_ai.runtime.cards import Card, folder_of, read_card
from photonest_ai.runtime.catalogue import Catalogue, catalogue

Model = TypeVar("Model")
Build = Callable[[Path, Card], Model]
"""Makes the adapter out of an installed folder and its card."""


class ModelStore:
    """One copy of each model. Calls may come from any thread; a call in flight keeps its model alive by reference."""

    def __init__(
        self, root: Path, *, clock: Callable[[], float] = time.monotonic, book: Catalogue | None = None
    ) -> None:
        self.root = root
        self.book = book or catalogue()
        self._clock = clock
        self._lock = threading.Lock()
        self._loading: dict[str, threading.Lock] = {}
        self._models: dict[str, Any] = {}
        self._used: dict[str, float] = {}

    def get(self, model_id: str, build: Build[Model]) -> Model:
        """The loaded model; loads it if need be. Raises `ModelMissing` or `ModelBroken`."""
        return self.hold(model_id, lambda: self._load(model_id, build))

    def hold(self, model_id: str, load: Callable[[], Model]) -> Model:
        """What ``load`` makes, made once and kept while it is used. Raises what ``load`` raises."""
        with self._lock:
            self._used[model_id] = self._clock()
            if model_id in self._models:
                return self._models[model_id]  # type: ignore[no-any-return]
            loading = self._loading.setdefault(model_id, threading.Lock())
        with loading:  # other models load and run meanwhile
            with self._lock:
                if model_id in self._models:
                    return self._models[model_id]  # type: ignore[no-any-return]
            model = load()
            memory.give_back()  # parsing a file takes several times its size
            with self._lock:
                self._models[model_id] = model
                self._used[model_id] = self._clock()
            return model

    def _load(self, model_id: str, build: Build[Model]) -> Model:
        card = self.card(model_id)
        if card is None:
            entry = self.book.models[model_id]
            raise ModelMissing(
                f"Model {entry.name} is not installed ({self.book.source(model_id)}). "
                "Run `photonest models install` while a network is there."
            )
        try:
            return build(folder_of(self.root, self.book.models[model_id]), card)
        except (ModelMissing, ModelBroken):
            raise
        except Exception as error:  # onnxruntime raises its own, undocumented kinds
            raise ModelBroken(
                f"Model {card.id}@{card.version} is installed but cannot be loaded ({type(error).__name__}: {error}). "
                "Delete its folder and run `photonest models install`."
            ) from error

    def card(self, model_id: str) -> Card | None:
        """Card of an installed, whole model."""
        return read_card(folder_of(self.root, self.book.models[model_id]))

    def loaded(self) -> set[str]:
        """Ids of the models in memory."""
        with self._lock:
            return set(self._models)

    def let_go(self, model_id: str) -> None:
        """Forget a model whose files go away."""
        with self._lock:
            self._models.pop(model_id, None)

    def unload_idle(self, idle_s: float) -> list[str]:
        """Let go of models unused for ``idle_s``; returns their ids."""
        now = self._clock()
        with self._lock:
            idle = [name for name in self._models if now - self._used[name] >= idle_s]
            for name in idle:
                del self._models[name]
        if idle:
            memory.give_back()
        return idle
