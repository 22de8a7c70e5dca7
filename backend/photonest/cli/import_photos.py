"""Bring photos and videos in: files, and folders with everything below them. Originals are copied, never changed.

Run the same command again at any time: only what is missing is sent, and nothing is stored twice.
Exit codes: 0 all done, 1 some failed (listed), 2 wrong use, 3 unreachable, 130 interrupted (the same command goes on).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
    user = os.environ.get("PHOTONEST_USER")
    parser.add_argument("--user", required=not user, default=user, metavar="NAME", help="whose photos they become")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--quiet", action="store_true", help="print only what went wrong")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, store nothing")
    parser.add_argument("--exclude", action="append", default=[], metavar="PATTERN", help="leave out, e.g. '*.mov'")
    parser.add_argument("--hidden", action="store_true", help="take hidden files and folders too")
    parser.add_argument("--no-wait", action="store_true", help="return when all is stored, before it is searchable")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="files copied at once (default 2)")


def run(options: argparse.Namespace) -> int:
    from photonest.cli.errors import EXIT_DONE, EXIT_SOME_FAILED, WrongUse
    from photonest.cli.progress import Progress
    from photonest.cli.running import services

    if not 1 <= options.jobs <= 64:
        raise WrongUse("--jobs must lie between 1 and 64.")
    missing = [path for path in options.paths if not os.path.lexists(path)]
    if missing:
        raise WrongUse(f"{missing[0]} does not exist.")
    is_waiting = not options.no_wait and not options.dry_run
    progress = Progress(is_shown=False if options.json or options.quiet else None)
    with services(ai=is_waiting, worker=is_waiting) as found:
        # Only now, with Django set up.
        from photonest.cli.import_run import ImportRun
        from photonest.cli.user import the_user

        import_run = ImportRun(found, the_user(options.user), jobs=options.jobs, progress=progress)
        try:
            import_run.collect(options.paths, exclude=options.exclude, hidden=options.hidden)
            if options.dry_run:
                import_run.pretend()
            else:
                import_run.send()
                if is_waiting:
                    import_run.wait_until_searchable()
        finally:
            progress.clear()
            import_run.close()
    result = import_run.result
    if options.json:
        print(json.dumps(result.as_dict(dry_run=options.dry_run), ensure_ascii=False))
    else:
        for error in result.errors:
            print(f"{error['path']}: {error['reason']}", file=sys.stderr)
        if not options.quiet:
            print(result.sentence(dry_run=options.dry_run))
    return EXIT_SOME_FAILED if result.failed else EXIT_DONE
