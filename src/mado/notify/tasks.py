"""Mail jobs. Housekeeping that belongs to no app stands in mado.reference.tasks."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from mado.notify.delivery import deliver_message
from mado.notify.queries import MOST_ATTEMPTS
from mado.notify.services import delete_old_messages, write_digests

# 4, 16, 64 s … 18 hours: eight tries after the first, spread over a day.
PATIENCE = RetryStrategy(max_attempts=MOST_ATTEMPTS - 1, exponential_wait=4)


@app.task(name="notify.deliver", queue="mail", retry=PATIENCE)
def deliver(outbox_id: int) -> None:
    deliver_message(outbox_id=outbox_id)


@app.periodic(cron="17 3 * * *")
@app.task(name="notify.delete_old", queue="mail")
def delete_old(timestamp: int) -> None:  # noqa: ARG001  # procrastinate hands every periodic job its time
    delete_old_messages()


@app.periodic(cron="*/5 * * * *")
@app.task(name="notify.write_digests", queue="mail", queueing_lock="notify.write_digests")
def digests(timestamp: int) -> None:  # noqa: ARG001  # procrastinate hands every periodic job its time
    write_digests()
