from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AddField("queuesetting", "steps", models.CharField(blank=True, default="", max_length=200), preserve_default=False),
    ]
