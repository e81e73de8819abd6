from procrastinate.contrib.django import app


@app.periodic(cron="35 1 * * *")
@app.task(name="profiles.remind_of_wishes", queueing_lock="profiles.remind_of_wishes")
def remind_of_wishes(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.profiles import services  # noqa: PLC0415  # loaded when the worker runs it

    services.remind_of_wishes()
