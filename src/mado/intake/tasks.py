from procrastinate.contrib.django import app


@app.task(name="intake.preview")
def preview(upload_id: int) -> None:
    from mado.intake.services import preview_upload  # noqa: PLC0415  # loaded when the worker runs it

    preview_upload(upload_id=upload_id)


@app.task(name="intake.write")
def write(upload_id: int) -> None:
    from mado.intake.services import write_rows  # noqa: PLC0415  # loaded when the worker runs it

    write_rows(upload_id=upload_id)


@app.task(name="intake.undo")
def undo(upload_id: int) -> None:
    from mado.intake.services import undo_rows  # noqa: PLC0415  # loaded when the worker runs it

    undo_rows(upload_id=upload_id)


@app.periodic(cron="40 2 * * *")
@app.task(name="intake.empty_old_uploads", queueing_lock="intake.empty_old_uploads")
def empty_old(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes the planned time
    from mado.intake.services import empty_old_uploads  # noqa: PLC0415  # loaded when the worker runs it

    empty_old_uploads()
