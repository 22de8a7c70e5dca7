"""Reads phrases of a language, names and numbers at a place of the text; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from photonest.search.query.areas import area_words, every_word
from photonest.search.query.calendar import Dates
from photonest.search.query.clock import Clock
from photonest.search.query.language import Language, language, of_the_words, walk_words
from photonest.search.query.lexer import Token, lex
from photonest.search.query.names import Vocabulary
from photonest.search.query.parts import Part
from photonest.search.query.slots import BUILT_IN, BUILT_ON, BY_KIND, BY_NAME, PLAIN, Filled
from photonest.search.query.templates import Node
from photonest.search.query.things import thing_words

Captures = dict[str, Any]


@dataclass(frozen=True)
class Match:
    """A phrase that was recognised, given to the rule that knows what it means."""

    rule: str
    start: int
    end: int
    captures: Captures
    reader: Reader

    def __getitem__(self, key: str) -> Any:
        return self.captures[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self.captures.get(key, default)

    def has(self, key: str) -> bool:
        return key in self.captures

    @property
    def clock(self) -> Clock:
        return self.reader.clock

    @property
    def vocabulary(self) -> Vocabulary:
        return self.reader.vocabulary

    @property
    def text(self) -> str:
        return self.reader.typed(self.start, self.end)

    @property
    def dates(self) -> Dates | None:
        """What a phrase for a time means; None when it is none. Before a day that does not exist is no time either."""
        rule = DATE_RULES.get(self.rule)
        lacking = next((one for one in self.captures.values() if isinstance(one, Dates) and one.lacking), None)
        if rule is not None and lacking is not None:
            return lacking
        try:
            return None if rule is None else rule(self)
        except (ValueError, OverflowError, KeyError):
            return None


DateRule = Callable[[Match], Dates | None]
PartRule = Callable[[Match], list[Part] | None]
DATE_RULES: dict[str, DateRule] = {}
PART_RULES: dict[str, PartRule] = {}


def date_rule(function: DateRule) -> DateRule:
    """Registers what a phrase of the sections "date" and "range" means, by the function's name."""
    DATE_RULES[function.__name__] = function
    return function


def part_rule(function: PartRule) -> PartRule:
    """Registers what a phrase of the section "say" means, by the function's name."""
    PART_RULES[function.__name__] = function
    return function


def read_by(text: str, code: str, vocabulary: Vocabulary, clock: Clock) -> Reader:
    """A reader of `text` in a language; "" lets the words decide."""
    tokens = lex(text)
    said = language(code or of_the_words({token.fold for token in tokens}, clock.language))
    index, things = vocabulary.index, thing_words(said.code)

    def is_name(before: str, word: str) -> bool:
        """The first word of a name, or a further one behind another."""
        if (
            index.has_beginning(word)
            or word in area_words().next
            or word in things.one.next
            or word in things.several.next
        ):
            return True
        return any(before in words and word in words for words in (index.words, every_word()))

    return Reader(text, said.divided(tokens, is_name), said, vocabulary, clock)


@dataclass
class Reader:
    """The tokens of one text with everything they are read by; remembers what it has read."""

    text: str
    tokens: list[Token]
    language: Language
    vocabulary: Vocabulary
    clock: Clock
    taken: int = 0
    """Tokens before this one have been understood or left for the meaning."""
    joined_to_place: bool = False
    """What comes next is joined by "or" or "and" to a place."""
    loose: set[int] = field(default_factory=set)
    """Tokens left for the meaning, so far."""

    def __post_init__(self) -> None:
        self.words = [token.fold for token in self.tokens]
        self._slots: dict[tuple[str, int], list[Filled]] = {}
        self._matches: dict[tuple[int, int], list[Match]] = {}
        self._is_content: dict[int, bool] = {}
        self._can_begin: dict[int, set[str]] = {}

    def typed(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def matches(self, at: int, root: Node | None = None) -> list[Match]:
        """Phrases that begin here, the longest first."""
        tree = root or self.language.phrases
        key = (id(tree), at)
        if key not in self._matches:
            found: list[Match] = []
            self._walk(tree, at, at, {}, found)
            found.sort(key=lambda match: (-match.end, self.language.precedence[match.rule]))
            self._matches[key] = found
        return self._matches[key]

    def _walk(self, node: Node, start: int, at: int, captures: Captures, found: list[Match]) -> None:
        found.extend(Match(rule, start, at, captures, self) for rule in node.ends)
        if at >= len(self.tokens):
            return
        following = node.words.get(self.words[at])
        if following is not None and self.tokens[at].kind not in {"quoted", "operator"}:
            self._walk(following, start, at + 1, captures, found)
        possible = self._possible(at)
        for slot, after in node.slots.items():
            if slot.name in possible:
                for value, end in self.slot(slot.name, at):
                    self._walk(after, start, end, {**captures, slot.key: value}, found)

    def _possible(self, at: int) -> set[str]:
        """Slots that may begin with this token, by a look at it alone: most cannot."""
        known = self._can_begin.get(at)
        if known is None:
            token, word = self.tokens[at], self.words[at]
            known = self._can_begin[at] = {"date", "range", *BY_KIND.get(token.kind, ())}
            if token.kind in PLAIN:
                known.update(self.language.beginnings.get(word, ()))
                known.update(name for slot, names in BUILT_ON.items() if slot in known for name in names)
                if self.vocabulary.index.has_beginning(word):
                    known.update(BY_NAME)
                if word in area_words().next:
                    known.update(("area", "shop"))
                if token.kind == "word":
                    known.update(("things_follow", "thing_follows", "said"))
                if token.kind == "word" and (word.endswith("s") or token.text[0].isupper()):
                    known.update(("genitive", "word", "shop"))
        return known

    def slot(self, name: str, at: int) -> list[Filled]:
        key = (name, at)
        if key not in self._slots:
            self._slots[key] = []  # a slot inside itself finds nothing
            self._slots[key] = list(self._fill(name, at))
        return self._slots[key]

    def _fill(self, name: str, at: int) -> Iterator[Filled]:
        builtin = BUILT_IN.get(name)
        if builtin is not None:
            yield from builtin(self, at)
        elif name in self.language.slots:
            for values, end in walk_words(self.language.slots[name], self.words, at):
                for value in values:
                    yield value, end

    def names(self, at: int, *sorts: str) -> Iterator[tuple[dict[str, list[Any]], int]]:
        """Names of the user's that begin here, shorter ones first."""
        for end, values in self.vocabulary.index.at(self.words, at):
            wanted = {sort: values[sort] for sort in sorts if sort in values}
            if wanted:
                yield wanted, end

    def is_content(self, at: int) -> bool:
        """Whether the token is a plain word that would be left for the meaning."""
        if at not in self._is_content:
            self._is_content[at] = self._would_be_left(at)
        return self._is_content[at]

    def _would_be_left(self, at: int) -> bool:
        if not 0 <= at < len(self.tokens) or self.tokens[at].kind != "word":
            return False
        word = self.words[at]
        if self.language.is_in(word, "filler", "and", "or", "trailing", "place", "person", "date"):
            return False
        if any(True for _ in walk_words(self.language.negations, self.words, at)):
            return False
        return not any(True for _ in self.names(at, *_CLAIMING)) and not self.is_phrase(at)

    def is_phrase(self, at: int) -> bool:
        """Whether some phrase begins here (whatever it then means)."""
        return bool(self.matches(at))


_CLAIMING = ("person", "album", "event", "saved", "place", "camera", "lens")
