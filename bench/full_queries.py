"""Whole queries, "a cat with Anna in Rome in 2021": nDCG@10 against a labelled set, and how honest "nothing found" is.

Two libraries: photographs of single things cut out and put before other grounds (`stamps.py`, asked for by their
everyday words), and pictures that packages ship with some pasted together from them (`eyes_pictures.py`). They go
through the true models once. Each is then kept several times, with other people, places and years, so that a right
picture is wrong where the rest of the query does not hold. Queries are texts, read by the product's own grammar and
answered by its own search.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import random
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bench import eyes_pictures, harness, stamps
from bench.empty_database import empty_database
from bench.harness import ROOT, say

NDCG, NOTHING, KEPT = 0.85, 0.90, 0.95
AT = 10
PEOPLE = ("Anna", "Bob")
PLACES = (("Rome", "Italy"), ("Vienna", "Austria"), ("", ""))
YEARS = (2019, 2021)
COPIES = 6
FRAMES = ("{}", "a photo of a {}")
GROUPS = ("words", "names", "plain", "paraphrases", "fresh")
JUDGED, JUDGED_WITHOUT = ("words",), ("names", "plain")
"""Everyday words for the cut-outs: a hundred kinds, where the pictures of packages have few kinds and one or two
pictures of each. How far rarer words are known ("mouser") is what `bench eyes` measures; they are reported beside."""
HARD = (
    "", "with Anna", "without Anna", "with Anna and Bob", "in Rome", "in Italy without Bob", "in 2021", "before 2020",
    "with Bob in Vienna in 2019", "with Anna in 2021, not in Rome", "no location", "in Austria, favourites",
)  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.full_queries", description=__doc__)
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="a fifth of the queries")
    parser.add_argument("--rounds", type=int, help="of no use here: the answer is the same each time")
    parser.add_argument("--models", type=Path, help="folder of installed models (default: PHOTONEST_MODELS)")
    parser.add_argument("--stamps", type=Path, default=stamps.FOLDER, help="folder of Debian's tuxpaint-stamps-default")
    options = parser.parse_args(argv)
    models = (options.models or Path(os.environ.get("PHOTONEST_MODELS", ROOT / ".cache" / "models"))).absolute()
    if not (models / "minilm").is_dir():
        say(f"full_queries SKIPPED: no models in {models} (run `photonest models install`, or give --models)")
        return 0
    with empty_database() as url:
        os.environ |= {"DATABASE_URL": url, "PHOTONEST_AI_URL": "http://127.0.0.1:1"}
        report = _measure(models, options.stamps if options.stamps.is_dir() else None, is_smoke=options.smoke)
    harness.write_report(report, options.json)
    for name, group in report["groups"].items():
        say(f"{name:>14}: {group['queries']} queries, nDCG@10 {group['ndcg']}, recall kept {group['recall_kept']}")
    for name in ("ndcg", "recall_kept", "unanswerable", "nothing_found", "hard_parts_broken", "verdict"):
        say(f"{name:>14}: {report[name]}")
    return 0


def _measure(models: Path, cut_outs: Path | None, *, is_smoke: bool) -> dict[str, Any]:
    sys.path[:0] = [str(ROOT / part) for part in ("backend", "contracts", "ai")] + [str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "photonest.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from bench.eyes import _InProcess
    from photonest.accounts.models import User
    from photonest.ai.client import client_replaced
    from photonest_ai.models.registry import Models
    from photonest_ai.runtime.store import ModelStore

    call_command("migrate", verbosity=0)
    truth = eyes_pictures.read_truth()
    client = _InProcess(Models(ModelStore(models)))
    asked: list[Asked] = []
    library: dict[Any, Told] = {}
    step = 5 if is_smoke else 1
    with client_replaced(client):  # type: ignore[arg-type]  # no HTTP here
        say("looking at the pictures …")
        for pictures, things in _sets(truth, cut_outs):
            owner = User.objects.create(username=f"bench{len(library)}", faces_enabled=True, time_zone="Europe/Vienna")
            held = _fill(owner, client, pictures, most=12 if is_smoke else None)
            library |= held
            asked += _queries(owner, things, held)[::step]
        say(f"{len(library)} photos, {len(asked)} queries")
        with_answer = [one for one in asked if one.right]
        without = [one for one in asked if not one.right]
        found = {one: _search(one.owner, one.text) for one in asked}
        with _no_cut_off():
            uncut = {one: _search(one.owner, one.text) for one in with_answer}
    wrong = [one.text for one in without if found[one]]
    outside = [one.text for one in asked if not all(_holds(one.hard, library[hit]) for hit in found[one])]
    groups = {name: [one for one in with_answer if one.group == name] for name in GROUPS}
    told = {name: _judge(some, found, uncut) for name, some in groups.items()}
    judged = JUDGED if cut_outs is not None else JUDGED_WITHOUT
    plain = _judge([one for one in with_answer if one.group in judged], found, uncut)
    verdict = "not judged (smoke)" if is_smoke else "not judged (no cut-outs: apt-get install tuxpaint-stamps-default)"
    honest = 1 - len(wrong) / len(without)
    is_met = plain["ndcg"] >= NDCG and honest >= NOTHING and plain["recall_kept"] >= KEPT
    return {
        "bench": "full_queries",
        "ours": f"photonest {harness.commit()}",
        "photos": len(library),
        "answerable": len(with_answer),
        **plain,
        "groups": told,
        "unanswerable": len(without),
        "nothing_found": round(honest, 3),
        "found_wrongly": wrong,
        "hard_parts_broken": outside,
        "targets": {"ndcg": NDCG, "nothing_found": NOTHING, "recall_kept": KEPT},
        "verdict": verdict if is_smoke or cut_outs is None else "met" if is_met and not outside else "missed",
    }


def _judge(asked: Sequence[Asked], found: Mapping[Asked, Any], uncut: Mapping[Asked, Any]) -> dict[str, Any]:
    scores = {one: _ndcg(found[one], one.right) for one in asked}
    kept = _recall(found, asked) / max(1e-9, _recall(uncut, asked))
    return {
        "queries": len(asked),
        "ndcg": round(sum(scores.values()) / max(1, len(scores)), 3),
        "ndcg_without_cut_off": round(sum(_ndcg(uncut[one], one.right) for one in asked) / max(1, len(asked)), 3),
        "recall_kept": round(kept, 3),
        "empty": [one.text for one in scores if not found[one]],
        "worst": [(one.text, round(value, 2)) for one, value in sorted(scores.items(), key=lambda row: row[1])[:40]],
    }


@dataclass(frozen=True)
class Asked:
    owner: Any
    text: str
    hard: str
    group: str
    right: frozenset[Any]


Told = tuple[str, frozenset[str], str, str, int, bool]
"""Key of the picture, people, city, country, year, favourite."""
Library = Mapping[Any, Told]
Thing = tuple[str, str, set[str]]
"""Group, what is asked for, keys of the pictures that show it."""


def _sets(truth: eyes_pictures.Truth, cut_outs: Path | None) -> Iterator[tuple[Mapping[str, np.ndarray], list[Thing]]]:
    """The pictures of each library, and what is asked of it."""
    own = dict(eyes_pictures.of_packages(truth))
    absent = (*truth.absent, *truth.fresh_absent)
    if cut_outs is not None:
        wanted: list[Thing] = [("words", word, keys) for word, keys in stamps.words().items()]
        wanted += [("absent", word, set()) for word in absent if word not in stamps.words().keys() | stamps.there_too()]
        yield dict(stamps.pictures(cut_outs, own)), wanted
    pictures = dict(own)
    for key, name, rgb in eyes_pictures.insets(own):
        pictures[key] = rgb
        truth.names[name].add(key)
        for query in [query for query, answers in truth.plain.items() if answers == truth.names[name] - {key}]:
            truth.plain[query].add(key)
    yield pictures, _things(truth, pictures.keys()) + [("absent", name, set()) for name in absent]


def _things(truth: eyes_pictures.Truth, there: Collection[str]) -> list[Thing]:
    things: list[Thing] = []
    shown = set(there)
    for name, answers in truth.names.items():
        if answers & shown:
            things.append(("names", name, answers & shown))
            things += [("paraphrases", phrase, answers & shown) for phrase in truth.paraphrases.get(name, [])]
            things += [("fresh", phrase, answers & shown) for phrase in truth.fresh_paraphrases.get(name, [])]
    return things + [("plain", query, answers & shown) for query, answers in truth.plain.items() if answers & shown]


def _fill(owner: Any, client: Any, pictures: Mapping[str, np.ndarray], *, most: int | None) -> Library:
    from photonest.people.models import Person

    people = {name: Person.objects.create(owner=owner, name=name) for name in PEOPLE}
    library: dict[Any, Told] = {}
    groups = [frozenset[str](), frozenset({"Anna"}), frozenset({"Bob"}), frozenset(PEOPLE)]
    rng = random.Random(6)
    for key, rgb in list(pictures.items())[-most if most else 0 :]:
        seen = client.look(rgb)
        for who, place, year in rng.sample(list(itertools.product(groups, PLACES, YEARS)), COPIES):
            told = (key, who, *place, year, rng.random() < 0.5)
            library[_store(owner, people, seen, told, len(library))] = told
    return library


def _store(owner: Any, people: Mapping[str, Any], seen: Any, told: Any, number: int) -> Any:
    from photonest.assets import facts
    from photonest.assets.models import Asset
    from photonest.core.ids import new_id
    from photonest.people.models import Face
    from photonest.search.services import index_words, store_embedding
    from photonest.tags.services import store_tags

    _key, who, city, country, year, is_favourite = told
    at = datetime(year, 1 + number % 12, 1 + number % 28, 12, tzinfo=UTC)
    asset = Asset(
        id=new_id(), owner=owner, sha256=number.to_bytes(32, "big"), filename=f"IMG_{number:05}.jpg", size_bytes=1,
        kind="image", format="jpeg", mime="image/jpeg", state="ready", width_px=960, height_px=720,
        taken_at=at, local_at=at, local_day=at.date(), taken_source="exif", added_at=at, city=city, country=country,
        latitude=None if not city else 45.0, longitude=None if not city else 12.0, is_favourite=is_favourite,
    )  # fmt: skip
    asset.save(force_insert=True)
    store_tags(asset, seen)
    store_embedding(asset, seen)
    facts.apply_quality(asset, seen.quality)
    facts.apply_people(asset, len(seen.faces or ()), seen.objects)
    asset.save()
    index_words(asset)
    Face.objects.bulk_create(
        Face(
            asset=asset, owner=owner, left=0.1, top=0.1, width=0.1, height=0.1, points=[], score=0.9, quality=0.9,
            source="user", person=people[name], assigned_by="user",
        )
        for name in sorted(who)
    )  # fmt: skip
    return asset.pk


def _queries(owner: Any, things: Sequence[Thing], library: Library) -> list[Asked]:
    """Text and the photos that answer it; none for things that are in no picture."""
    asked = []
    for number, (group, thing, answers) in enumerate(things):
        for hard in (HARD[(3 * number + turn) % len(HARD)] for turn in range(4 if answers else 2)):
            text = f"{FRAMES[0 if group == 'plain' else number % 2].format(thing)} {hard}".strip()
            right = frozenset(asset for asset, told in library.items() if told[0] in answers and _holds(hard, told))
            if right or not answers:
                asked.append(Asked(owner, text, hard, group, right))
    return asked


def _holds(hard: str, told: Told) -> bool:
    """What the hard words mean, written down once more by hand."""
    _key, who, city, country, year, is_favourite = told
    return {
        "": True,
        "with Anna": "Anna" in who,
        "without Anna": "Anna" not in who,
        "with Anna and Bob": who == set(PEOPLE),
        "in Rome": city == "Rome",
        "in Italy without Bob": country == "Italy" and "Bob" not in who,
        "in 2021": year == 2021,
        "before 2020": year < 2020,
        "with Bob in Vienna in 2019": "Bob" in who and city == "Vienna" and year == 2019,
        "with Anna in 2021, not in Rome": "Anna" in who and year == 2021 and city != "Rome",
        "no location": city == "",
        "in Austria, favourites": country == "Austria" and is_favourite,
    }[hard]


def _search(owner: Any, text: str) -> list[Any]:
    from photonest.search.services import search

    return [hit.asset.pk for hit in search(owner, text, 500).hits]


def _ndcg(found: Sequence[Any], right: frozenset[Any]) -> float:
    gained = sum(1 / math.log2(place + 2) for place, asset in enumerate(found[:AT]) if asset in right)
    return gained / sum(1 / math.log2(place + 2) for place in range(min(AT, len(right))))


def _recall(found: Mapping[Asked, Sequence[Any]], asked: Sequence[Asked]) -> float:
    """Mean share of the right photos among the first ten, of as many as fit there."""
    return sum(len(one.right & set(found[one][:AT])) / min(AT, len(one.right)) for one in asked) / max(1, len(asked))


@contextmanager
def _no_cut_off() -> Iterator[None]:
    """Everything that has any evidence is listed."""
    from photonest.search import fuse

    kept = {name: getattr(fuse, name) for name in ("SURE_FROM", "WEAK_FROM", "WEAK_LIKENESS")}
    fuse.SURE_FROM, fuse.WEAK_FROM, fuse.WEAK_LIKENESS = -1.0, -1.0, -1.0
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(fuse, name, value)


if __name__ == "__main__":
    sys.exit(main())
