"""Find photos by what is in them, best first. Exit code 0, also when nothing was found; 2 wrong use; 3 unreachable."""

from __future__ import annotations

import argparse
import json
import os


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", metavar="QUERY", help='what to look for, e.g. "sunset at the beach"')
    user = os.environ.get("PHOTONEST_USER")
    parser.add_argument("--user", required=not user, default=user, metavar="NAME", help="in whose photos")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most so many hits (default 20)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    from photonest.cli.errors import WrongUse
    from photonest.cli.running import services

    if not 1 <= options.limit <= 1000:
        raise WrongUse("--limit must lie between 1 and 1000.")
    with services(ai=True) as found:
        found.wait_for_ai()
        from photonest.cli.user import the_user
        from photonest.search.services import search

        page = search(the_user(options.user), options.query, limit=options.limit)
    if options.json:
        hits = [
            {"id": str(hit.asset.pk), "filename": hit.asset.filename, "score": round(hit.score, 4), "why": hit.why}
            for hit in page.hits
        ]
        answer = {"query": page.query, "hits": hits, "notes": list(page.notes), "seconds": round(page.seconds, 4)}
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    for hit in page.hits:
        print(f"{hit.score:.2f}  {hit.asset.filename}  ({'; '.join(hit.why)})")
    if page.nothing_found:
        hint = f" Try: {', '.join(page.suggestions)}." if page.suggestions else ""
        print(f"Nothing found in {page.searched:,} photos.{hint}")
    for note in page.notes:
        print(note)
    return 0
