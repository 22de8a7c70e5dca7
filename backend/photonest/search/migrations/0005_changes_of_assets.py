"""Triggers that write down which assets changed, so that no copy of them in memory is ever taken for the truth."""

from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION search_note_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_assetchange (asset_id, owner_id, xid, at)
    SELECT id, owner_id, pg_current_xact_id()::text::bigint, now() FROM changed
    ON CONFLICT (asset_id) DO UPDATE SET xid = excluded.xid, at = excluded.at
    WHERE search_assetchange.xid < excluded.xid;
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE TRIGGER search_{name} AFTER {event} ON assets_asset REFERENCING {rows} TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search_note_changes()
"""
EVENTS = (("INSERT", "asset_inserted", "NEW"), ("UPDATE", "asset_updated", "NEW"), ("DELETE", "asset_deleted", "OLD"))


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0009_timeline_of_what_is_seen"),
        ("search", "0004_further_spaces"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssetChange",
            fields=[
                ("asset_id", models.UUIDField(primary_key=True, serialize=False)),
                ("owner_id", models.UUIDField()),
                ("xid", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["owner_id", "xid"], name="asset_change_of_owner")]},
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION search_note_changes()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(name=name, event=event, rows=rows), f"DROP TRIGGER search_{name} ON assets_asset"
            )
            for event, name, rows in EVENTS
        ),
    ]
