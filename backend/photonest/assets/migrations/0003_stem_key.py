from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from photonest.assets.filenames import stem_key


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 (a signature of the framework)
    for name in ("AssetName", "Sidecar"):
        model = apps.get_model("assets", name)
        batch = []
        for row in model.objects.only("id", "filename").iterator(chunk_size=5000):
            row.stem_key = stem_key(row.filename)
            batch.append(row)
            if len(batch) == 5000:
                model.objects.bulk_update(batch, ["stem_key"])
                batch = []
        model.objects.bulk_update(batch, ["stem_key"])


class Migration(migrations.Migration):
    dependencies = [("assets", "0002_doomed_content")]

    operations = [
        migrations.RemoveIndex("assetname", "asset_name_lookup"),
        migrations.AddField("assetname", "stem_key", models.CharField(max_length=255, default=""), preserve_default=False),
        migrations.AddField("sidecar", "stem_key", models.CharField(max_length=255, default=""), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex("assetname", models.Index(fields=["stem_key"], name="asset_name_by_stem")),
        migrations.AddIndex("sidecar", models.Index(fields=["stem_key"], name="sidecar_by_stem")),
    ]
