from procrastinate.contrib.django import app


@app.task(name="directory.reindex", queue="search")
def reindex(organization_ids: list[int]) -> None:
    from mado.directory.services.indexing import reindex_organizations  # noqa: PLC0415  # loaded when it runs

    reindex_organizations(organization_ids=organization_ids)


@app.task(name="directory.reindex_all", queue="search")
def reindex_all() -> None:
    from mado.directory.services.indexing import rebuild_index  # noqa: PLC0415  # loaded when it runs

    rebuild_index()


@app.periodic(cron="17 3 * * *")
@app.task(name="directory.reindex_nightly", queue="search", lock="directory.index")
def reindex_nightly(timestamp: int) -> None:  # noqa: ARG001  # procrastinate hands it to every periodic task
    """Seats, vouching and wishes also end by date alone, without anybody writing: once a night all entries are made new."""
    from mado.directory.services.indexing import rebuild_index  # noqa: PLC0415  # loaded when it runs

    rebuild_index()


@app.periodic(cron="*/15 * * * *")
@app.task(name="directory.send_digests", queueing_lock="directory.send_digests")
def send_digests(timestamp: int) -> None:  # noqa: ARG001  # as above
    """Every quarter of an hour it is eight in the morning somewhere."""
    from mado.directory.services.alerting import send_digests as send  # noqa: PLC0415  # loaded when it runs

    send()


@app.periodic(cron="41 2 * * *")
@app.task(name="directory.delete_binned_searches", queueing_lock="directory.delete_binned_searches")
def delete_binned_searches(timestamp: int) -> None:  # noqa: ARG001  # as above
    from mado.directory.services.saved_searches import delete_binned_searches as delete  # noqa: PLC0415  # as above

    delete()
