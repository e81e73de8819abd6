from django.db import models
from django.utils.translation import pgettext_lazy

from mado.kernel.states import StateChoices, tones


class RefusalReason(models.TextChoices):
    """Why a recommended school is not for us. What follows from each stands in `refusing.LESSONS`."""

    SCHOOL = "school", pgettext_lazy("not for us", "Not this school")
    COUNTRY = "country", pgettext_lazy("not for us", "Not this country")
    KIND = "kind", pgettext_lazy("not for us", "Not this kind of exchange")
    LEVEL = "level", pgettext_lazy("not for us", "Not this level of school")
    TIMES = "times", pgettext_lazy("not for us", "Our weeks meet too little")
    TOPICS = "topics", pgettext_lazy("not for us", "We share too few topics")
    LANGUAGE = "language", pgettext_lazy("not for us", "The language does not suit us")
    SIZE = "size", pgettext_lazy("not for us", "The groups differ too much in size")
    REPLIES = "replies", pgettext_lazy("not for us", "It answers too seldom or too late")


class RoundState(StateChoices):
    DRAFT = "draft", pgettext_lazy("pairing round", "Being prepared")
    COMPUTING = "computing", pgettext_lazy("pairing round", "Being computed")
    READY = "ready", pgettext_lazy("pairing round", "Waits for your choice")
    ANNOUNCED = "announced", pgettext_lazy("pairing round", "Schools are answering")
    CLOSED = "closed", pgettext_lazy("pairing round", "All answers are in")
    PUBLISHED = "published", pgettext_lazy("pairing round", "Published")
    CANCELLED = "cancelled", pgettext_lazy("pairing round", "Cancelled")


tones(
    RoundState,
    draft="draft",
    computing="waiting",
    ready="waiting",
    announced="waiting",
    closed="agreed",
    published="agreed",
    cancelled="ended",
)

PREPARING_STATES = (RoundState.DRAFT, RoundState.COMPUTING, RoundState.READY)
"""Nobody but the office and who reads everything knows of the round."""

SHOWN_STATES = (RoundState.ANNOUNCED, RoundState.CLOSED, RoundState.PUBLISHED)
"""The schools in it and the offices in care of them see the round."""


class RoundRule(models.TextChoices):
    """The rule is stated on every page and paper of a round."""

    STABLE = "stable", pgettext_lazy("rule of a pairing round", "Stable")
    MOST = "most", pgettext_lazy("rule of a pairing round", "Greatest total")
    FAIR = "fair", pgettext_lazy("rule of a pairing round", "Everyone first")


class RoundSide(models.TextChoices):
    A = "a", pgettext_lazy("side of a pairing round", "First side")
    B = "b", pgettext_lazy("side of a pairing round", "Second side")


class PairState(StateChoices):
    ASKED = "asked", pgettext_lazy("pair of a round", "Waiting for an answer")
    CONFIRMED = "confirmed", pgettext_lazy("pair of a round", "Confirmed by both")
    DECLINED = "declined", pgettext_lazy("pair of a round", "Declined")
    LAPSED = "lapsed", pgettext_lazy("pair of a round", "Lapsed without an answer")
    CALLED_OFF = "called_off", pgettext_lazy("pair of a round", "Called off by the office")


tones(PairState, asked="waiting", confirmed="agreed", declined="ended", lapsed="mend", called_off="ended")
