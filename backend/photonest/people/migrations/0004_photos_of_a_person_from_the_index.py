from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0009_timeline_of_what_is_seen"),
        ("people", "0003_grouping"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="face",
            index=models.Index(
                condition=models.Q(is_ignored=False), fields=["person"], include=["owner", "asset"], name="face_search"
            ),
        ),
    ]
