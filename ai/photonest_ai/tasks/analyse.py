"""Everything wanted about one picture, in one walk over its pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from photonest_ai.errors import ModelBroken, ModelMissing
from photonest_ai.models.registry import Models
from photonest_ai.runtime.images import Picture
from photonest_ai.tasks import SPACE, likeness, looks
from photonest_ai.tasks import faces as face_task
from photonest_ai.tasks import labels as label_task
from photonest_ai.tasks import objects as object_task
from photonest_ai.tasks.actions import Spot
from photonest_ai.tasks.agreement import agreed
from photonest_ai.tasks.quality import quality
from photonest_ai.tasks.read_text import read
from photonest_ai.tasks.vectors import to_message
from photonest_contracts.inference import Analysis, Task

QUALITY_VERSION = "pixels@1"
Result = TypeVar("Result")


class Walk:
    """Answers of one picture as they come; a missing model costs its own task, not the others."""

    def __init__(self, models: Models, picture: Picture, *, objects_on: bool) -> None:
        self.models, self.picture, self.objects_on = models, picture, objects_on
        self.found: dict[str, Any] = {}
        self.unavailable: dict[Task, str] = {}
        self.versions: dict[str, str] = {}
        self.probabilities: np.ndarray | None = None
        self.feature: np.ndarray | None = None
        self.spots: dict[str, tuple[Spot, ...]] = {}

    def attempt(self, task: Task, work: Callable[[], Result]) -> Result | None:
        """Do one task; a model that is not there becomes a sentence in ``unavailable``."""
        try:
            return work()
        except (ModelMissing, ModelBroken) as error:
            self.unavailable[task] = error.message
            return None

    def labels(self, tasks: set[Task]) -> None:
        """Labels, embedding and likeness share one run of the net."""
        asked = [task for task in (Task.LABELS, Task.EMBEDDING, Task.LIKENESS) if task in tasks]
        if not asked:
            return
        seen = self.attempt(asked[0], lambda: self.models.lite2.seen(self.picture))
        if seen is None:
            self.unavailable.update(dict.fromkeys(asked, self.unavailable[asked[0]]))
            return
        self.probabilities = found = seen.probabilities
        self.feature = seen.feature
        if Task.LABELS in tasks:
            self.found["labels"] = label_task.labels(self.models, found)
            self.versions[Task.LABELS] = self.models.lite2.name
        if Task.EMBEDDING in tasks:
            vector = self.attempt(Task.EMBEDDING, lambda: label_task.photo_vector(self.models, found))
            if vector is not None:
                self.found["embedding"] = to_message(SPACE, vector)
                self.versions[Task.EMBEDDING] = SPACE
        if Task.LIKENESS in tasks:
            self.found["likeness"] = to_message(likeness.SPACE, likeness.likeness_vector(seen.feature))
            self.versions[Task.LIKENESS] = likeness.SPACE

    def objects(self, tasks: set[Task]) -> None:
        if Task.OBJECTS not in tasks:
            return
        if not self.objects_on:
            self.unavailable[Task.OBJECTS] = "Objects are switched off (PHOTONEST_AI_OBJECTS=off)."
            return
        things = self.attempt(Task.OBJECTS, lambda: object_task.things(self.models, self.picture))
        if things is not None:
            self.spots = object_task.spots_of(things)
            found = object_task.labels_of(things, source=self.models.centernet.name)
            if self.probabilities is not None:
                found = agreed(found, self.probabilities, source=self.models.lite2.name)
            self.found["objects"] = found
            self.versions[Task.OBJECTS] = self.models.centernet.name

    def faces(self, tasks: set[Task]) -> None:
        """Asking for vectors or expressions asks for faces too."""
        wanted = tasks & {Task.FACES, Task.FACE_EMBEDDINGS, Task.EXPRESSIONS}
        if not wanted:
            return
        extras = {
            Task.FACE_EMBEDDINGS: lambda: self.models.sface.name,
            Task.EXPRESSIONS: lambda: self.models.emotion.name,
        }
        ready: dict[str, str] = {
            task: name for task, load in extras.items() if task in wanted and (name := self.attempt(task, load))
        }
        found = self.attempt(
            Task.FACES,
            lambda: face_task.faces(
                self.models,
                self.picture,
                embeddings=Task.FACE_EMBEDDINGS in ready,
                expressions=Task.EXPRESSIONS in ready,
            ),
        )
        if found is None:
            self.unavailable.update(dict.fromkeys(wanted, self.unavailable[Task.FACES]))
            return
        self.found["faces"] = found
        self.versions.update({Task.FACES: self.models.yunet.name, **ready})

    def pixels(self, tasks: set[Task]) -> None:
        """Quality, and the looks that build on everything found before."""
        if not tasks & {Task.QUALITY, Task.LOOKS}:
            return
        judged = quality(self.picture)
        if Task.QUALITY in tasks:
            self.found["quality"] = judged
            self.versions[Task.QUALITY] = QUALITY_VERSION
        if Task.LOOKS in tasks:
            found = looks.Found(
                self.probabilities,
                self.feature,
                self.found.get("objects") or (),
                self.found.get("faces") or (),
                self.spots,
            )
            self.found["looks"] = looks.looks(self.picture, judged, found)
            self.versions[Task.LOOKS] = looks.VERSION

    def text(self, tasks: set[Task], *, is_sure: bool) -> None:
        if Task.TEXT not in tasks:
            return
        found = self.attempt(Task.TEXT, lambda: read(self.models, self.picture, is_sure=is_sure))
        if found is not None:
            self.found["text"], self.found["is_text_small"] = found
            self.versions[Task.TEXT] = self.models.text_reader.name


def analyse(
    models: Models, picture: Picture, tasks: set[Task], *, objects_on: bool = True, has_text: bool = False
) -> Analysis:
    """Do every task asked. A task whose model is missing or off is in ``unavailable`` with a sentence."""
    walk = Walk(models, picture, objects_on=objects_on)
    walk.labels(tasks)
    walk.objects(tasks)
    walk.faces(tasks)
    walk.pixels(tasks)
    walk.text(tasks, is_sure=has_text)
    return Analysis(**walk.found, unavailable=walk.unavailable, versions=walk.versions)
