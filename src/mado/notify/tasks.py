from procrastinate.contrib.django import app


@app.task(name="notify.deliver", queue="mail")
def deliver(outbox_id: int) -> None:
    from mado.notify.delivery import deliver_message  # noqa: PLC0415  # loaded when the worker runs it

    deliver_message(outbox_id=outbox_id)
