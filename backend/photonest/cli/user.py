"""Add or list the people who keep photos here. The first one added is the administrator."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonest.accounts.models import User


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add somebody")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--password-file", metavar="FILE", help="file with the password; - reads standard input")
    add.add_argument("--time-zone", default="", metavar="ZONE", help="where photos without a zone were taken")
    add.add_argument("--json", action="store_true", help="print JSON")
    listing = actions.add_parser("list", help="list everybody")
    listing.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    from photonest.cli.running import services

    password = _password(options.password_file) if options.action == "add" else ""
    with services():
        if options.action == "list":
            return _list(as_json=options.json)
        from photonest.accounts.services import create_user

        user = create_user(options.name, password, time_zone=options.time_zone)
        if options.json:
            print(json.dumps(_facts(user), ensure_ascii=False))
        else:
            print(f"Added {user.username}{' as administrator' if user.is_admin else ''}.")
    return 0


def the_user(name: str) -> User:
    """Who is meant by ``--user NAME``. Raises `WrongUse` for a name nobody has."""
    from photonest.accounts.queries import all_users, find_user
    from photonest.cli.errors import WrongUse

    user = find_user(name)
    if user is not None:
        return user
    known = ", ".join(all_users().values_list("username", flat=True)[:10])
    hint = f"There are: {known}." if known else "Nobody was added yet."
    raise WrongUse(f"There is no user {name!r}. {hint} To add one: photonest user add NAME --password-file FILE")


def _list(*, as_json: bool) -> int:
    from photonest.accounts.queries import all_users

    people = list(all_users())
    if as_json:
        print(json.dumps([_facts(user) for user in people], ensure_ascii=False))
    else:
        for user in people:
            print(f"{user.username}{'  (administrator)' if user.is_admin else ''}")
    return 0


def _facts(user: User) -> dict[str, object]:
    return {"id": str(user.pk), "username": user.username, "is_admin": user.is_admin}


def _password(file: str | None) -> str:
    """Never from the command line, where every program of the machine could read it."""
    from photonest.cli.errors import WrongUse

    if file == "-":
        return _first_line(sys.stdin.readline())
    if file:
        try:
            return _first_line(Path(file).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as problem:
            raise WrongUse(f"The password file {file} cannot be read ({problem}).") from None
    if not sys.stdin.isatty():
        raise WrongUse("Give the password with --password-file FILE (or - for standard input).")
    import getpass

    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise WrongUse("The two passwords differ.")
    return password


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0].rstrip("\r")
