"""labels.json and objects.json → vectors of every word, made with the installed MiniLM.

Label vector: normalise( normalise(Σ MiniLM(synonym)) + MiniLM("name, broader, broader, …") ) with up to four broader
words (design record, MODELS.md 4.1). Each everyday word has a row of its own; an object has one for each synonym.
Written as half floats: ``label_vectors`` [1000,384] for photo vectors, ``rows`` [m,384] with ``tag_of_row`` [m] for
queries, ``frame`` [384] the vector of the words that every query is put into.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from photonest_ai.errors import InstallFailed
from photonest_ai.models.minilm import MiniLM
from photonest_ai.models.vocabulary import Tag, read_tags
from photonest_ai.runtime.cards import read_card

BROADER = 4
FRAME = "a photo of a"
"""What every query begins with; tags that are near to these words alone (photocopier) must not profit from them."""
FACTS = {"dim": 384, "space": "conse-lite2-minilm@1", "concept_from": 0.40}

Embed = Callable[[str], np.ndarray]


def convert(members: list[Path], target: Path) -> None:
    """Write ``target/vectors.npz``; ``members[0]`` is the folder of the installed MiniLM."""
    card = read_card(members[0])
    if card is None:
        raise InstallFailed("the text model is damaged; delete its folder and install again")
    tags = [tag for tag in read_tags() if tag.has_vector]
    vectors = embed_all(MiniLM(members[0], card).embed, needed_texts(tags))
    np.savez(target / "vectors.npz", minilm_key=np.array(card.key), **build(tags, vectors))  # type: ignore[arg-type]  # numpy types **kwds with allow_pickle in between


def chain(tag: Tag) -> str:
    """``"tabby, domestic cat, cat, feline"``: the tag in its place."""
    return ", ".join([tag.synonyms[0], *tag.parents[:BROADER]])


def needed_texts(tags: Sequence[Tag]) -> list[str]:
    """Every text whose vector is needed, each once."""
    texts: dict[str, None] = {}
    for tag in tags:
        texts.update(dict.fromkeys([*tag.synonyms, *tag.everyday]))
        texts[chain(tag)] = None
    return [*texts, FRAME]


def embed_all(embed: Embed, texts: list[str]) -> dict[str, np.ndarray]:
    """Vectors by text; two threads, the session allows it."""
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(texts, pool.map(embed, texts), strict=True))


def build(tags: Sequence[Tag], vectors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The arrays of the file."""
    labels: list[np.ndarray] = []
    rows: list[np.ndarray] = []
    tag_of_row: list[int] = []
    for i, tag in enumerate(tags):
        if tag.label is not None:
            names = _unit(np.sum([vectors[s] for s in tag.synonyms], axis=0))
            labels.append(_unit(names + vectors[chain(tag)]))
            rows.append(labels[-1])
            tag_of_row.append(i)
        if tag.object is not None or tag.looks:
            rows.extend(vectors[s] for s in tag.synonyms)
            tag_of_row.extend([i] * len(tag.synonyms))
        rows.extend(vectors[s] for s in tag.everyday)
        tag_of_row.extend([i] * len(tag.everyday))
    return {
        "frame": np.array(vectors[FRAME], np.float16),
        "label_vectors": np.array(labels, np.float16),
        "rows": np.array(rows, np.float16),
        "tag_of_row": np.array(tag_of_row, np.uint16),
    }


def _unit(vector: np.ndarray) -> np.ndarray:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12))


def verify(folder: Path) -> str:
    """Unit norms, and related words nearer than unrelated ones. Raises ``ValueError``."""
    tags = read_tags()
    index = {tag.name: i for i, tag in enumerate(tags)}
    with np.load(folder / "vectors.npz", allow_pickle=False) as data:
        rows, tag_of_row = data["rows"].astype(np.float32), data["tag_of_row"]
    if not np.allclose(np.linalg.norm(rows, axis=1), 1, atol=5e-3):
        raise ValueError("a vector has not length 1")
    for near, far, word in (("tabby", "jeep", "cat"), ("car", "tabby", "truck"), ("pizza", "horse", "bagel")):
        a, b, w = (rows[int(np.flatnonzero(tag_of_row == index[n])[0])] for n in (near, far, word))
        if float(a @ w) <= float(b @ w):
            raise ValueError(f"{word} is nearer to {far} than to {near}")
    return f"{len(tags)} tags, {len(rows)} vectors"
