"""Words that need no vector: a query that *is* a tag, one of its names, or a broader word for it.

Vectors alone put "dog" near every dog breed and near "hot dog" too, and "brolly" near nothing; the tables know better.
A longer query is read as parts: its head ("dog" in "my old dog on the sofa") decides what is found, what stands beside
the head or after a preposition ("sofa") decides the order.
"""

from __future__ import annotations

import functools
import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from photonest_ai.models.vocabulary import Tag, read_tags
from photonest_ai.runtime.catalogue import table_bytes
from photonest_ai.tasks.agreement import labels_of_objects
from photonest_ai.tasks.doing import Doing

NAME, PARENT, FUSED = 0.95, 0.85, 0.45
"""Similarity granted when the query is a name of the tag or a broader word for it. ``FUSED``: when the broader word is
an object whose score already counts this label."""
HEAD, NARROWED, LOOSE, BESIDE, ELSEWHERE = 0.93, 0.86, 0.75, 0.68, 0.53
"""Shares of that in a longer query: for its head; for a head behind a noun nobody knows ("palm tree"); for a word
before an unknown one ("dog basket"); for modifiers and what stands after a preposition; and for the latter where the
head is not known at all."""
PLACE = 0.85
"""Instead of `ELSEWHERE` for scenes: "a walk in the forest" asks for forests."""
LONGEST_PART = 4
WORD = re.compile(r"[^\W_]+(?:['’&-][^\W_]+)*")
IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "mice": "mouse", "geese": "goose", "feet": "foot",
    "teeth": "tooth", "wolves": "wolf", "knives": "knife", "leaves": "leaf", "loaves": "loaf", "scarves": "scarf",
    "buses": "bus", "oxen": "ox", "children": "child", "shelves": "shelf", "puppies": "puppy", "calves": "calf",
    "donuts": "donut", "sheep": "sheep", "movies": "movie", "cookies": "cookie", "selfies": "selfie",
    "hooves": "hoof", "gentlemen": "gentleman", "passers-by": "passer-by",
}  # fmt: skip
SAME = frozenset(
    {"scissors", "skis", "glasses", "sunglasses", "jeans", "trousers", "bus", "glass", "dress", "gas", "indoors",
     "outdoors", "plants", "rocks", "flowers"}
)  # fmt: skip
MODIFIERS = frozenset({"orange", "iron", "coral", "top", "home", "part", "person", "group", "system", "piece", "game"})
"""Words that before another are more often an adjective, or too wide, than the tag of that name."""
COLOUR_BEFORE = {"orange": "orange colour"}
"""What such a word means before another."""
_PREPOSITIONS = """
    about above across after against along among around at before behind below beneath beside between by during for
    from in inside into near next of off on onto outside over past through to under underneath until up upon with
    while wearing holding carrying using riding
"""
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
CONJUNCTIONS = frozenset({"and", "or", "plus"})
_FILLERS = """
    a an the some any my our your his her its their this that these those is are was were be being there here
    all every each both no not very just one two three four five six seven eight nine ten several many few lots lot
    old young big small little tiny huge large new nice cute beautiful lovely pretty funny great good best favourite
    favorite who which what where when it he she they we i me us them photo photos picture pictures image images
    somewhere front top side middle
"""
FILLERS = frozenset(_FILLERS.split())
"""Words that say nothing about which thing is meant; counting words are read elsewhere."""


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


@dataclass(frozen=True)
class Part:
    """A run of words that the lexicon knows, and how much of its similarity it keeps in this query."""

    text: str
    share: float
    is_after_unknown: bool = False


