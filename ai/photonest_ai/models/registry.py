"""Names every model: one property each, loaded on first use."""

from __future__ import annotations

from photonest_ai.models.centernet import CenterNet
from photonest_ai.models.emotion import Emotion
from photonest_ai.models.lite2 import Lite2
from photonest_ai.models.minilm import MiniLM
from photonest_ai.models.sface import SFace
from photonest_ai.models.vocabulary import Vocabulary
from photonest_ai.models.yunet import YuNet
from photonest_ai.runtime.store import ModelStore


class Models:
    """Each property raises `ModelMissing` or `ModelBroken`; asking again after an installation works."""

    def __init__(self, store: ModelStore) -> None:
        self.store = store

    @property
    def lite2(self) -> Lite2:
        return self.store.get("lite2", Lite2)

    @property
    def centernet(self) -> CenterNet:
        return self.store.get("centernet", CenterNet)

    @property
    def minilm(self) -> MiniLM:
        return self.store.get("minilm", MiniLM)

    @property
    def vocabulary(self) -> Vocabulary:
        return self.store.get("vocabulary", Vocabulary)

    @property
    def yunet(self) -> YuNet:
        return self.store.get("yunet", YuNet)

    @property
    def sface(self) -> SFace:
        return self.store.get("sface", SFace)

    @property
    def emotion(self) -> Emotion:
        return self.store.get("emotion", Emotion)
