"""Looking for what must be nowhere: a text in any row of the whole database."""

from __future__ import annotations

from django.db import connection


def rows_that_hold(text: str) -> list[str]:
    """Tables of the whole database in which any row, written out, holds `text`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table} t WHERE t::text LIKE %s)", [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found
