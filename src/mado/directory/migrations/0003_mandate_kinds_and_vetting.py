import django.contrib.postgres.fields
from django.db import migrations, models


def county_centres_do_not_vet(apps, schema_editor):
    """What the code said until now stands in the rows from now on."""
    apps.get_model("directory", "Mandate").objects.filter(office__kind="county_centre").update(vets=False)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_import_passed_over"),
    ]

    operations = [
        migrations.AddField(
            model_name="mandate",
            name="kinds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="mandate",
            name="levels",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="mandate",
            name="vets",
            field=models.BooleanField(default=True),
        ),
        migrations.RunPython(county_centres_do_not_vet, migrations.RunPython.noop),
    ]
