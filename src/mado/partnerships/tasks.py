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
