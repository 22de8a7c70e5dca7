"""Random search texts out of the words of all languages, names, operators, signs and odd letters.

``cd backend && python -m tests.search.query.fuzz 50000 [SEED]`` reads many of them and tells what it found.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tests.search.query.household import CLOCK, VOCABULARY
from tests.search.query.test_acceptance import TABLE

from photonest.search.errors import QueryError
from photonest.search.parse import MAX_CHARACTERS, Clock, parse, show
from photonest.search.query.language import available, language
from photonest.search.query.lexer import OPERATORS
from photonest.search.query.names import KnownPerson, KnownPlace

LARGE = replace(
    VOCABULARY,
    people=(
        *VOCABULARY.people, KnownPerson("layla", "ليلى"), KnownPerson("jose", "José María"),
        *(KnownPerson(f"p{n}", f"Person{n} Family{n % 50}") for n in range(300)),
    ),
    places=(*VOCABULARY.places, KnownPlace("city", "Cairo"), *(KnownPlace("city", f"Town {n}") for n in range(2000))),
)  # fmt: skip
CLOCKS = (CLOCK, *(replace(CLOCK, language=code) for code in available()))
NAMES = (
    *(person.name for person in VOCABULARY.people), "ليلى", "José María", "Oma", "Wien", "القاهرة", "Pixel 8",
    "sailing",
)  # fmt: skip
SIGNS = (
    "-", "—", "−", ",", ";", "..", "…", '"', "“", "”", "„", "«", ":", "'s", "’s", ">=", "<", "(", ")", "|", "&", "+",
    "#", "#a", "★", "2019", "31", "4.7.", "31.2.2024", "99999", "18:00", "5pm", "f/1.8", "50mm", "IMG_0412", "90s",
    "\n", "👪", "🏖️", "\u200f", "\u200b", "\u200d", "\u202e", "e\u0301", "\u0651", "٢٠٢٤", "،", "a\u0300\u0301", "ﷺ",
    "ﬁ", "İ", "ß", "½", "²", "１２", "x" * 40, "0" * 12,
)  # fmt: skip
LETTERS = ((0x20, 0x250), (0x600, 0x700), (0x300, 0x370), (0x2000, 0x2070), (0x1F300, 0x1F600), (0x3040, 0x30FF))


def texts(count: int, *, seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    words = sorted({word for code in available() for word in language(code).known})
    of_table = [word for row in TABLE for text in row for word in text.split()]
    operators = sorted(OPERATORS)

    def odd() -> str:
        return "".join(chr(rng.randrange(*rng.choice(LETTERS))) for _ in range(rng.randrange(1, 8)))

    def word() -> str:
        kind = rng.choices(("word", "sign", "name", "table", "operator", "minus", "odd"), (45, 15, 10, 14, 6, 4, 6))[0]
        return {
            "word": lambda: rng.choice(words),
            "sign": lambda: rng.choice(SIGNS),
            "name": lambda: rng.choice(NAMES),
            "table": lambda: rng.choice(of_table),
            "operator": lambda: f"{rng.choice(operators)}:{rng.choice([*NAMES, *SIGNS, rng.choice(words)])}",
            "minus": lambda: f"-{rng.choice(NAMES)}",
            "odd": odd,
        }[kind]()

    for _ in range(count):
        number = rng.choice((1, 2, 3, 4, 6, 8, 12, 20, 60, 120))
        joint = rng.choice((" ", " ", " ", "  ", "")) if number < 20 else " "
        yield joint.join(word() for _ in range(number))[:MAX_CHARACTERS]


@dataclass
class Found:
    read: int = 0
    refused: int = 0
    broken: list[str] = field(default_factory=list)
    """Texts with an exception, without a chip, or whose query cannot be read from what is shown of it."""
    slowest_s: float = 0.0
    slowest: str = ""


def _seconds(text: str, clock: Clock) -> float:
    began = time.process_time()
    parse(text, vocabulary=LARGE, clock=clock)
    return time.process_time() - began


def read_all(count: int, *, seed: int) -> Found:
    found = Found()
    parse("x", vocabulary=LARGE, clock=CLOCK)
    for number, text in enumerate(texts(count, seed=seed)):
        clock = CLOCKS[number % len(CLOCKS)]
        began = time.process_time()
        try:
            query = parse(text, vocabulary=LARGE, clock=clock)
        except QueryError as problem:
            found.refused += 1
            if not 0 <= problem.details["position"] <= len(text):
                found.broken.append(text)
            continue
        except Exception as problem:  # noqa: BLE001 that there is none is the point
            found.broken.append(f"{text}: {problem!r}")
            continue
        found.read += 1
        took = time.process_time() - began
        if took > found.slowest_s:  # not when the collector of garbage happened to run
            took = min(took, *(_seconds(text, clock) for _ in range(3)))
        if took > found.slowest_s:
            found.slowest_s, found.slowest = took, text
        spans = [span for part in query.parts for span in part.spans]
        is_right = all(part.chip for part in query.parts) and all(0 <= start < end <= len(text) for start, end in spans)
        shown = show(query)
        try:
            is_same = len(shown) > MAX_CHARACTERS or parse(shown, vocabulary=LARGE, clock=clock) == query
        except QueryError:
            is_same = False
        if not (is_right and is_same):
            found.broken.append(text)
    return found


if __name__ == "__main__":
    told = read_all(int(sys.argv[1]), seed=int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    sys.stdout.write(
        f"{told.read} read, {told.refused} refused with a reason, {len(told.broken)} broken; slowest "
        f"{1000 * told.slowest_s:.1f} ms of processor time: {told.slowest!r}\n"
    )
    for text in told.broken[:10]:
        sys.stdout.write(f"  {text!r}\n")
    sys.exit(bool(told.broken))
