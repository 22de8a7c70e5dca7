"""A deterministic AI service for tests: what it "sees" is colours, and its vectors are made from words."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from photonest.ai.errors import AINotReady, AIRefused
from photonest.ai.fake_looks import LOOKS_SOURCE, WORDS, find_looks, likeness_vector
from photonest.ai.fake_outside import NothingOutside
from photonest.ai.fake_pixels import SOURCE, decode, find_faces, find_labels, find_objects, judge_quality
from photonest.ai.fake_words import COLOURS, OBJECTS, SPACE, embedded_text, photo_vector
from photonest_contracts.inference import (
    AnalyseRequest,
    Analysis,
    EmbedTextRequest,
    EmbedTextResult,
    EncodedPreview,
    Health,
    Look,
    ModelCard,
    ModelList,
    RawPixels,
    ReadLine,
    Task,
    Vocabulary,
    VocabularyTag,
)

if TYPE_CHECKING:
    from photonest.ai.fake_pixels import Pixels

FACE_SOURCE = "fake-skin@1"
SHOWN_FROM = 0.15


class FakeAI(NothingOutside):
    """Passes the same contract suite as the real service. Pure functions of pixels and words; thread-safe.

    `missing`: tasks whose model is "not installed"; they are reported as unavailable, as the real service does.
    """

    def __init__(self, *, shared_folder: Path | None = None, missing: Iterable[Task] = ()) -> None:
        self._shared_folder = shared_folder
        self._missing = frozenset(missing)
        self._lock = threading.Lock()
        self.analysed = 0
        """How many `analyse` calls were answered: tests assert that nothing is asked twice or without consent."""
        self.written: tuple[str, ...] = ()
        """Lines of text that every picture holds."""
        self.small_print: tuple[str, ...] = ()
        """Lines that can be read closely only, in the middle of what is looked at."""

    def health(self) -> Health:
        return Health(version="fake", space=SPACE)

    def vocabulary(self) -> Vocabulary:
        return Vocabulary(
            space=SPACE,
            tags=tuple(
                VocabularyTag(
                    name=thing.name,
                    synonyms=thing.synonyms,
                    parents=thing.parents,
                    sources=(SOURCE,),
                    shown_from=SHOWN_FROM,
                )
                for thing in (*COLOURS, *OBJECTS)
            )
            + tuple(
                VocabularyTag(name=name, sources=(LOOKS_SOURCE,), shown_from=SHOWN_FROM, looks=(kind,))
                for name, kind in WORDS.items()
            ),
        )

    def models(self) -> ModelList:
        cards = (
            ModelCard(
                id="fake-looks" if task == Task.LOOKS else "fake-colours",  # one colour reader does both
                version="1",
                task=task,
                licence="AGPL-3.0-or-later",
                source="photonest.ai.fake",
                size_bytes=0,
                sha256=hashlib.sha256(b"").hexdigest(),
                state="missing" if task in self._missing else "loaded",
            )
            for task in (Task.LABELS, Task.OBJECTS, Task.LOOKS)
        )
        return ModelList(models=tuple(cards))

    def analyse(self, request: AnalyseRequest, body: bytes | memoryview = b"") -> Analysis:
        """Raises `AIRefused` for bytes that are no picture or not as many as the size says."""
        pixels = self._pixels(request, bytes(body))
        with self._lock:
            self.analysed += 1
        wanted = set(request.tasks) - self._missing
        labels = find_labels(pixels)
        return Analysis(
            labels=labels if Task.LABELS in wanted else None,
            objects=find_objects(pixels) if Task.OBJECTS in wanted else None,
            embedding=photo_vector(labels) if Task.EMBEDDING in wanted else None,
            faces=find_faces(pixels, wanted) if wanted & {Task.FACES, Task.FACE_EMBEDDINGS, Task.EXPRESSIONS} else None,
            quality=judge_quality(pixels) if Task.QUALITY in wanted else None,
            looks=self._looks(pixels) if Task.LOOKS in wanted else None,
            likeness=likeness_vector(pixels) if Task.LIKENESS in wanted else None,
            text=self._read(closely=request.is_known_to_have_text) if Task.TEXT in wanted else None,
            is_text_small=bool(self.small_print) and Task.TEXT in wanted and not request.is_known_to_have_text,
            unavailable={
                task: f"The model for {task} is not installed; run `photonest models install`."
                for task in request.tasks
                if task in self._missing
            },
            versions={
                task: FACE_SOURCE if task in {Task.FACES, Task.FACE_EMBEDDINGS, Task.EXPRESSIONS} else SOURCE
                for task in request.tasks
                if task in wanted
            },
        )

    def _read(self, *, closely: bool) -> tuple[ReadLine, ...]:
        """A line under the other, each a tenth of the picture high; small print a hundredth."""
        if closely:
            return tuple(
                ReadLine(text=text, score=0.9, box=((0.1, top), (0.9, top), (0.9, top + 0.01), (0.1, top + 0.01)))
                for top, text in zip((0.4 + n / 50 for n in range(9)), self.small_print, strict=False)
            )
        return tuple(
            ReadLine(text=text, score=0.9, box=((0.1, top), (0.9, top), (0.9, top + 0.09), (0.1, top + 0.09)))
            for top, text in zip((n / 10 for n in range(9)), self.written, strict=False)
        )

    def embed_text(self, request: EmbedTextRequest) -> EmbedTextResult:
        if request.space not in {None, SPACE}:
            raise AIRefused(f"There is no embedding space {request.space!r}.", ai_code="space_unknown")
        return EmbedTextResult(texts=tuple(embedded_text(text) for text in request.texts))

    def _looks(self, pixels: Pixels) -> tuple[Look, ...]:
        has_dog = any(label.name == "dog" for label in find_labels(pixels))
        return find_looks(pixels, has_dog=has_dog, has_face=bool(find_faces(pixels, set())))

    def _pixels(self, request: AnalyseRequest, body: bytes) -> Pixels:
        import numpy as np

        if isinstance(request.pixels, EncodedPreview):
            return decode(body)
        wanted: RawPixels = request.pixels
        if wanted.shared_path is not None:
            name = wanted.shared_path
            if self._shared_folder is None or not name or "/" in name or name.startswith("."):
                raise AIRefused("The shared file is not inside the shared folder.", ai_code="bad_request")
            try:
                body = (self._shared_folder / name).read_bytes()
            except FileNotFoundError:
                raise AINotReady("The shared pixels are gone.", ai_code="shared_pixels_missing") from None
        size = wanted.width_px * wanted.height_px * 3
        if len(body) != size:
            raise AIRefused(f"{size} bytes of pixels were announced, {len(body)} came.", ai_code="bad_pixels")
        return np.frombuffer(body, np.uint8).reshape(wanted.height_px, wanted.width_px, 3)
