"""What faces look like, in words: "looks joyful". Never a claim about anybody's inner state; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SHOWN_FROM = 0.7
"""Score below which nothing is said: a guess about a face that may be wrong is worse than silence."""

WORDS = {
    "happy": "looks joyful",
    "sad": "looks sad",
    "surprise": "looks surprised",
    "angry": "looks angry",
    "fear": "looks frightened",
    "disgust": "looks disgusted",
}
"""A neutral face says nothing."""


def looks(expressions: Iterable[Mapping[str, float] | None]) -> list[str]:
    """Words for a picture's faces, surest first, each once. An expression maps a class to its score 0...1."""
    best: dict[str, float] = {}
    for expression in expressions:
        if not expression:
            continue
        name, score = max(expression.items(), key=lambda pair: pair[1])
        if score >= SHOWN_FROM and name in WORDS:
            best[WORDS[name]] = max(score, best.get(WORDS[name], 0.0))
    return sorted(best, key=lambda word: -best[word])
