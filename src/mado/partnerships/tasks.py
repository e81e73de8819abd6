from procrastinate.contrib.django import app


@app.periodic(cron="7 * * * *")
@app.task(name="partnerships.nudge_invitations", queueing_lock="partnerships.nudge_invitations")
def nudge_invitations(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.partnerships import services  # noqa: PLC0415  # loaded when the worker runs it

    services.nudge_invitations()


@app.periodic(cron="2 * * * *")
@app.task(name="partnerships.lapse_invitations", queueing_lock="partnerships.lapse_invitations")
def lapse_invitations(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.partnerships import services  # noqa: PLC0415  # loaded when the worker runs it

    services.lapse_invitations()


@app.periodic(cron="12 * * * *")
@app.task(name="partnerships.move_lines_on", queueing_lock="partnerships.move_lines_on")
def move_lines_on(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.partnerships import services  # noqa: PLC0415  # loaded when the worker runs it

    services.move_lines_on()


@app.periodic(cron="37 2 * * *")
@app.task(name="partnerships.watch_over_liveness", queueing_lock="partnerships.watch_over_liveness")
def watch_over_liveness(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.partnerships import services  # noqa: PLC0415  # loaded when the worker runs it

    services.watch_over_liveness()
