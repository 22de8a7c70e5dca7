"""The timeline of 1,000,000 photos over 20 years with one month of 60,000: milliseconds and bytes of its answers.

Asked over Django's test client, signed in, as a browser asks; no network. A page is a segment of at most 1,000 photos.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import sys
import time
from typing import Any

from bench import harness
from bench.empty_database import empty_database
from bench.harness import ROOT, say

PHOTOS, WORST_MONTH = 1_000_000, 60_000
SMOKE_PHOTOS, SMOKE_WORST_MONTH = 20_000, 5_000
PAGE_TARGET_MS = 50.0
PAGES = 15

FILL = """
    INSERT INTO assets_asset ({columns})
    SELECT {values} FROM (SELECT * FROM assets_asset LIMIT 1) AS one,
        (SELECT n, CASE WHEN n <= %(crowd)s
             THEN timestamptz '2019-07-01 06:00+00' + random() * interval '30 days'
             ELSE timestamptz '2004-01-01 00:00+00' + random() * interval '7300 days' END AS at
         FROM generate_series(1, %(count)s) AS n) AS made
"""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.timeline", description=__doc__)
    parser.add_argument("--rounds", type=int, default=PAGES, help="pages of each kind")
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="tiny input: does it run, and is every photo there")
    options = parser.parse_args(argv)
    with empty_database() as url:
        os.environ |= {"DATABASE_URL": url, "PHOTONEST_AI_URL": "http://127.0.0.1:1"}
        report = _measure(
            SMOKE_PHOTOS if options.smoke else PHOTOS,
            SMOKE_WORST_MONTH if options.smoke else WORST_MONTH,
            options.rounds,
        )
    if options.smoke:
        report["verdict"] = "not judged (smoke)"
    harness.write_report(report, options.json)
    pages = report["pages"]
    say(
        f"timeline of {report['photos']:,}: index {report['index']['first_ms']:.0f} ms, again "
        f"{report['index']['again_ms']:.0f} ms, {report['index']['gzip_bytes']:,} bytes gzip; page of the worst month "
        f"{pages['worst']['median_ms']:.0f} ms, of others {pages['others']['median_ms']:.0f} ms "
        f"(target {PAGE_TARGET_MS:.0f}): {report['verdict']}"
    )
    return 0 if report["every_photo_is_there"] else 1


def _measure(count: int, crowd: int, pages: int) -> dict[str, Any]:
    sys.path[:0] = [str(ROOT / "backend"), str(ROOT / "contracts")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "photonest.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from photonest.accounts.models import User

    say(f"making {count:,} rows …")
    call_command("migrate", verbosity=0)
    owner = User.objects.create(username="bench")
    _fill(owner.pk, count, crowd)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    say("asking …")
    first_ms, index = _asked(client, "/api/timeline")
    again_ms = statistics.median(_asked(client, "/api/timeline")[0] for _ in range(5))
    segments = index.json()["segments"]
    worst = [one["key"] for one in segments if one["first_day"][:7] == one["last_day"][:7] == "2019-07"]
    others = [one["key"] for one in segments if one["first_day"][:7] != "2019-07"]
    found = {name: _pages(client, keys, pages) for name, keys in (("worst", worst), ("others", others))}
    slowest = max(part["median_ms"] for part in found.values())
    return {
        "bench": "timeline",
        "commit": harness.commit(),
        "machine": harness.machine(),
        "photos": count,
        "worst_month": crowd,
        "segments": len(segments),
        "every_photo_is_there": sum(one["count"] for one in segments) == count,
        "index": {"first_ms": round(first_ms, 1), "again_ms": round(again_ms, 1), **_bytes(index)},
        "pages": found,
        "target_ms": PAGE_TARGET_MS,
        "verdict": "met" if slowest <= PAGE_TARGET_MS else "missed",
        "load": harness.load(),
    }


def _fill(owner_id: Any, count: int, crowd: int) -> None:
    from datetime import UTC, datetime

    from django.db import connection

    from photonest.assets.models import Asset

    at = datetime(2004, 1, 1, tzinfo=UTC)
    one = Asset.objects.create(
        owner_id=owner_id, sha256=bytes(32), filename="IMG_0001.jpg", size_bytes=1, kind="image", format="jpeg",
        mime="image/jpeg", state="ready", ratio=1.5, renditions_version=1, taken_at=at, local_at=at,
        local_day=at.date(), taken_source="exif", added_at=at, thumbhash=bytes(25),
    )  # fmt: skip
    fields = Asset._meta.concrete_fields  # noqa: SLF001  # public by documentation
    values = {field.column: f"one.{field.column}" for field in fields}
    values |= {
        "id": "gen_random_uuid()", "sha256": "sha256(n::text::bytea)", "filename": "'IMG_' || n || '.jpg'",
        "taken_at": "at", "local_at": "at", "local_day": "(at AT TIME ZONE 'UTC')::date",
        "ratio": "(ARRAY[1.5, 1.3333, 0.75, 1.7778])[1 + mod(n, 4)]",
        "city": "(ARRAY['', 'Lisbon', 'Vienna', ''])[1 + mod(n / 500, 4)]",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            FILL.format(columns=", ".join(values), values=", ".join(values.values())), {"count": count, "crowd": crowd}
        )
        one.delete()
        cursor.execute("VACUUM ANALYZE assets_asset")


def _pages(client: Any, keys: list[str], count: int) -> dict[str, Any]:
    step = max(1, len(keys) // count)
    asked = [_asked(client, f"/api/timeline/segments/{key}") for key in keys[::step][:count]]
    times = sorted(ms for ms, _ in asked)
    largest = max(asked, key=lambda one: len(one[1].content))[1]
    photos = len(largest.json()["ids"])
    size = _bytes(largest)
    return {
        "pages": len(times),
        "median_ms": round(statistics.median(times), 1),
        "max_ms": round(times[-1], 1),
        "photos": photos,
        **size,
        "gzip_bytes_a_photo": round(size["gzip_bytes"] / photos, 1),
    }


def _asked(client: Any, address: str) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = client.get(address)
    spent = (time.perf_counter() - started) * 1000
    assert answer.status_code == 200, (address, answer.status_code)
    return spent, answer


def _bytes(answer: Any) -> dict[str, int]:
    body = answer.content
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return {"bytes": len(body), "gzip_bytes": len(gzip.compress(body, 6))}


if __name__ == "__main__":
    sys.exit(main())
