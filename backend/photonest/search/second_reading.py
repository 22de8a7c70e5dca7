"""A language model's reading of a search text beside the grammar's, for those who allowed one.

The grammar has the first word: what it understood stays. The model may only take words that the grammar left as
meaning and put them where they belong, and only values that stand in the text or among the viewer's names count
(`query.accepting`). Slow, down, over its limit or nonsense: the grammar's reading stands.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from uuid import UUID

from photonest.accounts.models import User
from photonest.ai.client import ai_client
from photonest.ai.errors import AIRefused
from photonest.core.errors import NotAllowed, Unavailable
from photonest.providers.queries import allowed_card
from photonest.providers.services import leaving
from photonest.search.query.accepting import accept_reading
from photonest.search.query.clock import Clock
from photonest.search.query.names import Vocabulary
from photonest.search.query.parts import Meaning, Part, Query, Span
from photonest_contracts.providers import OutsideTask, Provider, ReadQueryRequest

WAIT_S = 3.0
FEWEST_WORDS = 2
"""Of the meaning: a single word is what it is."""
MOST_NAMES = 200
REMEMBERED = 256
KEPT_S = 600.0
_lock = threading.Lock()
_readings: OrderedDict[tuple[UUID, str, frozenset[str]], tuple[float, dict[str, object]]] = OrderedDict()


def read_again(viewer: User, query: Query, *, vocabulary: Vocabulary, clock: Clock) -> Query:
    """The grammar's `query`, or a finer one. Raises nothing; asks nobody without the viewer's yes."""
    if len(query.meaning.split()) < FEWEST_WORDS:
        return query
    reading = _reading(viewer, query.text, names_in(vocabulary))
    if not reading:
        return query
    accepted = accept_reading(query.text, vocabulary=vocabulary, clock=clock, reading=reading)
    return together(query, accepted.parts)


def together(query: Query, parts: Iterable[Part]) -> Query:
    """What the grammar understood, with those of `parts` that take words only from its meaning."""
    parts = tuple(parts)
    kept = [part for part in query.parts if not _is_meaning(part)]
    used = [span for part in kept for span in part.spans]
    taken = [
        part for part in parts if not isinstance(part, Meaning) and part not in kept and not _overlap(part.spans, used)
    ]
    if not taken:
        return query
    meaning = [part for part in parts if _is_meaning(part) and not _overlap(part.spans, used)]
    # A model that says nothing of the rest does not make it go away.
    meaning = meaning or [part for part in query.parts if _is_meaning(part)]
    return Query.of(
        [*kept, *taken, *meaning], text=query.text, did_you_mean=query.did_you_mean, language=query.language
    )


def names_in(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names that may leave, as the consent says: people who are not hidden, events, places, tags; at most 200,
    people first.
    """
    seen = [person for person in vocabulary.people if not person.is_hidden]
    names = [name for person in seen for name in (person.name, *person.nicknames)]
    names += [title for event in vocabulary.events for title in event.titles]
    names += [place.name for place in vocabulary.places]
    names += list(vocabulary.tags)
    return tuple(dict.fromkeys(name[:200] for name in names if name))[:MOST_NAMES]


def _is_meaning(part: Part) -> bool:
    return isinstance(part, Meaning) and not part.negated


def _overlap(spans: Iterable[Span], others: Iterable[Span]) -> bool:
    others = tuple(others)
    return any(start < end_other and start_other < end for start, end in spans for start_other, end_other in others)


def _reading(viewer: User, text: str, names: tuple[str, ...]) -> dict[str, object]:
    """What the model says, remembered for a while: a page asks for the same text several times. Empty when it says
    nothing usable.
    """
    card = allowed_card(viewer.pk, Provider.LANGUAGE_MODEL, OutsideTask.READ_QUERY)
    if card is None:
        return {}
    key = (viewer.pk, text, frozenset(names))
    with _lock:
        at, known = _readings.get(key, (0.0, {}))
        if at and time.monotonic() - at < KEPT_S:
            return known
    request = ReadQueryRequest(query=text, names=names, timeout_s=WAIT_S)
    try:
        with leaving(viewer.pk, card, about="query") as leave:
            leave.sent_bytes = len(request.model_dump_json())
            answer = ai_client().read_query(request)
            leave.sent_bytes = answer.sent_bytes
    except (Unavailable, AIRefused, NotAllowed):
        return {}
    with _lock:
        _readings[key] = (time.monotonic(), answer.reading)
        while len(_readings) > REMEMBERED:
            _readings.popitem(last=False)
    return answer.reading


def forget() -> None:
    """Drop what is remembered. For tests."""
    with _lock:
        _readings.clear()
