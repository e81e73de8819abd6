"""Jobs are queued in the transaction of the deed that needs them: the row commits or vanishes with it."""

from typing import Any

from procrastinate.contrib.django import app


def queue_job(name: str, *, queue: str = "default", lock: str | None = None, **arguments: Any) -> None:
    """Queue the task registered under `name` (see each app's tasks.py). `lock`: jobs of one lock run one at a time."""
    app.configure_task(name=name, queue=queue, lock=lock).defer(**arguments)
