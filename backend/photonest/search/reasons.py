"""Why an asset was found, in words a person can check: tags with their score, likeness, names, places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection

from photonest.assets.models import Asset
from photonest.search.asked import Asked
from photonest.search.fuse import WEAK_EVENT, WEAK_LIKENESS, Evidence
from photonest.search.matched import matched
from photonest.search.parse import Query
from photonest.search.queries import texts_of
from photonest.search.retrieve import WantedTag
from photonest.search.words import Field, fold, is_number, stands_in, tokens

SHOWN_TAGS = 2
PREFIX = {Field.SAID: "says", Field.PLACE: "place", Field.NAME: "name", Field.CAMERA: "camera", Field.TEXT: "text"}


def reasons(
    assets: Sequence[Asset],
    evidence: Mapping[UUID, Evidence],
    asked: Asked,
    *,
    behind: Mapping[UUID, Sequence[str]] | None = None,
) -> dict[UUID, tuple[str, ...]]:
    """Asset id -> at least one reason. Assets that are found by names should come with their `names` loaded.

    First what had to hold and held (person, event, date, place …), then what the meaning rests on. `behind`: what only
    a photo behind the cover of its stack says.
    """
    held = matched(assets, asked.query, asked.asker, viewer=asked.viewer)
    phrases = [words for words in asked.query.phrases if words]
    ranked = bool(evidence)
    tags, seen_as = _tags(assets, asked.wanted) if ranked else ({}, {})
    found = {}
    for asset in assets:
        known = evidence.get(asset.pk, Evidence())
        why = list(held.get(asset.pk, ()))
        if known.words > 0 or phrases:
            why += _texts(asset, asked.query.terms, phrases)
        why += (behind or {}).get(asset.pk, ())
        why += [f"tag: {name} {score:.2f}" for name, score in tags.get(asset.pk, ())[:SHOWN_TAGS]]
        if known.alike:
            why.append(f"looks alike: {known.alike:.2f}")
        if known.event >= WEAK_EVENT:
            why.append("event: looks like one")
        is_like = known.likeness is not None and known.likeness >= WEAK_LIKENESS and not tags.get(asset.pk)
        if not why or is_like:
            words_seen = ", ".join(name for name, _ in seen_as.get(asset.pk, ())[:SHOWN_TAGS])
            why.append(f"looks like: {words_seen}" if words_seen else "looks similar")
        found[asset.pk] = tuple(dict.fromkeys(why))
    return found


def _tags(
    assets: Sequence[Asset], wanted: Mapping[int, WantedTag]
) -> tuple[dict[UUID, list[tuple[str, float]]], dict[UUID, list[tuple[str, float]]]]:
    """Per asset: its tags that the query is close to, those that count most first; and all its tags, surest first."""
    close: dict[UUID, list[tuple[float, str, float]]] = {}
    every: dict[UUID, list[tuple[str, float]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.asset_id, a.tag_id, t.name, a.score FROM tags_assettag a JOIN tags_tag t ON t.id = a.tag_id"
            " WHERE a.asset_id = ANY(%s) ORDER BY a.score DESC, t.name",
            [[asset.pk for asset in assets]],
        )
        rows = cursor.fetchall()
    for asset_id, tag_id, name, score in rows:
        every.setdefault(asset_id, []).append((name, score))
        if tag_id in wanted:
            close.setdefault(asset_id, []).append((score**0.5 * wanted[tag_id].weight, name, score))
    ranked = {}
    for asset_id, tags in close.items():
        once: dict[str, float] = {}
        for _, name, score in sorted(tags, reverse=True):
            once.setdefault(name, score)
        ranked[asset_id] = list(once.items())
    return ranked, every


def in_texts(asset: Asset, query: Query) -> list[str]:
    """Texts of the asset in which a word or phrase of the query stands."""
    return _texts(asset, query.terms, [words for words in query.phrases if words])


def _texts(asset: Asset, terms: Sequence[Sequence[str]], phrases: Sequence[Sequence[str]]) -> list[str]:
    """Texts of the asset in which a term or phrase of the query stands: ``place: Lisbon``."""
    found = []
    asked = [*((term, is_number(term[-1])) for term in terms), *((phrase, True) for phrase in phrases)]
    for field, text in texts_of(asset):
        here = tokens(text)
        wanted = next((words for words, is_open in asked if stands_in(here, words, is_open=is_open)), None)
        if wanted is not None:
            shown = _line_with(text, wanted[0]) if field is Field.TEXT else text
            shown = shown if len(shown) <= 60 else shown[:59].rstrip() + "…"
            found.append(f'{PREFIX[field]}: "{shown}"' if field is Field.TEXT else f"{PREFIX[field]}: {shown}")
    return list(dict.fromkeys(found))[:3]


def _line_with(text: str, word: str) -> str:
    """The first line of a text read in a picture in which a word begins so, from shortly before the word."""
    for line in text.splitlines():
        if any(token.startswith(word) for token in tokens(line)):
            at = max(0, fold(line).find(word) - 20) if len(line) > 60 else 0
            return line[at:] if at == 0 else "…" + line[at:].lstrip()
    return text.replace("\n", " ")
