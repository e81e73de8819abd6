from django.db import migrations


def move_texts(apps, schema_editor):
    """The English text and the languages taught go where every other language and their levels stand."""
    profile_model = apps.get_model("profiles", "SchoolProfile")
    text_model = apps.get_model("profiles", "ProfileText")
    taught_model = apps.get_model("profiles", "TaughtLanguage")
    for profile in profile_model.objects.iterator():
        if profile.about_en and profile.about_en != profile.about:
            text_model.objects.get_or_create(
                profile=profile, field="about", language="en", defaults={"text": profile.about_en}
            )
        for tag in profile.languages_taught:
            taught_model.objects.get_or_create(profile=profile, language=tag)


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0004_calendar_kinds"),
    ]

    operations = [
        migrations.RunPython(move_texts, migrations.RunPython.noop),
    ]
