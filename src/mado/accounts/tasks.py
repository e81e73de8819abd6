from procrastinate.contrib.django import app


@app.periodic(cron="5 1 * * *")
@app.task(name="accounts.remind_of_claims", queueing_lock="accounts.remind_of_claims")
def remind(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes the planned time
    from mado.accounts.services import remind_of_claims  # noqa: PLC0415  # loaded when the worker runs it

    remind_of_claims()


@app.periodic(cron="20 2 * * *")
@app.task(name="accounts.delete_old_drafts", queueing_lock="accounts.delete_old_drafts")
def delete_drafts(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes the planned time
    from mado.accounts.services import delete_old_drafts  # noqa: PLC0415  # loaded when the worker runs it

    delete_old_drafts()
