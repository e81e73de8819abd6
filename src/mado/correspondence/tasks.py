"""Jobs of the conversations: incoming mail, questions without an answer."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

# The database away for a while: 4, 16, 64 s … a day. A mail nobody looked at is queued again besides.
PATIENCE = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="correspondence.handle_mail", queue="mail", retry=PATIENCE)
def handle_mail(inbound_id: int) -> None:
    from mado.correspondence import services  # noqa: PLC0415  # loaded when the worker runs it

    services.handle_mail(inbound_id=inbound_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="correspondence.handle_left_lying", queueing_lock="correspondence.handle_left_lying")
def handle_left_lying(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.correspondence import services  # noqa: PLC0415  # loaded when the worker runs it

    services.handle_left_lying()


@app.periodic(cron="12 * * * *")
@app.task(name="correspondence.remind", queueing_lock="correspondence.remind")
def remind(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.correspondence import services  # noqa: PLC0415  # loaded when the worker runs it

    services.nudge_questions()
    services.escalate_questions()
