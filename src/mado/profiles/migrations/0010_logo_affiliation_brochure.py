import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0009_regions_a_wish_asks_for'),
    ]

    operations = [
        migrations.AddField(
            model_name='schoolprofile',
            name='affiliation',
            field=models.CharField(blank=True, choices=[('none', 'None'), ('university', 'A university'), ('catholic', 'Catholic'), ('protestant', 'Protestant'), ('orthodox', 'Orthodox'), ('buddhist', 'Buddhist'), ('islamic', 'Islamic'), ('jewish', 'Jewish'), ('hindu', 'Hindu'), ('other_faith', 'Another religious body'), ('other', 'Another body')], max_length=12),
        ),
        migrations.AddField(
            model_name='schoolprofile',
            name='brochure',
            field=models.URLField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='schoolprofile',
            name='logo',
            field=models.FileField(blank=True, max_length=120, upload_to='school-logos/'),
        ),
        migrations.AddField(
            model_name='schoolprofile',
            name='logo_size',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), blank=True, default=list, size=None),
        ),
    ]
