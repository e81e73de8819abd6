from procrastinate.contrib.django import app


@app.periodic(cron="21 5 * * *")
@app.task(name="desks.remind_of_cases", queueing_lock="desks.remind_of_cases")
def remind_of_cases(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.desks import services  # noqa: PLC0415  # loaded when the worker runs it

    services.remind_of_cases()


@app.periodic(cron="26 5 * * *")
@app.task(name="desks.close_silent_cases", queueing_lock="desks.close_silent_cases")
def close_silent_cases(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.desks import services  # noqa: PLC0415  # loaded when the worker runs it

    services.close_silent_cases()
