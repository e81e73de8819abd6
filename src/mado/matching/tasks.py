from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

# 4, 16, 64 s … : what fails while letters are written or pairs settled is over soon, or somebody has to look.
PATIENCE = RetryStrategy(max_attempts=6, exponential_wait=4)


# Rounds
@app.task(name="matching.compute_round")
def compute_round(round_id: int, user_id: int) -> None:
    from mado.matching.services.rounds import run_round  # noqa: PLC0415  # loaded when the worker runs it

    run_round(round_id=round_id, user_id=user_id)


@app.task(name="matching.compute_trial")
def compute_trial(run_id: int) -> None:
    from mado.matching.services.rounds import run_trial  # noqa: PLC0415  # loaded when the worker runs it

    run_trial(run_id=run_id)


@app.task(name="matching.replay_round")
def replay_round(run_id: int) -> None:
    from mado.matching.services.rounds import replay  # noqa: PLC0415  # loaded when the worker runs it

    replay(run_id=run_id)


@app.task(name="matching.write_proposals", retry=PATIENCE)
def write_proposals(ids: list[int]) -> None:
    from mado.matching.services.rounds import write_proposals as write  # noqa: PLC0415  # loaded when the worker runs it

    write(ids)


@app.task(name="matching.write_called_off", retry=PATIENCE)
def write_called_off(ids: list[int]) -> None:
    from mado.matching.services.rounds import write_called_off_letters  # noqa: PLC0415  # loaded when the worker runs it

    write_called_off_letters(ids)


@app.task(name="matching.write_regrets", retry=PATIENCE)
def write_regrets(ids: list[int]) -> None:
    from mado.matching.services.rounds import write_regrets as write  # noqa: PLC0415  # loaded when the worker runs it

    write(ids)


@app.task(name="matching.settle_pairs", retry=PATIENCE)
def settle_pairs(invitation_id: int) -> None:
    from mado.matching.services.rounds import settle_pairs as settle  # noqa: PLC0415  # loaded when the worker runs it

    settle(invitation_id=invitation_id)


@app.periodic(cron="17 * * * *")
@app.task(name="matching.nudge_pairs", queueing_lock="matching.nudge_pairs")
def nudge_pairs(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.matching.services import rounds  # noqa: PLC0415  # loaded when the worker runs it

    rounds.post_missed_proposals()
    rounds.nudge_pairs()


@app.periodic(cron="4 * * * *")
@app.task(name="matching.lapse_pairs", queueing_lock="matching.lapse_pairs")
def lapse_pairs(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.matching.services.rounds import lapse_pairs as lapse  # noqa: PLC0415  # loaded when the worker runs it

    lapse()


# Recommendations
@app.periodic(cron="*/5 * * * *")
@app.task(name="matching.refresh_columns", queueing_lock="matching.refresh_columns")
def refresh_columns(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """What deeds have changed is seen at once by whoever recommends; this spares processes that start the catching up."""
    from mado.matching.services.columns import refresh_columns as refresh  # noqa: PLC0415  # loaded when it runs

    refresh()


@app.periodic(cron="23 3 * * *")
@app.task(name="matching.rebuild_columns", queueing_lock="matching.rebuild_columns")
def rebuild_columns(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    from mado.matching.services.columns import rebuild_columns as rebuild  # noqa: PLC0415  # loaded when it runs

    rebuild()


@app.periodic(cron="28 * * * *")
@app.task(name="matching.send_recommendations", queueing_lock="matching.send_recommendations")
def send_recommendations(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Every hour it is eight in the morning somewhere."""
    from mado.matching.services.recommendation_mails import send_recommendations as send  # noqa: PLC0415  # as above

    send()
