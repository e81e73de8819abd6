from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0005_texts_have_their_table"),
    ]

    operations = [
        migrations.RemoveField(model_name="schoolprofile", name="about_en"),
        migrations.RemoveField(model_name="schoolprofile", name="languages_taught"),
    ]
