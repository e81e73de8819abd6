from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

BODY_MOST = 5_000
"""Characters of a message typed on the page."""

MAILED_MOST = 20_000
"""Characters of a message that came by mail: nobody counts while writing one."""

LANGUAGE_MOST = 16


class Side(models.TextChoices):
    """Of the two who talk: who asked first (the school that invited, side A, who opened the case), and who was asked."""

    ASKING = "asking", pgettext_lazy("side of a conversation", "Asked first")
    ANSWERING = "answering", pgettext_lazy("side of a conversation", "Was asked")

    @property
    def other(self) -> "Side":
        return Side.ANSWERING if self == Side.ASKING else Side.ASKING


class Via(models.TextChoices):
    WEB = "web", pgettext_lazy("message", "Written in Mado")
    MAIL = "mail", pgettext_lazy("message", "Answered by mail")


class MailSource(models.TextChoices):
    PIPE = "pipe", _("Mail server")
    HTTP = "http", _("Web address for mail")
    PAGE = "page", _("Mailbox of this test system")


class MailOutcome(models.TextChoices):
    """What became of a mail that came in; "" while nobody has looked."""

    POSTED = "posted", pgettext_lazy("incoming mail", "Posted")
    REPEATED = "repeated", pgettext_lazy("incoming mail", "Came before")
    BOUNCE = "bounce", pgettext_lazy("incoming mail", "Notice of a mail that came back")
    AUTOMATIC = "automatic", pgettext_lazy("incoming mail", "Automatic answer")
    QUARANTINED = "quarantined", pgettext_lazy("incoming mail", "Waits for somebody to look")
    DISCARDED = "discarded", pgettext_lazy("incoming mail", "Put away")


class MailProblem(models.TextChoices):
    """Why a mail waits in quarantine."""

    UNREADABLE = "unreadable", _("It is damaged and could not be read.")
    NO_ADDRESS = "no_address", _("It was not sent to an answer address.")
    FORGED = "forged", _("The answer address was not made by Mado.")
    EXPIRED = "expired", _("The answer address is too old.")
    GONE = "gone", _("The conversation or the person is no longer there.")
    WRONG_SENDER = "wrong_sender", _("It came from an address that is neither the person's nor a colleague's.")
    OTHER_WORDS = "other_words", _("A mail with the same number but other words came before.")
    EMPTY = "empty", _("Nothing new is written in it.")
    TOO_LONG = "too_long", _("It is too long for a message.")
    MAY_NOT = "may_not", _("The person may no longer write in this conversation.")
    CLOSED = "closed", _("The conversation is closed.")
    BROKEN = "broken", _("Something went wrong while it was taken in.")
