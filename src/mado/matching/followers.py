"""What lower apps do is noted for recommendations, and answered for rounds, in the deed's transaction."""

from mado.directory.contributions import register_change_follower
from mado.matching.services.answered import settle_when_answered
from mado.matching.services.changes import note_changes
from mado.partnerships.acceptance import register_answer_follower

register_change_follower(note_changes)
register_answer_follower(settle_when_answered)
