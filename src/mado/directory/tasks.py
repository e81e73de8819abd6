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