class Lexicon:
    """All names and broader words of the tags, by their singular form."""

    def __init__(self, tags: Sequence[Tag], *, has_objects: bool = True) -> None:
        self._meant: dict[str, dict[int, float]] = defaultdict(dict)
        self._false_friends: dict[str, set[int]] = defaultdict(set)
        self._scenes = {i for i, tag in enumerate(tags) if "scene" in tag.looks}
        index = {tag.name: i for i, tag in enumerate(tags)}
        fused = labels_of_objects() if has_objects else {}
        self._doing = Doing(tags, words, FILLERS)
        self._person = index["person"]
        for i, tag in enumerate(tags):
            if not tag.has_vector:
                continue  # an action is asked for in its own way
            for name in (*tag.synonyms, *tag.everyday):
                self._add(name, i, NAME)
            for parent in tag.parents:
                inside = tag.label is not None and tag.label in fused.get(parent, {})
                self._add(parent, i, FUSED if inside else PARENT)
            for friend in tag.false_friends:
                self._false_friends[_key(friend)].add(i)
        table = json.loads(table_bytes("meanings.json"))
        for name, said in table["same"].items():
            for word in said:
                self._add(word, index[name], NAME)
        for word, meant in table["wider"].items():
            for name, similarity in meant.items():
                self._add(word, index[name], similarity)

    def _add(self, word: str, tag: int, similarity: float) -> None:
        meant = self._meant[_key(word)]
        meant[tag] = max(similarity, meant.get(tag, 0.0))

    def grants(self, query: str) -> dict[int, float]:
        """Tag index -> least similarity."""
        granted: dict[int, float] = {}
        for part in self.parts(query):
            for i, similarity in self._meant[part.text].items():
                is_place = part.is_after_unknown and i in self._scenes
                value = similarity * (PLACE if is_place else part.share)
                granted[i] = max(value, granted.get(i, 0.0))
        for i, value in self._doing.grants(query, PREPOSITIONS, self._is_no_person).items():
            granted[i] = max(value, granted.get(i, 0.0))
        return granted

    def _is_no_person(self, word: str) -> bool:
        return word in self._meant and self._person not in self._meant[word]

    def parts(self, query: str) -> list[Part]:
        """The known parts of a query. One that is all of it, but for fillers, keeps all of its similarity."""
        found = words(query)
        if (whole := " ".join(found)) in self._meant:
            return [Part(whole, 1.0)]
        bare = [word for word in found if word not in FILLERS]
        if (whole := " ".join(bare)) in self._meant:
            return [Part(whole, 1.0)]
        parts: list[Part] = []
        head_is_unknown = False
        for number, (clause, is_beside) in enumerate(_clauses(found)):
            known = self._known(clause)
            if number == 0 and not known:
                head_is_unknown = True
            for start, end in known:
                is_head = (start, end) == known[-1] and not is_beside
                share = BESIDE
                if is_head:
                    rest = [word for word in clause[end:] if not _is_verb(word)]
                    before = clause[known[-2][1] if len(known) > 1 else 0 : start]
                    share = LOOSE if rest else NARROWED if any(map(_may_be_noun, before)) else HEAD
                elif is_beside and head_is_unknown:
                    share = ELSEWHERE
                text = " ".join(clause[start:end])
                if end < len(clause):
                    text = COLOUR_BEFORE.get(text, text)
                parts.append(Part(text, share, head_is_unknown and is_beside))
        return parts

    def _known(self, clause: Sequence[str]) -> list[tuple[int, int]]:
        """Spans of a clause that are known, longest first come, left to right."""
        spans = []
        position = 0
        while position < len(clause):
            for length in range(min(LONGEST_PART, len(clause) - position), 0, -1):
                part = " ".join(clause[position : position + length])
                is_last = position + length == len(clause)
                is_vague = length == 1 and part in MODIFIERS and part not in COLOUR_BEFORE and not is_last
                if part in self._meant and not is_vague:
                    spans.append((position, position + length))
                    position += length - 1
                    break
            position += 1
        return spans

    def refused(self, query: str) -> set[int]:
        """Tags that only look near to this query."""
        bare = " ".join(word for word in words(query) if word not in FILLERS)
        return self._false_friends.get(bare, set())


def _key(text: str) -> str:
    return " ".join(words(text))


def _clauses(found: Sequence[str]) -> list[tuple[list[str], bool]]:
    """The words without fillers, cut at prepositions and conjunctions; True for clauses after the former."""
    clauses: list[tuple[list[str], bool]] = [([], False)]
    for word in found:
        if word in PREPOSITIONS and clauses[-1][0]:
            clauses.append(([], True))
        elif word in CONJUNCTIONS and clauses[-1][0]:
            clauses.append(([], clauses[-1][1]))
        elif word not in FILLERS and word not in PREPOSITIONS:
            clauses[-1][0].append(word)
    return [clause for clause in clauses if clause[0]]


def _is_verb(word: str) -> bool:
    """Good enough to tell "dog running" from "dog basket"."""
    return len(word) > 4 and word.endswith(("ing", "ed"))


def _may_be_noun(word: str) -> bool:
    """Unlike "fluffy", "burnt" or "wooden"."""
    return not _is_verb(word) and not word.endswith(("y", "ful", "ish", "ous", "al", "ic", "en", "nt", "est", "er"))


@functools.cache
def lexicon(*, has_objects: bool) -> Lexicon:
    """Of the committed tables."""
    return Lexicon(read_tags(), has_objects=has_objects)
