"""Jobs are queued in the transaction of the deed that needs them: the row commits or vanishes with it."""

import datetime as dt
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager


def queue_job(
    name: str, *, queue: str = "default", lock: str | None = None, at: dt.datetime | None = None, **arguments: Any
) -> None:
    """Queue the task registered under `name` (see each app's tasks.py). `lock`: jobs of one lock run one at a time;
    `at`: not before that moment.

    Inside the worker, procrastinate's app speaks through a pool of its own: a job queued there would commit before
    the deed it belongs to. So the row is always written through Django's connection, whoever calls.
    """
    deferrer = app.configure_task(name=name, queue=queue, lock=lock, schedule_at=at)
    deferrer.job_manager = JobManager(DjangoConnector())
    deferrer.defer(**arguments)
