from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0003_whole_profiles'),
    ]

    operations = [
        migrations.AlterField(
            model_name='closedspan',
            name='kind',
            field=models.CharField(choices=[('break', 'Holiday break'), ('holiday', 'Public holiday'), ('exam', 'Examinations'), ('blocked', 'Not free for exchange'), ('event', 'School event'), ('make_up', 'Make-up day: lessons on a day otherwise free')], max_length=12),
        ),
    ]
