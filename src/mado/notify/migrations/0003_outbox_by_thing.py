from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0002_digest_quiet_hours_and_bounces")]

    operations = [
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(fields=["thing_type", "thing_id"], name="outbox_by_thing"),
        ),
    ]
