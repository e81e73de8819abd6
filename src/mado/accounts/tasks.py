from procrastinate.contrib.django import app


@app.periodic(cron="5 1 * * *")
@app.task(name="accounts.remind_of_claims", queueing_lock="accounts.remind_of_claims")
def remind(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes the planned time
    from mado.accounts import services  # noqa: PLC0415  # loaded when the worker runs it

    services.remind_of_claims()
    services.remind_of_questions()


@app.periodic(cron="25 1 * * *")
@app.task(name="accounts.remind_of_endings", queueing_lock="accounts.remind_of_endings")
def remind_of_endings(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes the planned time
    from mado.accounts import services  # noqa: PLC0415  # loaded when the worker runs it

    services.remind_of_endings()
    services.remind_of_mandates()


@app.periodic(cron="12 * * * *")
@app.task(name="accounts.follow_seat_offers", queueing_lock="accounts.follow_seat_offers")
def follow_seat_offers(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes the planned time
    from mado.accounts import services  # noqa: PLC0415  # loaded when the worker runs it

    services.follow_seat_offers()


@app.periodic(cron="20 2 * * *")
@app.task(name="accounts.delete_old_drafts", queueing_lock="accounts.delete_old_drafts")
def delete_drafts(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes the planned time
    from mado.accounts.services import delete_old_drafts  # noqa: PLC0415  # loaded when the worker runs it

    delete_old_drafts()


@app.periodic(cron="37 2 * * *")
@app.task(name="privacy.sweep", queueing_lock="privacy.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes the planned time
    from mado.accounts import services  # noqa: PLC0415  # loaded when the worker runs it

    services.sweep()
