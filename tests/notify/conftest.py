import pytest
from django.db import connection


@pytest.fixture
def empty_queue(transactional_db):
    """For tests that commit: Django empties its own tables afterwards, procrastinate's it does not know."""

    def empty():
        with connection.cursor() as cursor:
            cursor.execute(
                "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers, procrastinate_events "
                "RESTART IDENTITY CASCADE"
            )

    empty()
    yield
    empty()
