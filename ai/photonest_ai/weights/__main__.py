"""``python -m photonest_ai.weights install|list|add|remove DIR``: bring models into a folder, or say what is there."""

# ruff: noqa: T201  # a command line prints
from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from photonest_ai.errors import InstallFailed
from photonest_ai.runtime.cards import folder_of, read_card
from photonest_ai.runtime.catalogue import catalogue


def main(argv: list[str] | None = None) -> int:
    """Exit code: 0 everything is there, 1 something is missing, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="python -m photonest_ai.weights", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    install = commands.add_parser("install", help="download, convert and verify what is missing")
    install.add_argument("folder", type=Path, metavar="DIR", help="models folder; each goes to DIR/<id>/<version>/")
    install.add_argument("--only", action="append", metavar="ID", help="this model and what it needs (may be repeated)")
    listing = commands.add_parser("list", help="every model with package, licence and state")
    listing.add_argument("folder", type=Path, metavar="DIR")
    adding = commands.add_parser("add", help="add a CLIP pack: a folder, or owner/name[@revision] of a model hub")
    adding.add_argument("folder", type=Path, metavar="DIR")
    adding.add_argument("source", metavar="SOURCE")
    adding.add_argument("--pin", metavar="HASH", help="the fingerprint it must have")
    adding.add_argument("--yes", action="store_true", help="do not ask")
    adding.add_argument("--force", action="store_true", help="also if words and pictures do not agree")
    removing = commands.add_parser("remove", help="take the files of a CLIP pack away")
    removing.add_argument("folder", type=Path, metavar="DIR")
    removing.add_argument("space", metavar="SPACE")
    for command in (install, listing, adding):
        command.add_argument("--json", action="store_true", help="one JSON document on standard output")
    options = parser.parse_args(argv)
    if options.command == "list":
        return print_list(options.folder, as_json=options.json)
    if options.command in {"add", "remove"}:
        from photonest_ai.weights import pack_commands

        return pack_commands.remove(options) if options.command == "remove" else pack_commands.add(options)
    return run_install(options.folder, options.only, as_json=options.json)


def run_install(folder: Path, only: list[str] | None, *, as_json: bool) -> int:
    """Install with a line a step (on standard error when the output is JSON)."""
    from photonest_ai.weights.install import Installer  # late: `list` needs none of it

    out = sys.stderr if as_json else sys.stdout
    try:
        report = Installer(folder, say=lambda line: print(line, file=out, flush=True)).install(set(only or ()) or None)
    except (InstallFailed, OSError) as error:
        print(f"models could not be installed: {error}", file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(report.to_dict()))
    else:
        print(f"models: {len(report.installed)} installed, {len(report.present)} were there ({report.seconds:.1f} s)")
    for name, reason in report.failed.items():
        print(f"model {name} is missing: {reason}. PhotoNest runs without it; what needs it says so.", file=sys.stderr)
    return 1 if report.failed else 0


def print_list(folder: Path, *, as_json: bool) -> int:
    """Table of every known model. Exit code 1 when one is missing."""
    book = catalogue()
    rows: list[dict[str, object]] = []
    for entry in book.models.values():
        card = read_card(folder_of(folder, entry))
        rows.append(
            {
                "id": entry.id,
                "version": entry.version,
                "state": "ready" if card else "missing",
                "size_bytes": sum(f.size_bytes for f in card.files.values()) if card else 0,
                "source": book.source(entry.id),
                "licence_code": entry.licence_code,
                "licence_weights": entry.licence_weights,
                "role": entry.role,
                "notice": entry.notice,
            }
        )
    from photonest_ai.weights.pack_commands import pack_rows

    packs = pack_rows(folder)
    if as_json:
        print(json.dumps([*rows, *packs], indent=2, ensure_ascii=False))
    else:
        for row in rows:
            size = float(str(row["size_bytes"])) / 1e6
            print(f"{row['id']}@{row['version']}  {row['state']}  {size:.1f} MB  {row['source']}")
            print(f"    {row['role']}")
            print(f"    code {row['licence_code']}; weights {row['licence_weights']}. {row['notice']}")
        for row in packs:
            print(f"{row['id']}@{row['version']}  pack, {row['state']}  {float(str(row['size_bytes'])) / 1e6:.1f} MB")
            print(f"    {row['source']}; weights {row['licence_weights']}. {row['notice']}")
    return 0 if all(row["state"] == "ready" for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
