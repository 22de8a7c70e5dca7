"""A search text cut into tokens: words, numbers, dates, quotes, operators, signs; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from photonest.search.words import fold

_NAMES = """
person people persons with before after since until when date added place in at near area type kind is tag colour color
light camera lens focal aperture iso rating duration size megapixels unnamed mood event album by file origin like mean
sort limit yearly time weekday count action
"""
OPERATORS = frozenset(_NAMES.split())
QUOTES = '"“”„«»'
_DIRECTIONS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
"""Signs that are not seen: they turn the direction of writing."""
_OVER = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200c\u200d"
"""Signs over and under letters, and those between them that are not seen: a word goes on behind them."""
_AFTER_NUMBER = r"(?:km|mi|m|min|s|h|mb|gb|mp)\b|[\u0600-\u06ff]"
_VALUE = rf"(?:[<>=]{{0,2}}(?:[{QUOTES}][^{QUOTES}]*(?:[{QUOTES}]|$)|(?:[^\s,|{QUOTES}()]|\([^\s,|{QUOTES}()]*\))+))"
_ENDINGS = "jpe?g|png|gif|webp|hei[cf]|avif|tiff?|bmp|jxl|dng|cr2|cr3|nef|arw|raf|orf|rw2|mp4|mov|avi|mkv|m4v|webm|3gp"
_OPERATOR = "|".join(sorted(OPERATORS, key=len, reverse=True))
_TOKEN = re.compile(
    rf"""
    (?P<operator>(?<![^\W_])(?:{_OPERATOR}):(?:{_VALUE}(?:,(?={_VALUE}){_VALUE})*)?)
  | (?P<hash>(?<![^\s(])\#[^\W\d_][\w-]*)
  | (?P<quoted>[{QUOTES}][^{QUOTES}]*(?:[{QUOTES}]|$))
  | (?P<minus>(?<![^\s{_DIRECTIONS}])[-−](?=[^\s\d-]))
  | (?P<file>(?<![^\W_])(?:
        [^\W_][\w()-]*\.(?:{_ENDINGS})\b
      | [^\W\d_]{{1,10}}_\d{{3,}}\w*
      | (?:img|vid|dsc|dscn|dscf|dscn|pxl|mvi|gopr|sam|cimg)-?\d{{3,}}[\w-]*
      | (?:img|vid|ptt)-\d{{8}}-\w+
    ))
  | (?P<date>(?<![\w./-])(?:
        \d{{4}}-(?:\d{{1,2}}-\d{{1,2}}|(?:0?[1-9]|1[0-2]))(?![\w-])
      | \d{{1,2}}[./]\d{{1,2}}[./](?:\d{{4,9}}|\d{{2}})(?![\w./])
      | \d{{1,2}}\.\d{{1,2}}\.(?!\d)
    ))
  | (?P<clock>(?<![\w:])(?:[01]?\d|2[0-4]):[0-5]\d(?:\s?[ap]m\b)?|(?<!\w)(?:0?[1-9]|1[0-2])\s?[ap]m\b)
  | (?P<decade>(?<!\w)['’]?(?:(?:1[89]|20)\d0|\d0)['’]?(?:s|er[n]?)\b)
  | (?P<aperture>(?<!\w)f\s?/\s?\d{{1,2}}(?:[.,]\d{{1,2}})?|(?<!\w)f\d{{1,2}}(?:[.,]\d{{1,2}})?(?!\w))
  | (?P<focal>(?<!\w)\d{{1,4}}(?:[.,]\d)?\s?mm\b)
  | (?P<ordinal>(?<!\w)\d{{1,3}}(?:st|nd|rd|th|er|ère|ere|ème|eme|e|º|ª|°|\.(?=\s+\w))(?!\w))
  | (?P<number>(?<![\w])(?<!\d[.,])\d{{1,9}}(?:[.,]\d{{1,3}}(?!\d))?(?=[^\w]|$|{_AFTER_NUMBER}))
  | (?P<to>\.\.+|[–—−-](?=\s*\d)|(?<=\d)[-–](?=\d))
  | (?P<poss>(?<=\w)['’`´]s\b)
  | (?P<star>★)
  | (?P<compare>>=|<=|≥|≤|>|<)
  | (?P<word>[^\W_](?:[^\W_]|[{_OVER}])*)
  | (?P<mark>[,;()/&+|])
    """,
    re.VERBOSE | re.IGNORECASE,
)


_SIGNS = str.maketrans(
    {chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)} | {"،": ",", "؛": ";", "٫": "."}
)
"""Digits and marks of the Arabic script, a sign for a sign, so that places in the text stay what they are."""
_UNSEEN = dict.fromkeys(map(ord, "ـ\u200c\u200d"))


def plain_signs(text: str) -> str:
    """Arabic digits and marks as all others write them."""
    return text.translate(_SIGNS)


def fold_word(text: str) -> str:
    """Folded as for search; an Arabic word that was drawn out is the word."""
    return fold(text).translate(_UNSEEN)


@dataclass(frozen=True, slots=True)
class Token:
    """`fold` is what is compared, `text` what was typed."""

    kind: str
    fold: str
    text: str
    start: int
    end: int


def lex(text: str) -> list[Token]:
    """Everything that carries meaning, in order; other signs are left out."""
    found = []
    for match in _TOKEN.finditer(plain_signs(text)):
        kind = match.lastgroup or "word"
        typed = text[match.start() : match.end()]
        folded = "'s" if kind == "poss" else fold_word(match.group())
        if kind == "word" and not folded:  # nothing but signs over letters
            continue
        found.append(Token(kind, folded, typed, match.start(), match.end()))
    return found


def literals(text: str, *, marks: str = "&") -> tuple[str, ...]:
    """The folds that `lex` gives for a name; of the marks only those named."""
    return tuple(token.fold for token in lex(text) if token.kind != "mark" or token.fold in marks)
