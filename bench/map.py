"""The map in a browser: 5,000 points to the first paint, 100,000 points to clusters; server time and bytes.

A page is opened as a link opens it (nothing in the browser's cache) and measured from there until every cluster in
sight has its marker and the frame after that was drawn. Headless Chromium without a graphics card, the server on the
same machine. The photos lie around 400 places, as those of somebody who travels; their small pictures are not there.
"""

from __future__ import annotations

import argparse
import gzip
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench import harness
from bench.empty_database import empty_database
from bench.harness import ROOT, say

SIZES = {"few": (5_000, 1.0), "many": (100_000, 2.0)}
"""Name -> photos, and the seconds they may take."""
SMOKE_SIZES = {"few": (300, 1.0), "many": (2_000, 2.0)}
ROUNDS = 5

FILL = """
    WITH places AS (
        SELECT p, -50 + random() * 110 AS lat, -170 + random() * 340 AS lon FROM generate_series(0, 399) AS p)
    INSERT INTO assets_asset ({columns})
    SELECT {values} FROM (SELECT * FROM assets_asset WHERE owner_id = %(owner)s LIMIT 1) AS one,
        (SELECT n, timestamptz '2004-01-01 00:00+00' + random() * interval '7300 days' AS at,
                lat + (random() - 0.5) * 0.6 AS near_lat, lon + (random() - 0.5) * 0.6 AS near_lon
         FROM generate_series(1, %(count)s) AS n JOIN places ON p = mod(n * 7919, 400)) AS made
"""
DRAWN = """async () => {
    while (!performance.getEntriesByName("map-clusters").length || !document.querySelector(".photo-marker"))
        await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now();
}"""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.map", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="page loads of each size")
    parser.add_argument("--json", metavar="FILE", help="write the report; - is standard output")
    parser.add_argument("--smoke", action="store_true", help="tiny input: does it run, and is every photo there")
    options = parser.parse_args(argv)
    with empty_database() as url:
        os.environ |= {"DATABASE_URL": url, "PHOTONEST_AI_URL": "http://127.0.0.1:1", "PHOTONEST_SECRET_KEY": "bench"}
        report = _measure(SMOKE_SIZES if options.smoke else SIZES, 1 if options.smoke else options.rounds)
    if options.smoke:
        report["verdict"] = "not judged (smoke)"
    harness.write_report(report, options.json)
    for name, found in report["sizes"].items():
        say(
            f"map, {name} ({found['photos']:,}): clusters after {found['median_s']:.2f} s "
            f"(target {found['target_s']:.0f}); the server takes {found['server_first_ms']:.0f} ms, "
            f"again {found['server_again_ms']:.0f} ms, for {found['bytes']:,} bytes"
        )
    say(report["verdict"])
    return 0 if report["every_photo_is_there"] else 1


def _measure(sizes: dict[str, tuple[int, float]], rounds: int) -> dict[str, Any]:
    sys.path[:0] = [str(ROOT / "backend"), str(ROOT / "contracts")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "photonest.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from photonest.accounts.models import User

    call_command("migrate", verbosity=0)
    found: dict[str, Any] = {}
    cookies: dict[str, str] = {}
    # First all that asks the database: Playwright's loop would be in its way.
    for name, (count, target_s) in sizes.items():
        say(f"making {count:,} rows …")
        owner = User.objects.create(username=name, display_name=name)
        _fill(owner.pk, count)
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
        cookies[name] = client.cookies["photonest_session"].value
        first_ms, answer = _asked(client)
        again_ms = statistics.median(_asked(client)[0] for _ in range(5))
        found[name] = {
            "photos": count,
            "told": int.from_bytes(answer[8:12], "little"),
            "target_s": target_s,
            "server_first_ms": round(first_ms, 1),
            "server_again_ms": round(again_ms, 1),
            "bytes": len(answer),
            "gzip_bytes": len(gzip.compress(answer, 1)),
        }
    say("opening the page …")
    with _server() as address, _browser() as browser:
        for name, one in found.items():
            # The first load of all warms the server, not the browser, and is not counted.
            times = [_load(browser, address, cookies[name]) for _ in range(rounds + 1)][1:]
            one |= {"median_s": round(statistics.median(times), 3), "max_s": round(max(times), 3)}
    is_met = all(one["median_s"] <= one["target_s"] for one in found.values())
    return {
        "bench": "map",
        "commit": harness.commit(),
        "machine": harness.machine(),
        "sizes": found,
        "every_photo_is_there": all(one["told"] == one["photos"] for one in found.values()),
        "verdict": "met" if is_met else "missed",
        "load": harness.load(),
    }


def _fill(owner_id: Any, count: int) -> None:
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
        "latitude": "near_lat", "longitude": "near_lon",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            FILL.format(columns=", ".join(values), values=", ".join(values.values())),
            {"count": count, "owner": owner_id},
        )
        one.delete()
        cursor.execute("VACUUM ANALYZE assets_asset")


def _asked(client: Any) -> tuple[float, bytes]:
    started = time.perf_counter()
    answer = client.get("/api/map/points")
    spent = (time.perf_counter() - started) * 1000
    assert answer.status_code == 200, answer.status_code
    return spent, answer.content


@contextmanager
def _server() -> Iterator[str]:
    """The web server as the supervisor starts it, on this database."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        path = os.pathsep.join([str(ROOT / "backend"), str(ROOT / "contracts")])
        running = subprocess.Popen(
            [sys.executable, "-m", "photonest.cli.web", str(listening.fileno())],
            env={**os.environ, "PYTHONPATH": path, "PHOTONEST_HOSTS": "127.0.0.1"},
            pass_fds=[listening.fileno()],
            cwd=ROOT,
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait(20)


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(ROOT))
    from bootstrap.browser import find_or_install_chromium

    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(find_or_install_chromium()), args=as_root)
        yield started
        started.close()


def _load(browser: Any, address: str, cookie: str) -> float:
    """Seconds from the opening of the page to the clusters, in a browser profile that knows nothing."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address)
    context.add_cookies([{"name": "photonest_session", "value": cookie, "url": address}])
    page = context.new_page()
    try:
        page.goto("/places", wait_until="commit")
        return float(page.evaluate(DRAWN)) / 1000
    finally:
        context.close()


if __name__ == "__main__":
    sys.exit(main())
