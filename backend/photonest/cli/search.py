"""Find photos by what is in them, best first. Exit code 0, also when nothing was found; 2 wrong use; 3 unreachable."""

from __future__ import annotations

import argparse
import json
import os

_SORTS = ("relevance", "newest", "oldest", "added", "quality", "rating", "longest", "largest", "random")
_LISTS = ("people", "not_people", "dates", "places", "types", "phrases", "not", "mood")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", metavar="QUERY", help='what to look for, e.g. "sunset at the beach"')
    user = os.environ.get("PHOTONEST_USER")
    parser.add_argument("--user", required=not user, default=user, metavar="NAME", help="in whose photos")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most so many hits (default 20)")
    parser.add_argument("--offset", type=int, default=0, metavar="N", help="leave out the first N hits")
    parser.add_argument("--sort", default="", metavar="ORDER", help=f"one of {', '.join(_SORTS)}, date")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    from photonest.cli.errors import WrongUse
    from photonest.cli.running import services

    if not 1 <= options.limit <= 1000:
        raise WrongUse("--limit must lie between 1 and 1000.")
    if options.offset < 0:
        raise WrongUse("--offset must not be less than 0.")
    if options.sort not in {"", "date", *_SORTS}:
        raise WrongUse(f"--sort must be one of {', '.join(_SORTS)}, date.")
    with services(ai=True) as found:
        found.wait_for_ai()
        from photonest.cli.user import the_user
        from photonest.search.services import search

        sort = "newest" if options.sort == "date" else options.sort
        page = search(the_user(options.user), options.query, options.limit, offset=options.offset, sort=sort)
    if options.json:
        hits = [
            {"id": str(hit.asset.pk), "filename": hit.asset.filename, "score": round(hit.score, 4), "why": hit.why}
            for hit in page.hits
        ]
        answer = {
            "query": page.query,
            "understood": {name: [] for name in _LISTS} | {"meaning": ""} | page.understood,
            "hits": hits,
            "total": page.total,
            "sort": page.sort,
            "without": [{"dropped": one.chip, "query": one.text, "hits": one.count} for one in page.without],
            "did_you_mean": [{"word": one.word, "name": one.name, "query": one.text} for one in page.read.did_you_mean],
            "notes": list(page.every_note),
            "seconds": round(page.seconds, 4),
        }
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    for hit in page.hits:
        print(f"{hit.score:.2f}  {hit.asset.filename}  ({'; '.join(hit.why)})")
    if page.total > len(page.hits) > 0:
        print(f"{len(page.hits):,} of {page.total:,} photos.")
    if page.nothing_found:
        hint = f" Try: {', '.join(page.suggestions)}." if page.suggestions else ""
        print(f"Nothing found in {page.searched:,} photos.{hint}")
        for one in page.without:
            print(f"Without “{one.chip}”: {one.count:,} ({one.text})")
    for meant in page.read.did_you_mean:
        print(f"Did you mean {meant.name}? {meant.text}")
    for note in page.every_note:
        print(note)
    return 0
