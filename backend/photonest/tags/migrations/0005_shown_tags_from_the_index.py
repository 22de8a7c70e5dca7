from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0009_timeline_of_what_is_seen"),
        ("tags", "0004_newest_tag_in_one_step"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="assettag", name="asset_tag_search"),
        migrations.AddIndex(
            model_name="assettag",
            index=models.Index(
                fields=["owner", "tag"], include=["asset", "score", "kind", "is_shown"], name="asset_tag_search"
            ),
        ),
    ]
