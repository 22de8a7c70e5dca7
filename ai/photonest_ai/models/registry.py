"""Names every model: one property each, imported and loaded on first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from photonest_ai.errors import ModelBroken, PackInvalid, SpaceUnknown
from photonest_ai.runtime.packs import pack_folder, read_pack
from photonest_ai.runtime.store import ModelStore

if TYPE_CHECKING:
    from photonest_ai.models.centernet import CenterNet
    from photonest_ai.models.clip import ClipPack
    from photonest_ai.models.emotion import Emotion
    from photonest_ai.models.lite2 import Lite2
    from photonest_ai.models.minilm import MiniLM
    from photonest_ai.models.sface import SFace
    from photonest_ai.models.text_finder import TextFinder
    from photonest_ai.models.text_reader import TextReader
    from photonest_ai.models.text_turn import TextTurn
    from photonest_ai.models.vocabulary import Vocabulary
    from photonest_ai.models.yunet import YuNet


class Models:
    """Each property raises `ModelMissing` or `ModelBroken`; asking again after an installation works."""

    def __init__(self, store: ModelStore) -> None:
        self.store = store

    @cached_property
    def label_names(self) -> list[str]:
        """Tag names in the order of the label classes; from the committed table, nothing is loaded for it."""
        from photonest_ai.models.vocabulary import read_tags

        return [tag.name for tag in read_tags() if tag.label is not None]

    @property
    def lite2(self) -> Lite2:
        from photonest_ai.models.lite2 import Lite2

        return self.store.get("lite2", Lite2)

    @property
    def centernet(self) -> CenterNet:
        from photonest_ai.models.centernet import CenterNet

        return self.store.get("centernet", CenterNet)

    @property
    def minilm(self) -> MiniLM:
        from photonest_ai.models.minilm import MiniLM

        return self.store.get("minilm", MiniLM)

    @property
    def vocabulary(self) -> Vocabulary:
        from photonest_ai.models.vocabulary import Vocabulary

        return self.store.get("vocabulary", Vocabulary)

    @property
    def text_finder(self) -> TextFinder:
        from photonest_ai.models.text_finder import TextFinder

        return self.store.get("text-finder", TextFinder)

    @property
    def text_reader(self) -> TextReader:
        from photonest_ai.models.text_reader import TextReader

        return self.store.get("text-reader", TextReader)

    @property
    def text_turn(self) -> TextTurn:
        from photonest_ai.models.text_turn import TextTurn

        return self.store.get("text-turn", TextTurn)

    @property
    def yunet(self) -> YuNet:
        from photonest_ai.models.yunet import YuNet

        return self.store.get("yunet", YuNet)

    @property
    def sface(self) -> SFace:
        from photonest_ai.models.sface import SFace

        return self.store.get("sface", SFace)

    @property
    def emotion(self) -> Emotion:
        from photonest_ai.models.emotion import Emotion

        return self.store.get("emotion", Emotion)

    def pack(self, space: str) -> ClipPack:
        """The CLIP pack of a space. Raises `SpaceUnknown`, `ModelBroken`."""
        return self.store.hold(space, lambda: self._load_pack(space))

    def _load_pack(self, space: str) -> ClipPack:
        from photonest_ai.models.clip import ClipPack

        try:
            folder = pack_folder(self.store.root, space)
        except PackInvalid:
            folder = None
        if folder is None or not folder.is_dir():
            raise SpaceUnknown(f"There is no pack for the space {space!r} in the models folder.")
        try:
            return ClipPack(folder, read_pack(folder))
        except Exception as error:  # onnxruntime raises its own, undocumented kinds
            reason = error.message if isinstance(error, PackInvalid) else f"{type(error).__name__}: {error}"
            raise ModelBroken(
                f"The pack {space} cannot be loaded ({reason}) Remove it and add it again with `photonest models`."
            ) from error
