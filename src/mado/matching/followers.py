"""What lower apps do to a school is noted for its recommendations, in the deed's transaction."""

from mado.directory.contributions import register_change_follower
from mado.matching.services.changes import note_changes

register_change_follower(note_changes)
