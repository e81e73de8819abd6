from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchanges", "0002_reminders_and_larger_group"),
    ]

    operations = [
        migrations.AddField(
            model_name="exchange",
            name=name,
            field=models.DateTimeField(blank=True, null=True),
        )
        for name in ("start_nudged_at", "verify_nudged_at", "verify_escalated_at")
    ]
