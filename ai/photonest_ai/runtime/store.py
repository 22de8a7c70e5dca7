"""Models in memory: loaded once on first use, let go when idle, their memory given back to the system.

`photonest models install` may replace the files of a model that is in memory. The next question sees another card
beside them and loads the new ones; a photo that is being looked at keeps the model it has.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from photonest_ai.errors import ModelBroken, ModelMissing
from photonest_ai.runtime import memory
from photonest_ai.runtime.cards import CARD_FILE, Card, folder_of, read_card
from photonest_ai.runtime.catalogue import Catalogue, catalogue

Model = TypeVar("Model")
Build = Callable[[Path, Card], Model]
"""Makes the adapter out of an installed folder and its card."""
_Stamp = tuple[int, int, int]
"""Inode, time and size of a card: an installation brings a new file."""


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
        self._cards: dict[str, tuple[_Stamp, Card]] = {}
        """What stood beside a model's files when it was loaded."""

    def get(self, model_id: str, build: Build[Model]) -> Model:
        """The loaded model; loads it if need be, or anew. Raises `ModelMissing` or `ModelBroken`."""
        self._let_go_if_replaced(model_id)
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

    def _let_go_if_replaced(self, model_id: str) -> None:
        """Some microseconds: the card is read again only when the file is another one than before."""
        known = self._cards.get(model_id)
        if known is None or (stamp := self._stamp(model_id)) == known[0]:
            return
        card = self.card(model_id)
        if card is None:
            return  # removed, or half way through an installation: what is in memory serves on
        with self._lock:
            if self._cards.get(model_id) is not known:
                return  # another thread was faster
            if card == known[1]:
                self._cards[model_id] = (stamp, card)  # installed again, the same
            else:
                del self._cards[model_id]
                self._models.pop(model_id, None)

    def _stamp(self, model_id: str) -> _Stamp:
        try:
            facts = (folder_of(self.root, self.book.models[model_id]) / CARD_FILE).stat()
        except OSError:
            return (0, 0, 0)
        return (facts.st_ino, facts.st_mtime_ns, facts.st_size)

    def _load(self, model_id: str, build: Build[Model]) -> Model:
        stamp, card = self._stamp(model_id), self.card(model_id)
        if card is None:
            entry = self.book.models[model_id]
            raise ModelMissing(
                f"Model {entry.name} is not installed ({self.book.source(model_id)}). "
                "Run `photonest models install` while a network is there."
            )
        try:
            model = build(folder_of(self.root, self.book.models[model_id]), card)
        except (ModelMissing, ModelBroken):
            raise
        except Exception as error:  # onnxruntime raises its own, undocumented kinds
            raise ModelBroken(
                f"Model {card.id}@{card.version} is installed but cannot be loaded ({type(error).__name__}: {error}). "
                "Delete its folder and run `photonest models install`."
            ) from error
        self._cards[model_id] = (stamp, card)
        return model

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
