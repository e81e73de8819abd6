from procrastinate.contrib.django import app


@app.periodic(cron="*/15 * * * *")
@app.task(name="exchanges.session_reminders", queue="default")
def session_reminders(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes the planned time
    from mado.exchanges.services import ask_what_happened, nudge_proposals, remind_sessions  # noqa: PLC0415  # apps load before it

    remind_sessions()
    nudge_proposals()
    ask_what_happened()


@app.periodic(cron="20 1 * * *")
@app.task(name="exchanges.report_reminders", queue="default")
def report_reminders(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes the planned time
    from mado.exchanges.services import nudge_starts, remind_of_verifying, remind_reports  # noqa: PLC0415  # apps load before it

    remind_reports()
    nudge_starts()
    remind_of_verifying()
