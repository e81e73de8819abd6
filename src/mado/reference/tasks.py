"""Housekeeping of the queue itself. It stands on the ground floor because it belongs to no app: every app's jobs
depend on it, and it knows none of them.

procrastinate leaves the job of a killed worker "doing" for ever; the sweep gives it back to the queue once that
worker's heartbeat is old. Jobs therefore run at least once, and every task is written so that a second run does no harm.
"""

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app

FINISHED_JOBS_KEPT_HOURS = 48
FAILED_JOBS_KEPT_HOURS = 30 * 24


@app.periodic(cron="* * * * * */10")
@app.task(name="reference.retry_stalled_jobs", queue="housekeeping", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> int:  # noqa: ARG001  # procrastinate hands every periodic job its time
    """Give back the jobs of workers that have gone; returns how many."""
    manager = context.app.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=settings.MADO_WORKER_STALLED_SECONDS))
    for job in stalled:
        await manager.retry_job(job)
    return len(stalled)


@app.periodic(cron="47 3 * * *")
@app.task(name="reference.delete_old_jobs", queue="housekeeping", pass_context=True)
async def delete_old_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  # as above
    """Finished jobs after two days, failed ones after a month."""
    await context.app.job_manager.delete_old_jobs(nb_hours=FINISHED_JOBS_KEPT_HOURS)
    await context.app.job_manager.delete_old_jobs(nb_hours=FAILED_JOBS_KEPT_HOURS, include_failed=True)


@app.periodic(cron="57 3 * * *")
@app.task(name="reference.delete_old_sessions", queue="housekeeping")
def delete_old_sessions(timestamp: int) -> None:  # noqa: ARG001  # as above
    """Expired sign-ins."""
    SessionStore.clear_expired()


@app.periodic(cron="58 3 * * *")
@app.task(name="reference.delete_old_counts", queue="housekeeping")
def delete_old_counts(timestamp: int) -> None:  # noqa: ARG001  # as above
    """Counts of tries whose time is over: see CACHES in the settings."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM shared_counts WHERE expires < now()")
