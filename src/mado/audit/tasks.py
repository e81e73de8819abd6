"""The chain is anchored every night."""

from procrastinate.contrib.django import app

from mado.audit.services import write_anchor


@app.periodic(cron="7 3 * * *")
@app.task(name="audit.write_anchor", queue="housekeeping")
def anchor(timestamp: int) -> None:  # noqa: ARG001  # procrastinate hands every periodic job its time
    write_anchor()
