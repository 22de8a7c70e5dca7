"""Fill an empty PhotoNest with a few pictures that it draws itself, to try things on.

They belong to the user "demo", whose password is printed, and can be deleted like any other.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=60, metavar="N", help="how many pictures (default 60)")


def run(options: argparse.Namespace) -> int:
    import secrets
    import tempfile
    from pathlib import Path

    from photonest.cli.errors import WrongUse
    from photonest.cli.progress import Progress
    from photonest.cli.running import services

    if not 1 <= options.count <= 5000:
        raise WrongUse("--count must lie between 1 and 5000.")
    with tempfile.TemporaryDirectory(prefix="photonest-demo-") as made, services(ai=True, worker=True) as found:
        from photonest.accounts.queries import find_user
        from photonest.accounts.services import create_user
        from photonest.cli.demo_pictures import draw
        from photonest.cli.import_run import ImportRun

        user, password = find_user("demo"), secrets.token_urlsafe(9)
        if user is None:
            user = create_user("demo", password)
            print(f"Sign in as demo with the password {password}")
        progress = Progress()
        folder = Path(made) / "Demo"
        folder.mkdir()
        for number in range(options.count):
            draw(number, folder)
            progress.show("Drawing", number + 1, options.count)
        import_run = ImportRun(found, user, jobs=2, progress=progress)
        try:
            import_run.collect([folder], exclude=(), hidden=False)
            import_run.send()
            import_run.wait_until_searchable()
        finally:
            progress.clear()
            import_run.close()
    print(import_run.result.sentence(dry_run=False))
    return 1 if import_run.result.failed else 0
