"""The page of results as a browser gets it: GET /api/search over HTTP, a library of 100,000 photos, ten typical texts.

The real web server and the real AI service, where its models are installed; the library is made (`search_world.py`),
with people, favourites and cameras added to it. Each round asks every text once, in another order.
"""

from __future__ import annotations

import argparse
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import harness
from bench.empty_database import empty_database
from bench.harness import ROOT, say

PHOTOS, SMOKE_PHOTOS = 100_000, 6_000
ROUNDS, SMOKE_ROUNDS = 20, 2
P50_MS, P95_MS = 50.0, 150.0
PEOPLE = ("Anna", "Bruno", "Clara", "Tom")
TEXTS = (
    "dog",
    "a cat in the evening",
    "with Anna",
    "Anna and Tom in Rome",
    "summer 2015",
    "Vienna",
    "favourites from 2019",
    "dog in Lisbon 2012",
    "IMG_001234",
    "photos without people",
)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.search_page", description=__doc__)
    parser.add_argument("--photos", type=int, help=f"default {PHOTOS:,}")
    parser.add_argument("--rounds", type=int, help=f"default {ROUNDS}")
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="tiny input: does it run, and is every text answered")
    options = parser.parse_args(argv)
    count = options.photos or (SMOKE_PHOTOS if options.smoke else PHOTOS)
    with empty_database() as url:
        os.environ |= {"DATABASE_URL": url, "PHOTONEST_SECRET_KEY": "bench" * 10}
        report = _measure(count, options.rounds or (SMOKE_ROUNDS if options.smoke else ROUNDS), is_smoke=options.smoke)
    harness.write_report(report, options.json)
    for row in report["texts"]:
        say(f"  {row['text']:<28} p50 {row['p50_ms']:7.1f}  p95 {row['p95_ms']:7.1f} ms, {row['total']:>6} found")
    say(
        f"all texts of {count:,} photos: p50 {report['p50_ms']} ms, p95 {report['p95_ms']} ms; refinements beside them "
        f"p50 {report['facets_p50_ms']} ms: {report['verdict']}"
    )
    return 0 if report["all_found"] else 1


def _measure(count: int, rounds: int, *, is_smoke: bool) -> dict[str, Any]:
    sys.path[:0] = [str(ROOT / "backend"), str(ROOT / "contracts"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "photonest.config.settings"
    from bench.search import _models, _text_model

    models = _models(None)
    with _text_model(models) as ai_url:
        os.environ["PHOTONEST_AI_URL"] = ai_url or "http://127.0.0.1:1"
        cookie = _fill(count, models)
        say("asking …")
        load_before = harness.load()
        with _web_server() as port:
            walls, facets, totals = _ask(port, cookie, rounds)
    every = sorted(wall for asked in walls.values() for wall in asked)
    p50, p95 = every[len(every) // 2], every[int(len(every) * 0.95)]
    is_met = p50 <= P50_MS and p95 <= P95_MS
    return {
        "bench": "search_page",
        "ours": f"photonest {harness.commit()}",
        "machine": harness.machine(),
        "photos": count,
        "rounds": rounds,
        "text_model": "real, over HTTP" if models else "not installed: names, places and tags only",
        "texts": [
            {
                "text": text,
                "p50_ms": round(sorted(asked)[len(asked) // 2], 1),
                "p95_ms": round(sorted(asked)[int(len(asked) * 0.95)], 1),
                "total": totals[text],
            }
            for text, asked in walls.items()
        ],
        "p50_ms": round(p50, 1),
        "p95_ms": round(p95, 1),
        "facets_p50_ms": round(sorted(facets)[len(facets) // 2], 1),
        "all_found": all(totals.values()),
        "targets": {"p50_ms": P50_MS, "p95_ms": P95_MS},
        "verdict": "not judged (smoke)" if is_smoke else "met" if is_met else "missed",
        "load_before": load_before,
        "load_after": harness.load(),
    }


def _fill(count: int, models: Path | None) -> str:
    """Make the library; return the cookie of somebody signed in."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, connections
    from django.test import Client

    from bench import search_world
    from photonest.accounts.models import User
    from photonest.people.models import Person

    call_command("migrate", verbosity=0)
    owner = User.objects.create(username="bench", faces_enabled=True, time_zone="Europe/Vienna")
    say(f"making {count:,} photos …")
    vocabulary = search_world.read_vocabulary(models)
    search_world.fill_database(owner.pk, search_world.make_photos(count, vocabulary), vocabulary)
    people = [Person.objects.create(owner=owner, name=name).pk for name in PEOPLE]
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(
            "UPDATE assets_asset SET is_favourite = random() < 0.05, iso = (random() * 6400)::int, person_count ="
            " floor(random() * 4), camera_make = 'Canon', camera_model = 'EOS R' || floor(random() * 6)"
        )
        cursor.execute(
            'INSERT INTO people_face (id, created_at, asset_id, owner_id, person_id, assigned_by, "left", top, width,'
            " height, points, score, quality, source, is_ignored, name_in_file)"
            " SELECT gen_random_uuid(), now(), a.id, a.owner_id,"
            " (%s::uuid[])[1 + floor(random() * 4)::int], 'user', 0.1, 0.1, 0.1, 0.1, '[]', 0.9, 0.9, 'm@1', false, ''"
            " FROM assets_asset a, generate_series(1, 2) WHERE random() < 0.3",
            [people],
        )
        cursor.execute("VACUUM ANALYZE")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    connections.close_all()
    return cookie


@contextmanager
def _web_server() -> Iterator[int]:
    """The product's own, on a free port of this machine."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        server = subprocess.Popen(
            [sys.executable, "-m", "photonest.cli.web", str(listening.fileno())],
            pass_fds=[listening.fileno()],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "contracts"), str(ROOT / "backend")])},
            cwd=ROOT / "backend",
        )
        try:
            yield listening.getsockname()[1]
        finally:
            server.terminate()
            server.wait(timeout=20)


def _ask(port: int, cookie: str, rounds: int) -> tuple[dict[str, list[float]], list[float], dict[str, int]]:
    """Milliseconds of every answer, of the refinements beside them, and how many photos each text finds."""
    import httpx

    rng = random.Random(2)
    walls: dict[str, list[float]] = {text: [] for text in TEXTS}
    facets: list[float] = []
    totals: dict[str, int] = {}
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}/api", headers={"Cookie": cookie}, timeout=60, trust_env=False
    ) as client:
        for number in range(rounds + 2):  # two to get warm
            for text in rng.sample(TEXTS, len(TEXTS)):
                started = time.perf_counter()
                answer = client.get("/search", params={"q": text})
                wall = (time.perf_counter() - started) * 1000
                totals[text] = answer.raise_for_status().json()["total"]
                started = time.perf_counter()
                client.get("/search/facets", params={"q": text}).raise_for_status()
                if number >= 2:
                    walls[text].append(wall)
                    facets.append((time.perf_counter() - started) * 1000)
    return walls, facets, totals


if __name__ == "__main__":
    sys.exit(main())
