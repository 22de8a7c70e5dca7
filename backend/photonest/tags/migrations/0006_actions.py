from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tags', '0005_shown_tags_from_the_index'),
    ]

    operations = [
        migrations.AlterField(
            model_name='assettag',
            name='kind',
            field=models.CharField(choices=[('label', 'Label'), ('object', 'Object'), ('user', 'User'), ('scene', 'Scene'), ('colour', 'Colour'), ('light', 'Light'), ('kind', 'Kind'), ('mood', 'Mood'), ('action', 'Action')], max_length=8),
        ),
    ]
