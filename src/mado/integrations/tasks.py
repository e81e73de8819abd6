from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from mado.integrations.services.deliveries import MOST_ATTEMPTS, NotTaken

PATIENCE = RetryStrategy(max_attempts=MOST_ATTEMPTS - 1, exponential_wait=4, retry_exceptions=[NotTaken])


@app.task(name="integrations.deliver", queue="mail", retry=PATIENCE)
def deliver(delivery_id: int) -> None:
    from mado.integrations import services  # noqa: PLC0415  # loaded when the worker runs it

    services.deliver(delivery_id=delivery_id)


@app.periodic(cron="* * * * *")
@app.task(name="integrations.publish_events", queue="mail", queueing_lock="integrations.publish_events")
def publish_events(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.integrations import services  # noqa: PLC0415  # loaded when the worker runs it

    services.stop_programs_of_leavers()
    services.publish_events()
