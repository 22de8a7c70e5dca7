"""The models that understand pictures: install, list; add, index, use, drop and remove CLIP packs. They stay here."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from typing import Any

USES_THE_DATABASE = frozenset({"index", "use", "drop", "remove"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    install = actions.add_parser("install", help="fetch, convert and check what is missing")
    install.add_argument("--only", action="append", default=[], metavar="ID", help="this model and what it needs")
    install.add_argument("--json", action="store_true", help="print JSON")
    listing = actions.add_parser("list", help="every model and pack with size, licence, source and state")
    listing.add_argument("--json", action="store_true", help="print JSON")
    adding = actions.add_parser("add", help="add a CLIP pack from a folder or a model hub")
    adding.add_argument("source", metavar="SOURCE", help="a folder, or owner/name[@revision] of the model hub")
    adding.add_argument("--pin", metavar="HASH", help="the fingerprint it must have; needed for a hub with --yes")
    adding.add_argument("--yes", action="store_true", help="do not ask")
    adding.add_argument("--force", action="store_true", help="also if its words and pictures do not agree")
    adding.add_argument("--json", action="store_true", help="print JSON")
    for name, words in (
        ("index", "give all photos a vector of this pack, in the background; search goes on meanwhile"),
        ("use", "search with this space from now on; the one before stays ready"),
        ("drop", "delete the vectors of this space"),
        ("remove", "take the files of this pack away, after its vectors are dropped"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("space", metavar="SPACE", help="name@version, as `photonest models list` shows it")
        if name == "index":
            action.add_argument("--no-wait", action="store_true", help="return at once; a running PhotoNest fills it")


def run(options: argparse.Namespace) -> int:
    from photonest.cli.folder import the_folder

    if options.action in USES_THE_DATABASE:
        return _about_spaces(options)
    if options.action == "list":
        return _list(as_json=options.json)
    # The AI service's own program: the backend knows nothing about models.
    words = ["--json"] if options.json else []
    if options.action == "add":
        words += [options.source]
        words += ["--pin", options.pin] if options.pin else []
        words += ["--yes"] if options.yes else []
        words += ["--force"] if options.force else []
    for name in getattr(options, "only", []):
        words += ["--only", name]
    os.umask(0o077)
    the_folder().prepare()
    the_folder().models.mkdir(parents=True, exist_ok=True)
    return subprocess.run(_weights(options.action, *words), check=False).returncode


def _weights(action: str, *words: str) -> list[str]:
    from photonest.cli import parts
    from photonest.cli.folder import the_folder

    return [*parts.python("-m", "photonest_ai.weights"), action, str(the_folder().models), *words]


def _list(*, as_json: bool) -> int:
    """What the AI service's program says, and what the spaces are, where there is a database to ask."""
    done = subprocess.run(_weights("list", "--json"), check=False, stdout=subprocess.PIPE)
    rows: list[dict[str, Any]] = json.loads(done.stdout or b"[]")
    spaces = _spaces()
    for row in rows:
        row |= {"space": spaces.pop(f"{row['id']}@{row['version']}", None)}
    # Spaces without a model of their name: the built-in ones, and a provider's.
    rows += [
        {
            "id": name.partition("@")[0], "version": name.partition("@")[2], "state": "space", "size_bytes": 0,
            "source": "", "licence_code": "", "licence_weights": "", "role": space["kind"], "notice": "",
            "space": space,
        }
        for name, space in spaces.items()
    ]  # fmt: skip
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return done.returncode
    for row in rows:
        space = row["space"]
        filled = f"  space {space['state']}, {space['filled']:,} of {space['total']:,} photos" if space else ""
        print(
            f"{row['id']}@{row['version']}  {row['state']}  {row['size_bytes'] / 1e6:.1f} MB  {row['source']}{filled}"
        )
        terms = "; ".join(part for part in (row["licence_code"], row["licence_weights"]) if part)
        print(f"    {row['role'].rstrip('.')}. {terms} {row['notice']}".rstrip())
    return done.returncode


def _spaces() -> dict[str, dict[str, Any]]:
    """Name -> state and progress; nothing where PhotoNest was never started."""
    from photonest.cli.folder import the_folder
    from photonest.cli.running import services

    if not os.environ.get("DATABASE_URL") and not (the_folder().path / "postgres").exists():
        return {}
    with services():
        from photonest.search.models import EmbeddingSpace
        from photonest.search.spaces import progress

        found = {}
        for space in EmbeddingSpace.objects.order_by("id"):
            now = progress(space)
            found[space.name] = {"state": space.state, "kind": space.kind, "filled": now.filled, "total": now.total}
        return found


def _about_spaces(options: argparse.Namespace) -> int:
    from photonest.cli.running import services

    is_index = options.action == "index"
    waits = is_index and not options.no_wait
    with services(ai=is_index, worker=waits) as found:
        if is_index:
            found.wait_for_ai()
        from photonest.pipelines import spaces as walk
        from photonest.search import spaces

        name = options.space
        if options.action == "use":
            spaces.use(name)
            print(f"Search uses {name} now.")
        elif options.action == "drop":
            walk.drop_space(name)
            print(f"The vectors of {name} are being deleted.")
        elif options.action == "remove":
            walk.require_unused(name)
            return subprocess.run(_weights("remove", name), check=False).returncode
        else:
            queued = walk.index_pack(name)
            print(f"{queued:,} photos are queued for {name}; search goes on with the present space.")
            if waits:
                _wait(found, name)
    return 0


def _wait(found: Any, name: str) -> None:
    """Until the space is ready or nothing more comes; a line whenever a percent is done."""
    import time

    from photonest.jobs import queue
    from photonest.pipelines.spaces import KIND
    from photonest.search import spaces
    from photonest.search.models import SpaceState

    said = -1
    while True:
        found.check()
        space = spaces.find_space(name)
        now = spaces.progress(space)
        percent = int(100 * now.filled / now.total) if now.total else 100
        if percent != said:
            said = percent
            print(f"{name}: {now.filled:,} of {now.total:,} photos", flush=True)
        if space.state != SpaceState.FILLING:
            print(f"{name} is {space.state}. Search with it: photonest models use {name}")
            return
        if not queue.unfinished_subjects(KIND):
            print(f"{name} is not full; the activity page says why.")
            return
        time.sleep(0.5)
