import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0011_girls_and_boys_of_a_visit'),
    ]

    operations = [
        migrations.AddField(
            model_name='schoolprofile',
            name='pupil_devices',
            field=models.CharField(blank=True, choices=[('own', 'Every pupil has one'), ('class_set', 'A set that classes borrow'), ('room', 'In a computer room'), ('screen', 'One screen for the whole class')], max_length=12),
        ),
        migrations.AddField(
            model_name='sisterschool',
            name='tie',
            field=models.CharField(blank=True, choices=[('sister', 'Sister school'), ('agreement', 'Signed agreement'), ('exchange', 'Earlier exchange')], default='sister', max_length=12),
        ),
        migrations.AddField(
            model_name='wish',
            name='evaluation',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='wish',
            name='forms',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('letters', 'Letters and cards'), ('packages', 'Parcels with things from home'), ('video_messages', 'Video messages'), ('live_lessons', 'Live lessons'), ('presentations', 'Presentations by pupils'), ('joint_product', 'Something made together'), ('tandem', 'Language practice in pairs'), ('teachers', 'Exchange among teachers'), ('homestay', 'Guests in families'), ('pupil_stay', 'Single pupils stay for some weeks')], max_length=16), blank=True, default=list, size=None),
        ),
    ]
