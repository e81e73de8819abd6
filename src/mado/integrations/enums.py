from django.db import models
from django.utils.translation import gettext_lazy as _


class EventType(models.TextChoices):
    """What a school's program can be told. Each is one deed of the audit chain."""

    INVITATION_SENT = "invitation.sent", _("An invitation was sent")
    INVITATION_ACCEPTED = "invitation.accepted", _("An invitation was accepted")
    INVITATION_DECLINED = "invitation.declined", _("An invitation was declined")
    INVITATION_WITHDRAWN = "invitation.withdrawn", _("An invitation was withdrawn")
    INVITATION_LAPSED = "invitation.lapsed", _("An invitation lapsed without an answer")
    EXCHANGE_OPENED = "exchange.opened", _("An exchange was opened")
    EXCHANGE_STARTED = "exchange.started", _("An exchange started")
    EXCHANGE_COMPLETED = "exchange.completed", _("An exchange was completed")
    EXCHANGE_VERIFIED = "exchange.verified", _("An exchange was verified")
    EXCHANGE_ENDED = "exchange.ended", _("An exchange was ended early")
    SESSION_PROPOSED = "session.proposed", _("A session was proposed")
    SESSION_CONFIRMED = "session.confirmed", _("A session was confirmed")
    SESSION_MOVED = "session.moved", _("A session was moved")
    SESSION_CANCELLED = "session.cancelled", _("A session was cancelled")
    SESSION_RECORDED = "session.recorded", _("A session was recorded as held or missed")


EVENT_OF_VERB = {
    "partnerships.send_invitation": EventType.INVITATION_SENT,
    "partnerships.accept_invitation": EventType.INVITATION_ACCEPTED,
    "partnerships.decline_invitation": EventType.INVITATION_DECLINED,
    "partnerships.withdraw_invitation": EventType.INVITATION_WITHDRAWN,
    "partnerships.lapse_invitation": EventType.INVITATION_LAPSED,
    "exchanges.open_exchange": EventType.EXCHANGE_OPENED,
    "exchanges.start_exchange": EventType.EXCHANGE_STARTED,
    "exchanges.complete_exchange": EventType.EXCHANGE_COMPLETED,
    "exchanges.verify_exchange": EventType.EXCHANGE_VERIFIED,
    "exchanges.end_exchange": EventType.EXCHANGE_ENDED,
    "exchanges.propose_session": EventType.SESSION_PROPOSED,
    "exchanges.confirm_session": EventType.SESSION_CONFIRMED,
    "exchanges.move_session": EventType.SESSION_MOVED,
    "exchanges.cancel_session": EventType.SESSION_CANCELLED,
    "exchanges.record_session": EventType.SESSION_RECORDED,
}
PING = "ping"
"""The event of a trial delivery."""
