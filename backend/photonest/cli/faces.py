"""Count the face data that is kept, to prove that erased means gone."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    scan = actions.add_parser("scan", help="look for face data in the database and for files that hold faces alone")
    scan.add_argument("--user", metavar="NAME", help="of this user only")
    scan.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """0: nothing was found. 1: there is face data, as there should be while somebody allows it."""
    import json
    from dataclasses import asdict

    from photonest.cli.running import services

    with services():
        from photonest.cli.user import the_user
        from photonest.people.erasing import face_data, unexplained_files

        owner = the_user(options.user) if options.user else None
        found = asdict(face_data(owner.pk if owner else None))
        found["crops"] = len(unexplained_files())
    if options.json:
        print(json.dumps(found))
    else:
        for kind, count in found.items():
            print(f"{kind.replace('_', ' '):<16} {count:>8,}")
    return 1 if any(found.values()) else 0
