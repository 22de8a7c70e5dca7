"""Walks along a search text: takes what is a name, a date or any other phrase, and leaves the rest; pure.

Knows negation (it binds to the next thing and runs on over "and" and "or"), prepositions (which decide what a name
is) and the joining words between two things.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from photonest.search.query import operators_of_numbers, readings  # noqa: F401 they register their operators
from photonest.search.query.language import walk_words
from photonest.search.query.operators import Operator
from photonest.search.query.operators_of_names import tag_word
from photonest.search.query.parts import (
    Action,
    Amount,
    Count,
    Either,
    File,
    Is,
    Meaning,
    Order,
    Origin,
    Part,
    Phrase,
    Place,
    Span,
    Tag,
)  # fmt: skip
from photonest.search.query.reader import DATE_RULES, PART_RULES, Match, Reader
from photonest.search.query.rules import part_of_dates
from photonest.search.words import tokens

MOST_WORDS_OF_A_LIST = 6


@dataclass
class Item:
    """What was understood between two tokens. `link` joins it to the item before: "and", "or", "|", "," or ""."""

    start: int
    end: int
    parts: list[Part]
    negated: bool = False
    link: str = ""
    group: int = 0
    """Number of the brackets around it; 0 when there are none."""
    is_negation: bool = False
    """The phrase itself says "no": no people."""
    is_operator: bool = False
    """Said exactly, as a refinement adds it to what was typed: no row of words takes it in."""
    is_loose: bool = False
    """Nothing took the words; they count as one thing because an "or" stands beside them."""

    @property
    def sort(self) -> type[Part]:
        return Meaning if self.is_loose else type(self.parts[0])


@dataclass
class Scan:
    """One walk over the tokens of `reader`."""

    reader: Reader
    items: list[Item] = field(default_factory=list)
    runs: list[list[int]] = field(default_factory=lambda: [[]])
    """Tokens that nothing took, in stretches between what was taken."""
    groups: list[int] = field(default_factory=list)
    """Token -> number of the brackets around it."""
    links: dict[int, str] = field(default_factory=dict)
    """Token that nothing took -> what joins it to the thing before, if something does."""
    _negating: str = ""
    """"next": the coming thing is excluded; "word": one word only (a minus sign)."""
    _carries: bool = False
    """The last thing was excluded, so what follows after "and" is, too."""
    _says_no: bool = False
    """The last thing was "no people", so what follows after "or" is excluded, too."""
    _link: str = ""
    _depth: int = 0
    _group: int = 0
    _count: int = 0
    _excludes_group: bool = False
    """The brackets stand after "not"."""

    def walk(self) -> None:
        at = 0
        while at < len(self.reader.tokens):
            end = self._step(at)
            self.groups += [self._group] * (end - at)
            at = end

    def _step(self, at: int) -> int:
        token = self.reader.tokens[at]
        if token.kind == "minus":
            self._negating = "word"
            self._break()
            return at + 1
        if token.kind in {"quoted", "operator", "file", "hash"}:
            self._take(at, at + 1, self._exact(at))
            return at + 1
        if token.text in {"(", ")"}:
            self._bracket(token.text)
            return at + 1
        found = self._phrase_or_name(at)
        if found is not None:
            end, parts = found
            is_in_words = any(isinstance(part, Meaning) for part in parts) and not isinstance(parts[0], Action)
            if self._negating and len(parts) > 1 and is_in_words:
                return self._exclude(at)  # "without happy dogs" excludes the dogs
            if self._negating and all(isinstance(part, Count) for part in parts) and parts:
                return self._exclude(at)  # "without three dogs", too
            self._take(at, end, parts)
            return end
        for _, end in reversed(list(walk_words(self.reader.language.negations, self.reader.words, at))):
            self._negating, self._link = "next", self._link if self._link in {"or", "|"} else ""
            self._break()
            return end
        return self._leave(at)

    def _bracket(self, sign: str) -> None:
        """Brackets hold together what is between them; a "not" before them excludes all of it."""
        self._break()
        if sign == "(":
            if not self._depth:
                self._count += 1
                self._group, self._excludes_group = self._count, bool(self._negating)
                self._link = self._link or ","
            self._depth += 1
            self._negating = ""
        elif self._depth:
            self._depth -= 1
            if not self._depth:
                self._group, self._excludes_group = 0, False
            self._negating, self._carries, self._says_no = "", False, False
            self._link = ""

    def _exact(self, at: int) -> list[Part]:
        token = self.reader.tokens[at]
        if token.kind == "operator":
            return Operator(token, self.reader.text, self.reader.vocabulary, self.reader.clock).parts()
        if token.kind == "file":
            return [File(any=(token.fold,))]
        if token.kind == "hash":
            name = token.text.removeprefix("#")
            return [Tag(any=(tag_word(name, self.reader.vocabulary) or name.casefold(),))]
        words = tuple(tokens(token.text))
        return [Phrase(words=words)] if words else []

    def _phrase_or_name(self, at: int) -> tuple[int, list[Part]] | None:
        """The longest of what begins here. Between a name and a phrase of the same length the word before decides."""
        last = self.items[-1].parts[0] if self.items and self._link else None
        self.reader.joined_to_place = isinstance(last, Place)
        name = readings.name_at(self.reader, at)
        for match in self.reader.matches(at):
            if name is not None and (
                match.end < name.end or (match.end == name.end and not self._is_date_here(match, name))
            ):
                break
            parts = self._mean(match)
            if parts is not None:
                if name is not None and match.end == name.end:
                    parts = [replace(part, alternatives=(name.alternative(),)) for part in parts]
                return match.end, parts
        if name is None:
            return None
        return name.end, name.parts(self._other_phrase(at, name.end))

    def _is_date_here(self, match: Match, name: readings.Name) -> bool:
        """ "in May" is no person."""
        return match.rule in DATE_RULES and not name.is_placed and self.reader.language.is_in(name.before, "date_only")

    def _mean(self, match: Match) -> list[Part] | None:
        if match.rule in DATE_RULES:
            dates = match.dates
            return None if dates is None else [part_of_dates(dates)]
        try:
            return PART_RULES[match.rule](match)
        except (ValueError, OverflowError, KeyError):
            return None

    def _other_phrase(self, at: int, end: int) -> list[Part]:
        """What the words of a name would be if they were none: a month."""
        for match in self.reader.matches(at):
            if match.end == end and match.rule in DATE_RULES:
                return self._mean(match) or []
        return []

    def _take(self, start: int, end: int, parts: list[Part]) -> None:
        parts = [readings.as_allowed(part, self.reader.vocabulary) for part in parts]
        is_negated = bool(self._negating) or self._excludes_group
        if is_negated and parts and all(isinstance(part, Meaning) for part in parts):
            is_said = self.reader.tokens[start].kind == "operator"  # -mean:dog stays what it says
            parts = [
                replace(part, negated=True) if is_said else readings.excluded(self.reader, part)
                for part in parts
                if isinstance(part, Meaning)
            ]
        elif is_negated:
            parts = _denied(parts)
        if parts:
            self._carries = is_negated
            self._says_no = not is_negated and says_no(parts)
            self._negating = ""
            is_operator = self.reader.tokens[start].kind == "operator"
            self.items.append(
                Item(start, end, parts, is_negated, self._link, self._group, self._says_no, is_operator=is_operator)
            )
            self._link = ""
        self._break()

    def _leave(self, at: int) -> int:
        """A joining word, filler, or a word of the meaning."""
        token, word, said = self.reader.tokens[at], self.reader.words[at], self.reader.language
        if token.kind in {"mark", "to", "star", "compare"} and not said.is_in(word, "and"):
            self._link = "|" if word == "|" else self._link or (word if word in {",", "/"} else "")
            is_list = word == "," and self._carries and self._is_list(at + 1)
            self._negating, self._carries, self._says_no = "next" if is_list else "", False, False
            self._break()
        elif said.is_in(word, "and", "or"):
            is_or = said.is_in(word, "or")
            self._link = "or" if is_or else self._link or "and"
            if self._carries or (is_or and self._says_no):
                self._negating = "next"
            self.runs[-1].append(at)
        elif token.kind == "poss" or said.is_in(word, "filler"):
            self.runs[-1].append(at)
        elif self._negating or self._excludes_group:
            return self._exclude(at)
        else:
            if self._link:
                self.links[at] = self._link
            self._link, self._carries, self._says_no = "", False, False
            self.reader.loose.add(at)
            self.runs[-1].append(at)
        return at + 1

    def _is_list(self, at: int) -> bool:
        """ "No cats, dogs or birds": the comma stands between things of one list."""
        said = self.reader.language
        for word in self.reader.words[at : at + MOST_WORDS_OF_A_LIST]:
            if said.is_in(word, "or"):
                return True
            if any(True for _ in walk_words(said.negations, [word], 0)) or word in {"|", ";", "(", ")"}:
                return False
        return False

    def _exclude(self, at: int) -> int:
        """The words after "without", up to the next thing of another kind."""
        end = at + 1
        while (
            (self._negating == "next" or self._excludes_group)
            and end < len(self.reader.tokens)
            and self.reader.is_content(end)
        ):
            end += 1
        self._take(at, end, [Meaning(text=" ".join(self.reader.typed(at, end).split()))])
        return end

    def _break(self) -> None:
        if self.runs[-1]:
            self.runs.append([])


def _denied(parts: list[Part]) -> list[Part]:
    """Of several parts that hold together one must not: "not just Anna"."""
    hard = [part for part in parts if part.is_hard and not isinstance(part, Order)]
    if len(hard) > 1:
        return [Either.of([[replace(part, negated=True)] for part in hard])]
    return [replace(part, negated=True) for part in hard or parts if not isinstance(part, Meaning)][:1]


def says_no(parts: list[Part]) -> bool:
    """ "No people", "no AI pictures", "not in any album" say "no" without a word of negation before them."""
    return any(
        (isinstance(part, Amount) and part.field == "persons" and part.high == 0)
        or (isinstance(part, Is) and part.flag.startswith("no-"))
        or (isinstance(part, Origin) and part.origin == "captured")
        for part in parts
    )


def spans(reader: Reader, item: Item) -> tuple[Span, ...]:
    return ((reader.tokens[item.start].start, reader.tokens[item.end - 1].end),)
