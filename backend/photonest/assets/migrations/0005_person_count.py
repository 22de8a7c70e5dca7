from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assets', '0004_stacks_copies_text'),
    ]

    operations = [
        migrations.AddField(
            model_name='asset',
            name='person_count',
            field=models.IntegerField(null=True),
        ),
    ]
