"""The list of everything the models have a word for; needs no model, only the committed tables."""

from __future__ import annotations

import functools

from photonest_ai.models.registry import Models
from photonest_ai.models.vocabulary import LABEL_SHOWN_FROM, OBJECT_SHOWN_FROM, read_tags
from photonest_ai.tasks import SPACE, looks
from photonest_ai.tasks.agreement import labels_of_objects
from photonest_contracts.inference import LookKind, Vocabulary, VocabularyTag


def vocabulary(models: Models, *, objects_on: bool) -> Vocabulary:
    """All tags the switched-on models can give."""
    book = models.store.book.models
    return _vocabulary(book["lite2"].name, book["centernet"].name if objects_on else None)


@functools.cache
def _vocabulary(labels_source: str, objects_source: str | None) -> Vocabulary:
    tags = []
    seen_by_labels = labels_of_objects().keys()
    for tag in read_tags():
        shown = {}
        if tag.label is not None:
            shown[labels_source] = LABEL_SHOWN_FROM
        if tag.object is not None and objects_source is not None:
            shown[objects_source] = OBJECT_SHOWN_FROM
            if tag.label is None and tag.name in seen_by_labels:
                shown[labels_source] = OBJECT_SHOWN_FROM
        if tag.looks:
            shown[looks.VERSION] = tag.look_shown_from
        if shown:
            tags.append(
                VocabularyTag(
                    name=tag.name,
                    synonyms=tuple(s for s in dict.fromkeys(tag.synonyms + tag.everyday) if s != tag.name),
                    parents=tag.parents,
                    sources=tuple(shown),
                    shown_from=max(shown.values()),
                    shown_from_by_source=shown,
                    looks=tuple(LookKind(kind) for kind in tag.looks),
                )
            )
    return Vocabulary(space=SPACE, tags=tuple(tags))
