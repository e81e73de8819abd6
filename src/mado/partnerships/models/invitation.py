import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mado.directory.models import Organization
from mado.partnerships.enums import LANGUAGE_MOST, TEXT_MOST, DeclineReason, InvitationState
from mado.profiles.enums import ExchangeKind, MeetingMode
from mado.profiles.models import Wish


def school_zone(organization: Organization) -> str:
    """The IANA zone a school lives by: what its profile says, else the directory's."""
    profile = getattr(organization, "profile", None)
    return (profile.time_zone if profile else "") or organization.time_zone


class Invitation(models.Model):
    """One school asks another. `reply_by` is the last day, in the recipient's time zone, on which an answer counts."""

    code = models.CharField(max_length=16, unique=True)
    sender = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="invitations_sent")
    recipient = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="invitations_received")
    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="invitations", null=True, blank=True)
    kind = models.CharField(max_length=16, choices=ExchangeKind)
    mode = models.CharField(max_length=8, choices=MeetingMode)
    about_us = models.TextField(max_length=TEXT_MOST["about_us"])
    proposal = models.TextField(max_length=TEXT_MOST["proposal"])
    first_step = models.TextField(max_length=TEXT_MOST["first_step"], blank=True)
    language = models.CharField(max_length=LANGUAGE_MOST)
    group_size = models.PositiveSmallIntegerField(null=True, blank=True)
    reply_by = models.DateField()
    state = models.CharField(max_length=12, choices=InvitationState, default=InvitationState.SENT)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    nudges = models.PositiveSmallIntegerField(default=0)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=12, choices=DeclineReason, blank=True)
    answer_note = models.TextField(max_length=TEXT_MOST["answer_note"], blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(sender=F("recipient")), name="invitation_is_between_two"),
            models.UniqueConstraint(
                fields=["sender", "recipient"], condition=Q(state="sent"), name="one_open_invitation_per_pair"
            ),
        ]
        indexes = [models.Index(fields=["state", "reply_by"], name="invitation_by_reply_date")]

    def __str__(self) -> str:
        return self.code

    @property
    def state_choice(self) -> InvitationState:
        return InvitationState(self.state)

    @property
    def is_open(self) -> bool:
        return self.state == InvitationState.SENT

    @property
    def reply_deadline(self) -> dt.datetime:
        """The first instant at which an answer is too late: midnight after `reply_by` where the recipient is."""
        zone = ZoneInfo(school_zone(self.recipient))
        return dt.datetime.combine(self.reply_by + dt.timedelta(days=1), dt.time.min, tzinfo=zone)

    @property
    def last_moment(self) -> dt.datetime:
        """The last minute in which an answer counts, for people: 23:59 of the reply-by day there."""
        return self.reply_deadline - dt.timedelta(minutes=1)
