import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0008_whom_a_wish_asks_for'),
    ]

    operations = [
        migrations.AddField(
            model_name='wish',
            name='partner_regions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, default=list, size=None),
        ),
    ]
