from procrastinate.contrib.django import app


@app.periodic(cron="23 3 * * *")
@app.task(name="profiles.forget_contacts", queueing_lock="profiles.forget_contacts")
def forget_contacts(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.profiles import services  # noqa: PLC0415  # loaded when the worker runs it

    services.forget_contacts()
