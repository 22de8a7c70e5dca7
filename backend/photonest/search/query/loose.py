"""Words that nothing took, where they stand beside an "or": "Anna or beach"; pure.

Otherwise such words only rank. Beside an "or" they are an alternative, so they must decide: by their tags.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from photonest.search.query.meanings import meaning_of_words, trimmed
from photonest.search.query.parts import Count, Either, Like, Order, Part, Tag
from photonest.search.query.readings import tag_said
from photonest.search.query.scan import Item, Scan

OR = frozenset({"or", "|"})


def with_words(scan: Scan) -> list[Item]:
    """The items in order, and among them the loose words that "or" joins to one; those leave ``scan.runs``."""
    found: list[Item] = [*scan.items, *(item for run in scan.runs if (item := _item(scan, run)) is not None)]
    found.sort(key=lambda item: item.start)
    counted = _counted(found)
    scan.runs = [[at for at in run if at not in counted] for run in scan.runs]
    found = [item for item in found if not item.is_loose or item.start not in counted]
    chosen = _chosen(found)
    used = {at for item in found if item.is_loose and id(item) in chosen for at in range(item.start, item.end)}
    scan.runs = [run if used.isdisjoint(run) else [at for at in run if at not in used] for run in scan.runs]
    return [item for item in found if not item.is_loose or id(item) in chosen]


def _item(scan: Scan, run: list[int]) -> Item | None:
    content = trimmed(scan.reader, run)
    if not content:
        return None
    start, end = content[0], content[-1] + 1
    link = scan.links.get(next((at for at in content if at in scan.links), start), "")
    pieces: list[list[int]] = [[]]
    for at in content:
        if scan.reader.language.is_in(scan.reader.words[at], "or"):
            pieces.append([])
        else:
            pieces[-1].append(at)
    parts = [_part(scan, kept) for piece in pieces if (kept := trimmed(scan.reader, piece))]
    made = Either.of([[part] for part in parts], spans=_span(scan, content)) if len(parts) > 1 else parts[0]
    return Item(start, end, [made], False, link, scan.groups[start], is_loose=True)


def _part(scan: Scan, piece: list[int]) -> Part:
    text = " ".join(scan.reader.typed(piece[0], piece[-1] + 1).split())
    tag = tag_said(scan.reader, text)
    part: Part = meaning_of_words(scan.reader, text) if tag is None else Tag(any=(tag,))
    return replace(part, spans=_span(scan, piece))


def _span(scan: Scan, piece: list[int]) -> tuple[tuple[int, int], ...]:
    tokens = scan.reader.tokens
    return ((tokens[piece[0]].start, tokens[piece[-1]].end),)


def _counted(found: list[Item]) -> set[int]:
    """Words behind a number beside an "or": of "three dogs or Anna" the number says already what is counted."""
    words: set[int] = set()
    for at, (number, thing) in enumerate(pairwise(found)):
        if not (thing.is_loose and number.end == thing.start and all(isinstance(one, Count) for one in number.parts)):
            continue
        before, after = (found[at - 1] if at else None), (found[at + 2] if at + 2 < len(found) else None)
        is_behind = before is not None and number.link in OR and decides(before) and not before.is_loose
        is_before = after is not None and after.link in OR and decides(after) and not after.is_loose
        if is_behind or is_before:
            words.update(range(thing.start, thing.end))
            number.end = thing.end
    return words


def _chosen(found: list[Item]) -> set[int]:
    """Those beside an "or" whose other side was understood, and what repeats them: a dog or Anna."""
    chosen: set[int] = set()
    for at, (left, right) in enumerate(pairwise(found)):
        if right.link not in OR or left.is_loose == right.is_loose or _is_no(left, right):
            continue
        taken = right if left.is_loose else left
        if not all(joinable(part) for part in taken.parts) or not decides(taken) or (taken.negated and taken is left):
            continue
        chosen.add(id(left if left.is_loose else right))
        # "Anna at the beach or Bob in the mountains": the words on the far side, too.
        before, after = (found[at - 1] if at else None), (found[at + 2] if at + 2 < len(found) else None)
        if left.is_loose and after is not None and after.is_loose and not after.link and _are_alike(before, right):
            chosen.add(id(after))
        if right.is_loose and before is not None and before.is_loose and not left.link and _are_alike(left, after):
            chosen.add(id(before))
    return chosen


def _is_no(left: Item, right: Item) -> bool:
    return right.link == "or" and (left.negated or left.is_negation)


def _are_alike(one: Item | None, other: Item | None) -> bool:
    return one is not None and other is not None and one.sort is other.sort


def decides(item: Item) -> bool:
    """Moods and kinds of event only rank, and what ranks needs no "or": the one or the other comes first."""
    return any(part.is_hard or part.negated for part in item.parts)


def joinable(part: Part) -> bool:
    return not isinstance(part, Order | Like)
