"""Everything that writes in a pairing round, by theme."""

from mado.matching.services.rounds.adjusting import choose_rule, drop_change, keep_change, try_change, undo_change
from mado.matching.services.rounds.announcing import (
    announce_round,
    cancel_round,
    digest_of,
    reply_span,
    write_announcement,
)
from mado.matching.services.rounds.answering import confirm_pair, decline_pair, lapse_pairs, nudge_pairs, side_of
from mado.matching.services.rounds.beginning import add_school, begin_round, set_pools, set_schools
from mado.matching.services.rounds.computing import (
    ask_replay,
    compute_round,
    replay,
    run_round,
    run_trial,
)
from mado.matching.services.rounds.following import follow_round
from mado.matching.services.rounds.joining import settle_pairs
from mado.matching.services.rounds.moving import move_round
from mado.matching.services.rounds.posting import (
    post_missed_proposals,
    write_called_off_letters,
    write_proposals,
    write_regrets,
)

__all__ = [
    "add_school",
    "announce_round",
    "ask_replay",
    "begin_round",
    "cancel_round",
    "choose_rule",
    "compute_round",
    "confirm_pair",
    "decline_pair",
    "digest_of",
    "drop_change",
    "follow_round",
    "keep_change",
    "lapse_pairs",
    "move_round",
    "nudge_pairs",
    "post_missed_proposals",
    "replay",
    "reply_span",
    "run_round",
    "run_trial",
    "set_pools",
    "set_schools",
    "settle_pairs",
    "side_of",
    "try_change",
    "undo_change",
    "write_announcement",
    "write_called_off_letters",
    "write_proposals",
    "write_regrets",
]
