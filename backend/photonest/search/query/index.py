"""Finds the user's own names in a row of words, the longest first; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from photonest.search.query.areas import other_names
from photonest.search.query.lexer import literals
from photonest.search.query.parts import CameraName, Named, PlaceName

if TYPE_CHECKING:
    from photonest.search.query.names import KnownPlace, Vocabulary

SORTS_OF_NAMES = ("person", "album", "event", "saved", "place", "camera", "lens", "user", "tag")
"""Who has precedence when a name is several things."""
SPOKEN = 4
"""From so many letters on a word of a camera's name stands for it: "pixel"."""


@dataclass
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)


class NameIndex:
    """A tree over the words of all names."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._root = _Node()
        self.words: set[str] = set()
        """Every word of every name."""
        self.spellings: dict[str, str] = {}
        """Folded name -> name, for "did you mean"."""
        self.people = {person.id: person for person in vocabulary.people}
        self.me = tuple(Named(person.id, person.name) for person in vocabulary.people if person.is_self)
        self.places: dict[PlaceName, KnownPlace] = {PlaceName(one.level, one.name): one for one in vocabulary.places}
        self.events = {event.id: event for event in vocabulary.events}
        self._add_people(vocabulary)
        for album in vocabulary.albums:
            self._add("album", album.name, album)
        for event in vocabulary.events:
            for title in event.titles:
                self._add("event", title, Named(event.id, event.titles[0]))
            if event.called:
                name = event.titles[0] if event.titles else event.called
                self._add("called", event.called, Named(event.id, name), is_spelled=False)
        for saved in vocabulary.saved:
            self._add("saved", saved.name, saved)
        for place in self.places:
            self._add("place", place.name, place)
            for name in other_names().get(literals(place.name), ()):
                self._insert("place", literals(name), place)
        for user in vocabulary.users:
            self._add("user", user.name, user)
        for tag in vocabulary.tags:
            self._add("tag", tag, tag, is_spelled=False)
        self._add_cameras(vocabulary.cameras)
        for lens in vocabulary.lenses:
            self._add("lens", lens, lens)

    def has_beginning(self, word: str) -> bool:
        return word in self._root.next

    def at(self, words: Sequence[str], start: int) -> Iterator[tuple[int, dict[str, list[Any]]]]:
        """Every name that begins at `start`: its end and what it may be, shorter ones first."""
        node = self._root
        for end in range(start, len(words)):
            following = node.next.get(words[end])
            if following is None:
                return
            node = following
            if node.values:
                yield end + 1, node.values

    def exactly(self, text: str, *sorts: str) -> list[Any]:
        """All that carry this very name, of the sorts asked for."""
        words = literals(text)
        for end, values in self.at(words, 0):
            if end == len(words):
                return [value for sort in sorts for value in values.get(sort, ())]
        return []

    def _add(self, sort: str, name: str, value: Any, *, is_spelled: bool = True) -> None:
        words = literals(name)
        if not words:
            return
        self._insert(sort, words, value)
        if is_spelled:
            self.spellings.setdefault(" ".join(words), name)

    def _insert(self, sort: str, words: Iterable[str], value: Any) -> None:
        node = self._root
        for word in words:
            self.words.add(word)
            node = node.next.setdefault(word, _Node())
        found = node.values.setdefault(sort, [])
        if value not in found:
            found.append(value)

    def _add_people(self, vocabulary: Vocabulary) -> None:
        full: set[tuple[str, ...]] = set()
        for person in vocabulary.people:
            for name in (person.name, *person.nicknames):
                self._add("person", name, Named(person.id, person.name), is_spelled=not person.is_hidden)
                full.add(literals(name))
        for person in vocabulary.people:  # "Anna" is Anna Berg, unless somebody is called just Anna
            words = literals(person.name)
            if len(words) > 1 and words[:1] not in full:
                self._insert("person", words[:1], Named(person.id, person.name))
                if not person.is_hidden:
                    self.spellings.setdefault(words[0], person.name.split()[0])

    def _add_cameras(self, cameras: Iterable[CameraName]) -> None:
        for camera in cameras:
            self._add("camera", camera.name, camera)
        for camera in cameras:
            words = literals(camera.name)
            for start in range(len(words)):
                for end in range(start + 1, len(words) + 1):
                    run = words[start:end]
                    if run != words and (len(run) > 1 or _is_spoken(run[0], is_first=start == 0)):
                        self._insert("camera", run, camera)


def _is_spoken(word: str, *, is_first: bool) -> bool:
    has_digit = any(char.isdigit() for char in word)
    if has_digit:
        return len(word) >= 3 and not word.isdigit()
    return is_first and len(word) >= SPOKEN
