from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0007_wish_endings'),
    ]

    operations = [
        migrations.AddField(
            model_name='wish',
            name='partner_language_band',
            field=models.CharField(blank=True, choices=[('A1', 'A1'), ('A2', 'A2'), ('B1', 'B1'), ('B2', 'B2'), ('C1', 'C1')], max_length=2),
        ),
        migrations.AddField(
            model_name='wish',
            name='partners_again',
            field=models.BooleanField(default=False),
        ),
    ]
