"""A process of its own that brings the tables up to date and makes the set-up token; prints one line of JSON."""

from __future__ import annotations

import json
import os
import sys

LOCK = 7_233_401  # any number: two programs must not migrate one database at the same time


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "photonest.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.utils import NotSupportedError, OperationalError, ProgrammingError

    from photonest.cli.folder import the_folder
    from photonest.cli.schema import note_schema

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)
        note_schema(os.environ["DATABASE_URL"], the_folder().run)
        from photonest.accounts.services import setup_link_token

        answer = {"setup_token": setup_link_token()}
    except (OperationalError, ProgrammingError, NotSupportedError) as problem:
        sentence = str(problem).strip().splitlines()[0]
        if "vector" in sentence and ("extension" in sentence or "control file" in sentence):
            sentence += ". Install pgvector 0.8 or newer in that PostgreSQL."
        if "No space left" in str(problem):
            sentence = "There is no room left for the database. Free some space and start again"
        answer = {"problem": f"The database refused the tables: {sentence}"}
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
