"""What search sees: mean average precision by name, paraphrase and plain words, and how often nothing is found rightly.

Every picture goes through the true models and the product's own tables; every query through the product's own search.
The pictures have neutral names, so that nothing is found by its file name. Most of the numbers of the search were
chosen on these pictures and on the lists `names`, `paraphrases`, `plain` and `absent`; the two lists called fresh were
written afterwards and are no part of that. Groups called held_out are of photographs (and queries) that no number was
chosen on, but for the scenes, whose heads learned from them later; the targets are judged there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench import eyes_counts, eyes_pictures, harness
from bench.empty_database import empty_database
from bench.harness import ROOT, say

TARGETS = {"held_out_names": 0.74, "held_out_paraphrases": 0.72}
NOTHING_TARGET = 0.90
COMMON_MOODS = ("joyful", "calm", "cosy", "gloomy", "energetic")
LIMIT = 500
FRAME = "a photo of a {}"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.eyes", description=__doc__)
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="only pictures that packages ship, and few queries")
    parser.add_argument("--rounds", type=int, help="of no use here: the answer is the same each time")
    parser.add_argument("--models", type=Path, help="folder of installed models (default: PHOTONEST_MODELS)")
    parser.add_argument(
        "--photos",
        type=Path,
        nargs="*",
        default=[],
        help="folders with the pictures of the two truths",
    )
    options = parser.parse_args(argv)
    models = (options.models or Path(os.environ.get("PHOTONEST_MODELS", ROOT / ".cache" / "models"))).absolute()
    if not (models / "minilm").is_dir():
        say(f"eyes SKIPPED: no models in {models} (run `photonest models install`, or give --models)")
        return 0
    with empty_database() as url:
        os.environ |= {"DATABASE_URL": url, "PHOTONEST_AI_URL": "http://127.0.0.1:1"}
        report = _measure(models, [] if options.smoke else options.photos, is_smoke=options.smoke)
    harness.write_report(report, options.json)
    for name, found in report["groups"].items():
        say(f"{name:>18}: " + ", ".join(f"{key} {value}" for key, value in found.items()))
    say(f"eyes: {report['verdict']}")
    return 0


def _measure(models: Path, photos: Sequence[Path], *, is_smoke: bool) -> dict[str, Any]:
    sys.path[:0] = [str(ROOT / part) for part in ("backend", "contracts", "ai")] + [str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "photonest.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from photonest.accounts.models import User
    from photonest.ai.client import client_replaced
    from photonest_ai.models.registry import Models
    from photonest_ai.runtime.store import ModelStore

    call_command("migrate", verbosity=0)
    owner = User.objects.create(username="bench")
    truth = eyes_pictures.read_truth()
    client = _InProcess(Models(ModelStore(models)))
    with client_replaced(client):  # type: ignore[arg-type]  # no HTTP here
        keys, cost = _fill(owner, client, truth, photos)
        shown = set(keys.values())
        if not photos:
            say(f"{len(truth.known) - len(shown & truth.known)} pictures SKIPPED: they come in no package (--photos)")
        groups = _ask_all(owner, keys, truth, shown, is_smoke=is_smoke)
        own = dict(eyes_pictures.of_packages(truth))
        groups |= eyes_counts.judge(truth, own, client.seen, client.look)
        held_out = _held_out(client, photos)
    return {
        "benchmark": "eyes",
        "pictures": len(keys),
        "without": sorted(truth.known - shown),
        "cpu_ms_a_picture": round(cost, 1),
        "groups": groups | held_out,
        "verdict": "not judged (no photographs)" if not held_out else _verdict(groups | held_out),
    }


def _held_out(client: _InProcess, photos: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """The same of the photographs that were kept back; empty where they are not there."""
    from photonest.accounts.models import User

    truth = eyes_pictures.read_truth(eyes_pictures.HELD_OUT)
    owner = User.objects.create(username="held-out")
    spent: list[float] = []
    pictures = (picture for folder in photos for picture in eyes_pictures.of_folder(folder, truth))
    keys = {_store(owner, client, key, rgb, spent): key for key, rgb in pictures}
    if set(keys.values()) != truth.known:
        say(
            f"held out SKIPPED: {len(keys)} of {len(truth.known)} photographs "
            f"(--photos, see {eyes_pictures.HELD_OUT.name})"
        )
        return {}
    told = _ask_all(owner, keys, truth, truth.known, is_smoke=False)
    found = {f"held_out_{name}": group for name, group in told.items() if group["queries"]}
    return found | {"held_out_moods": _moods(owner, keys)}


def _moods(owner: Any, keys: Mapping[Any, str]) -> dict[str, Any]:
    """F1 of what is shown for each mood that a picture has; how far scores are from the truth (ECE, tenths)."""
    from photonest.tags.models import AssetTag, TagKind

    truth = json.loads(eyes_pictures.HELD_OUT.read_text("utf-8"))["moods"]
    said = {
        (keys[asset], name): (score, is_shown)
        for asset, name, score, is_shown in AssetTag.objects.filter(owner=owner, kind=TagKind.MOOD).values_list(
            "asset_id", "tag__name", "score", "is_shown"
        )
    }
    f1 = {}
    for mood, there in truth.items():
        shown = {key for (key, name), (_, is_shown) in said.items() if name == mood and is_shown}
        if there:
            f1[mood] = round(2 * len(shown & set(there)) / (len(shown) + len(there)), 2)
    scores = np.array([said.get((key, mood), (0.0, False))[0] for mood in truth for key in keys.values()])
    right = np.array([key in there for there in truth.values() for key in keys.values()])
    tenth = np.minimum((10 * scores).astype(int), 9)
    off = [abs(float(scores[tenth == n].sum() - right[tenth == n].sum())) for n in range(10)]
    common = [f1[mood] for mood in COMMON_MOODS]
    return {"f1": f1, "macro_f1_of_five": round(float(np.mean(common)), 2), "ece": round(sum(off) / len(scores), 3)}


def _verdict(groups: Mapping[str, Mapping[str, Any]]) -> str:
    missed = [name for name, least in TARGETS.items() if groups[name]["mAP"] < least]
    missed += [name for name in groups if name.endswith("absent") and groups[name]["nothing_found"] < NOTHING_TARGET]
    return "met" if not missed else "missed: " + ", ".join(missed)


class _InProcess:
    """The AI service without HTTP."""

    def __init__(self, models: Any) -> None:
        self._models = models
        self.seen: dict[str, Any] = {}
        """By the key of the picture."""

    def look(self, rgb: np.ndarray) -> Any:
        from photonest_ai.runtime.images import Picture
        from photonest_ai.tasks.analyse import analyse
        from photonest_contracts.inference import DEFAULT_TASKS

        return analyse(self._models, Picture(rgb), set(DEFAULT_TASKS))

    def embed_text(self, request: Any) -> Any:
        from photonest_ai.tasks.embed_text import embed_text

        return embed_text(self._models, request)

    def vocabulary(self) -> Any:
        from photonest_ai.tasks.vocabulary import vocabulary

        return vocabulary(self._models, objects_on=True)

    def models(self) -> Any:
        from photonest_ai.tasks.model_list import model_list

        return model_list(self._models, objects_on=True)


def _fill(
    owner: Any, client: _InProcess, truth: eyes_pictures.Truth, photos: Sequence[Path]
) -> tuple[dict[Any, str], float]:
    """Look at every picture and store what is seen; asset id -> key, and CPU milliseconds of looking at one."""
    say("looking at the pictures …")
    own = dict(eyes_pictures.of_packages(truth))
    keys: dict[Any, str] = {}
    spent: list[float] = []
    for key, rgb in own.items():
        keys[_store(owner, client, key, rgb, spent)] = key
    for key, name, rgb in eyes_pictures.insets(own):
        keys[_store(owner, client, key, rgb, spent)] = key
        truth.names[name].add(key)
        for query in (query for query, answers in truth.plain.items() if answers == truth.names[name] - {key}):
            truth.plain[query].add(key)
    for folder in photos:
        for key, rgb in eyes_pictures.of_folder(folder, truth):
            keys[_store(owner, client, key, rgb, spent)] = key
    return keys, 1000 * float(np.median(spent))


def _store(owner: Any, client: _InProcess, key: str, rgb: np.ndarray, spent: list[float]) -> Any:
    from django.db import transaction
    from django.utils import timezone

    from photonest.assets import facts
    from photonest.assets.models import Asset
    from photonest.core.ids import new_id
    from photonest.people.services import store_faces
    from photonest.search.services import store_embedding
    from photonest.tags.services import store_tags

    began = time.process_time()
    seen = client.seen[key] = client.look(rgb)
    spent.append(time.process_time() - began)
    now = timezone.now()
    height, width = rgb.shape[:2]
    asset = Asset(
        id=new_id(), owner=owner, sha256=hashlib.sha256(key.encode()).digest(), filename=f"IMG_{len(spent):04}.jpg",
        size_bytes=1, kind="image", format="jpeg", mime="image/jpeg", state="ready", width_px=width, height_px=height,
        taken_at=now, local_at=now, local_day=now.date(), taken_source="file", added_at=now, camera_make="Bench",
    )  # fmt: skip
    with transaction.atomic():
        asset.save(force_insert=True)
        store_tags(asset, seen)
        store_faces(asset, seen)
        store_embedding(asset, seen)
    facts.apply_quality(asset, seen.quality)
    facts.apply_people(asset, len(seen.faces or ()), seen.objects)
    asset.save()
    return asset.pk


def _ask_all(
    owner: Any, keys: Mapping[Any, str], truth: eyes_pictures.Truth, shown: set[str], *, is_smoke: bool
) -> dict[str, dict[str, Any]]:
    step = 3 if is_smoke else 1
    there = {name: answers & shown for name, answers in truth.names.items() if answers & shown}
    asked = {
        "names": [(FRAME.format(name), answers) for name, answers in there.items()],
        "paraphrases": _worded(truth.paraphrases, there),
        "fresh_paraphrases": _worded(truth.fresh_paraphrases, there),
        "plain": [(query, answers & shown) for query, answers in truth.plain.items() if answers & shown],
    }
    groups = {name: _precision(owner, keys, queries[::step]) for name, queries in asked.items()}
    for name, absent in (("absent", truth.absent), ("fresh_absent", truth.fresh_absent)):
        wrong = [query for query in absent[::step] if _search(owner, FRAME.format(query))]
        total = len(absent[::step])
        honest = round(1 - len(wrong) / max(1, total), 3)
        groups[name] = {"queries": total, "nothing_found": honest, "found": wrong}
    return groups


def _worded(phrases: Mapping[str, Sequence[str]], there: Mapping[str, set[str]]) -> list[tuple[str, set[str]]]:
    return [(FRAME.format(phrase), there[name]) for name, said in phrases.items() if name in there for phrase in said]


def _precision(owner: Any, keys: Mapping[Any, str], asked: Sequence[tuple[str, set[str]]]) -> dict[str, Any]:
    found = {query: average_precision([keys[one] for one in _search(owner, query)], there) for query, there in asked}
    unanswered = [query for query, value in found.items() if value == 0]
    return {
        "queries": len(asked),
        "mAP": round(float(np.mean(list(found.values()) or [0.0])), 3),
        "without_a_right_hit": unanswered,
        "worst": sorted(found, key=lambda query: found[query])[:10],
    }


def average_precision(hits: Iterable[str], answers: set[str]) -> float:
    """Over what is listed; a right picture that is not listed counts as never found."""
    right, total = 0, 0.0
    for place, key in enumerate(hits, 1):
        if key in answers:
            right += 1
            total += right / place
    return total / len(answers)


def _search(owner: Any, query: str) -> list[Any]:
    from photonest.search.services import search

    return [hit.asset.pk for hit in search(owner, query, LIMIT).hits]


if __name__ == "__main__":
    sys.exit(main())
