"""all-MiniLM-L6-v2 (int8): words → unit vectors of 384 numbers. English."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from photonest_ai.runtime.cards import Card
from photonest_ai.runtime.sessions import open_session

DIM = 384
MAX_TOKENS = 256


class MiniLM:
    """Texts one at a time: the int8 graph scales by what is in the batch, so a batch would change the answer."""

    def __init__(self, folder: Path, card: Card) -> None:
        from tokenizers import Tokenizer

        self.name = f"{card.id}@{card.version}"
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._session = open_session(folder / "model.onnx")
        self._inputs = {i.name for i in self._session.get_inputs()}

    def embed(self, text: str) -> np.ndarray:
        """float32 [384], L2 norm 1: mean of the token vectors. The empty text has a vector too."""
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0]
        mean = np.asarray(hidden[0].mean(axis=0), np.float32)
        return mean / max(float(np.linalg.norm(mean)), 1e-12)
