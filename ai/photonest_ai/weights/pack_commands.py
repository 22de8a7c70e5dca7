"""The commands about CLIP packs: show licence and size, ask, add; remove; list."""

# ruff: noqa: T201  # a command line prints
from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from photonest_ai.errors import InstallFailed, PackInvalid
from photonest_ai.packs.adding import NotWanted, add_pack, remove_pack
from photonest_ai.packs.hub import read_hub_id
from photonest_ai.runtime.packs import Pack, installed_packs


def add(options: argparse.Namespace) -> int:
    """Exit code: 0 it is there, 1 it is not, 2 wrong use."""
    out = sys.stderr if options.json else sys.stdout
    is_folder = Path(options.source).expanduser().is_dir()
    if not is_folder and read_hub_id(options.source) and options.yes and options.pin is None:
        print(
            "A pack from a hub is added without a question only with --pin: what a hub serves may change. "
            "Without --yes its fingerprint is shown, and you are asked.",
            file=sys.stderr,
        )
        return 2

    def agree(pack: Pack, size: int) -> bool:
        print(f"{pack.space}: {pack.dim} numbers a photo, {size / 1e6:.1f} MB, from {pack.source}", file=out)
        print(f"  licence: {pack.licence}", file=out)
        if pack.notice:
            print(f"  notice: {pack.notice}", file=out)
        print(f"  fingerprint: {pack.fingerprint}", file=out)
        if options.yes:
            return True
        if not sys.stdin.isatty():
            print("Nobody is there to ask; say --yes.", file=sys.stderr)
            return False
        return input("Add it? [y/N] ").strip().lower() in {"y", "yes"}

    said: set[str] = set()

    def progress(words: str, _done: int, _total: int) -> None:
        if words not in said:
            said.add(words)
            print(f"{words} …", file=out, flush=True)

    try:
        added = add_pack(
            options.folder, options.source, pin=options.pin, needs_agreement=not options.force, agree=agree,
            progress=progress,
        )  # fmt: skip
    except NotWanted as problem:
        print(problem.message, file=sys.stderr)
        return 1
    except (PackInvalid, InstallFailed, OSError) as problem:
        print(f"The pack was not added: {problem}", file=sys.stderr)
        return 1
    for line in added.lines:
        print(f"  {line}", file=out)
    if options.json:
        row = {"space": added.pack.space, "dim": added.pack.dim, "fingerprint": added.pack.fingerprint}
        print(json.dumps({**row, "size_bytes": added.size_bytes, "was_there": added.was_there}))
    else:
        print(f"{added.pack.space} {'was here already' if added.was_there else 'is added'}.")
    return 0


def remove(options: argparse.Namespace) -> int:
    """Exit code: 0 it is gone, 1 there was none."""
    try:
        remove_pack(options.folder, options.space)
    except (PackInvalid, OSError) as problem:
        print(f"Nothing was removed: {problem}", file=sys.stderr)
        return 1
    print(f"The files of {options.space} are removed.")
    return 0


def pack_rows(folder: Path) -> list[dict[str, object]]:
    """One row a pack, in the form of the other models' rows."""
    rows: list[dict[str, object]] = []
    for place, found in installed_packs(folder):
        row: dict[str, object] = {"id": place.parent.name, "version": place.name, "licence_code": "", "role": "pack"}
        if isinstance(found, Pack):
            row |= {
                "state": "ready",
                "size_bytes": sum((place / name).stat().st_size for name in found.files),
                "sha256": found.fingerprint,
                "source": found.source,
                "licence_weights": found.licence,
                "notice": found.notice,
            }
        else:
            row |= {"state": "broken", "size_bytes": 0, "sha256": "", "source": "", "licence_weights": "unknown"}
            row["notice"] = found.message
        rows.append(row)
    return rows
