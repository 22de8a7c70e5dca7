"""Hard constraints over a synthetic library: precision and recall of composed queries against the known truth.

Each query is answered in the way that a library of this size is, and then in the other way, too: columns in memory
and SQL must both find exactly what is right.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench import harness
from bench.empty_database import empty_database
from bench.harness import ROOT, say

PHOTOS, SMOKE_PHOTOS = 100_000, 3_000
QUERIES = 240
STRANGERS = 20
"""A second owner has one photo in so many: nothing of theirs may come out."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.hard_constraints", description=__doc__)
    parser.add_argument("--photos", type=int, help=f"default {PHOTOS:,}")
    parser.add_argument("--rounds", type=int, help="not used: counts do not vary")
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="a small library")
    options = parser.parse_args(argv)
    count = options.photos or (SMOKE_PHOTOS if options.smoke else PHOTOS)
    with empty_database() as url:
        os.environ |= {"DATABASE_URL": url, "PHOTONEST_AI_URL": "http://127.0.0.1:1"}
        with _without_models():
            report = _measure(count, is_smoke=options.smoke)
    harness.write_report(report, options.json)
    say(
        f"{report['queries']} queries over {count:,} photos ({report['as_text']} asked as text): precision "
        f"{report['precision']:.4f}, recall {report['recall']:.4f}, p50 {report['wall']['p50_ms']} ms, "
        f"p95 {report['wall']['p95_ms']} ms, in the database alone {report['in_the_database']['p50_ms']} and "
        f"{report['in_the_database']['p95_ms']} ms: {report['verdict']}"
    )
    for wrong in report["wrong"][:10]:
        say(f"  {wrong}")
    return 0 if not report["wrong"] else 1


def _measure(count: int, *, is_smoke: bool) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    from bench.hard_queries import make_queries
    from bench.hard_truth import ZONE, holds
    from bench.hard_world import make_world, write_world
    from photonest.accounts.models import User
    from photonest.search import scope
    from photonest.search.finding import answer, read
    from photonest.search.parse import show
    from photonest.search.positions import as_uuids

    call_command("migrate", verbosity=0)
    owner, stranger = (
        User.objects.create(username=name, time_zone=ZONE, faces_enabled=True) for name in ("bench", "stranger")
    )
    say("making photos …")
    world = make_world(owner.pk, count, seed=1)
    write_world(world)
    write_world(make_world(stranger.pk, max(50, count // STRANGERS), seed=2))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    visible = [photo for photo in world.photos if photo.is_visible]
    say("asking …")
    found_right = found_all = wanted_all = as_text = 0
    wrong: list[str] = []
    walls: list[float] = []
    of_database_ms: list[float] = []
    slow = (0.0, "")
    for query in make_queries(world, QUERIES):
        asked = _as_text(read, owner, show(query), query)
        as_text += asked is not None
        if asked is None:
            wrong.append(f"{show(query)}: not read as the query that it shows")
        started = time.perf_counter()
        answered = answer(owner, asked or query)
        assert answered.listing is None
        walls.append((time.perf_counter() - started) * 1000)
        slow = max(slow, (walls[-1], str(query.hard)))
        in_memory = scope.in_memory(query.hard, answered.asked.asker)
        found = set(as_uuids(in_memory.ids))
        started = time.perf_counter()
        of_database = set(as_uuids(scope.ids_of(answered.photos)))
        of_database_ms.append((time.perf_counter() - started) * 1000)
        wanted = {photo.id for photo in visible if all(holds(part, photo, world) for part in query.hard)}
        found_right, found_all, wanted_all = (
            found_right + len(found & wanted), found_all + len(found), wanted_all + len(wanted),
        )  # fmt: skip
        if found != wanted or of_database != wanted or answered.total != len(wanted):
            wrong.append(
                f"{query.hard}: {len(found - wanted)} too many, {len(wanted - found)} missing, "
                f"in the database {len(of_database - wanted)} and {len(wanted - of_database)}"
            )
    walls.sort()
    of_database_ms.sort()
    return {
        "bench": "hard_constraints",
        "ours": f"photonest {harness.commit()}",
        "machine": harness.machine(),
        "photos": count,
        "visible": len(visible),
        "queries": QUERIES,
        "as_text": as_text,
        "matches": wanted_all,
        "precision": found_right / found_all if found_all else 1.0,
        "recall": found_right / wanted_all if wanted_all else 1.0,
        "wrong": wrong,
        "wall": {
            "p50_ms": round(walls[len(walls) // 2], 1),
            "p95_ms": round(walls[int(len(walls) * 0.95)], 1),
            "max_ms": round(slow[0], 1),
            "slowest": slow[1],
        },
        "in_the_database": {
            "p50_ms": round(of_database_ms[len(walls) // 2], 1),
            "p95_ms": round(of_database_ms[int(len(walls) * 0.95)], 1),
        },
        "target": 1.0,
        "verdict": "not judged (smoke)" if is_smoke else "missed" if wrong else "met",
        "load": harness.load(),
    }


@contextmanager
def _without_models() -> Iterator[None]:
    """A service that is down is waited for half a second, which is no part of what is measured here."""
    sys.path[:0] = [str(ROOT / "backend"), str(ROOT / "contracts"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "photonest.config.settings"
    import django

    django.setup()
    from photonest.ai.client import client_replaced

    with client_replaced(_NoModels()):  # type: ignore[arg-type]  # only what a search asks
        yield


class _NoModels:
    """An AI service that says at once that it is not there."""

    def models(self) -> Any:
        from photonest.ai.errors import AIUnreachable

        raise AIUnreachable("There are no models here.")

    vocabulary = models

    def embed_text(self, _: Any) -> Any:
        return self.models()


def _as_text(read: Any, owner: Any, text: str, query: Any) -> Any:
    """The query as its own words are understood, if they are understood as the same."""
    asked = read(owner, text) if len(text) <= 500 else None
    return asked if asked == query else None


if __name__ == "__main__":
    sys.exit(main())
