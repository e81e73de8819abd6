from typing import Any

from django.core.management import call_command
from django.db import migrations

TABLE = "shared_counts"
"""As settings.CACHES names it: counts that the web processes share."""


def make(_apps: Any, editor: Any) -> None:
    call_command("createcachetable", TABLE, database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("reference", "0002_calendars")]

    operations = [migrations.RunPython(make, lambda _apps, editor: editor.execute(f"DROP TABLE {TABLE}"))]
