"""Whom files mark is read out of them after a yes; until then only that they mark somebody is kept."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assets", "0009_timeline_of_what_is_seen")]

    operations = [
        migrations.RunSQL(
            """UPDATE assets_asset SET extra = (extra - 'faces') || '{"marks_faces": true}' WHERE extra ? 'faces'""",
            migrations.RunSQL.noop,
        ),
    ]
