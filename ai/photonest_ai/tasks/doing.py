"""Which action a query asks for: "riding a bike", "people eating", "girl surfing"; no vector, only the table's names.

A name inside a longer query counts where nothing follows but a preposition, so that a swimming pool is no swimming, and
where no animal or thing does it: a sitting dog is no person on a chair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from photonest_ai.models.vocabulary import Tag
from photonest_ai.tasks.actions import action_table

WHOLE, WIDER, INSIDE = 0.95, 0.85, 0.88
"""Similarity of an action that is all of the query; for a broader word ("riding"); and within a longer query."""
SHOWN, HINTED, SHOWN_INSIDE = 0.84, 0.70, 0.50
"""Similarity of what shows an action (a surfboard): near enough to be an answer where the action is all of the query,
and less where it is not. A hint (a book for reading) only ranks."""
LONGEST = 4
TRANSITIVE = frozenset({"eating", "reading", "riding", "playing"})
"""What follows is their object, not the word they describe: "a man reading a letter"."""


class Doing:
    """The names of the actions, by their bare words in singular."""

    def __init__(self, tags: Sequence[Tag], words: Callable[[str], list[str]], fillers: frozenset[str]) -> None:
        index = {tag.name: i for i, tag in enumerate(tags)}
        self._words, self._fillers = words, fillers
        self._names: dict[str, set[int]] = defaultdict(set)
        self._wider: dict[str, set[int]] = defaultdict(set)
        self._shows: dict[int, dict[int, float]] = {}
        for action in action_table():
            number = index[action["name"]]
            for name in (action["name"], *action["synonyms"]):
                self._names[" ".join(self._bare(name))].add(number)
            for name in action["parents"]:
                self._wider[" ".join(self._bare(name))].add(number)
            self._shows[number] = {index[name]: HINTED for name in action["hints"]}
            self._shows[number] |= {index[name]: SHOWN for name in action["shows"]}

    def grants(self, query: str, prepositions: frozenset[str], is_other: Callable[[str], bool]) -> Mapping[int, float]:
        """Tag index -> least similarity. `is_other`: whether a word names a thing that is no person."""
        bare = self._bare(query)
        whole = " ".join(bare)
        if whole in self._names:
            return self._with_shown(self._names[whole], WHOLE)
        if whole in self._wider:
            return dict.fromkeys(self._wider[whole], WIDER)
        for length in range(min(LONGEST, len(bare)), 0, -1):
            for start in range(len(bare) - length + 1):
                found = self._names.get(" ".join(bare[start : start + length]))
                if found and self._stands_alone(bare, start, start + length, prepositions, is_other):
                    return self._with_shown(found, INSIDE, SHOWN_INSIDE)
        return {}

    def _stands_alone(
        self, bare: list[str], start: int, end: int, prepositions: frozenset[str], is_other: Callable[[str], bool]
    ) -> bool:
        if start and is_other(bare[start - 1]):
            return False
        is_verb = start > 0 and bare[start] in TRANSITIVE
        return end == len(bare) or bare[end] in prepositions or is_verb or end - start > 1

    def _with_shown(self, actions: set[int], similarity: float, most: float = 1.0) -> dict[int, float]:
        shown = {i: min(value, most) for action in actions for i, value in self._shows[action].items()}
        return shown | dict.fromkeys(actions, similarity)

    def _bare(self, text: str) -> list[str]:
        return [word for word in self._words(text) if word not in self._fillers]
