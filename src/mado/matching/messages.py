"""Mails about recommendations and pairing rounds."""

from django.utils.translation import gettext_lazy as _

from mado.notify.engine.timing import NEWS
from mado.notify.messages import register_mail

# Recommendations

NEW_RECOMMENDATIONS = register_mail(
    "matching.new_recommendations",
    audience="A seat holder who asked for it: once a week, when schools are new among the recommendations for a wish",
    subject=_("New schools that fit you: %(number)s"),
    body=_(
        "These schools are new among those that fit what your school looks for. Both sides' wishes are weighed; the reasons "
        "stand behind each link.\n\n%(schools)s\n\n"
        "Each school is named once. No more of these mails: %(stop)s"
    ),
    variables="number schools stop",
    weight=NEWS,
)

# Rounds

PAIR_PROPOSED = register_mail(
    "matching.pair_proposed",
    audience="Seat holders of both schools of each pair, when an office announces a pairing round",
    subject=_("%(office)s proposes %(partner)s to your school: please answer by %(reply_by)s"),
    body=_(
        "In the pairing round “%(round)s”, %(office)s proposes an exchange between %(school)s and %(partner)s (%(place)s).\n\n"
        "Kind of exchange: %(kind)s\n"
        "Why the two were paired: %(rule)s\n"
        "Please confirm or decline by: %(reply_by)s\n\n"
        "Words of the office: %(letter)s\n\n"
        "The exchange begins when both schools have confirmed. If it does not suit you, declining takes one click, and the "
        "office looks for somebody else."
    ),
    variables="office partner reply_by round school place kind rule letter",
)

PAIR_NUDGED = register_mail(
    "matching.pair_nudged",
    audience="Seat holders of a school that owes a pairing round its answer, some days before the date",
    subject=_("Please answer by %(reply_by)s: %(partner)s in the round “%(round)s”"),
    body=_(
        "%(school)s has not answered yet whether it will work with %(partner)s.\n\n"
        "Please confirm or decline by: %(reply_by)s\n\n"
        "Without an answer the proposal lapses after that day, and the office looks for other partners."
    ),
    variables="reply_by partner round school",
)

PAIR_CONFIRMED = register_mail(
    "matching.pair_confirmed",
    audience="Seat holders of both schools of a pair of a round, when the second of them confirms",
    subject=_("You and %(partner)s are partners now"),
    body=_(
        "Both schools have confirmed: %(school)s and %(partner)s are partners, and your exchange is open.\n\n"
        "The next step is to agree on the first time to meet, or on the first piece of work if you exchange in turns."
    ),
    variables="partner school",
)

PAIR_DECLINED = register_mail(
    "matching.pair_declined",
    audience="Seat holders of the other school, when a school declines a pair of a round",
    subject=_("%(partner)s cannot take part in the exchange that was proposed"),
    body=_(
        "%(partner)s has declined the exchange proposed in the round “%(round)s”.\n\n"
        "Reason: %(reason)s\n"
        "Their words: %(note)s\n\n"
        "Your wish stays open. %(office)s sees this and looks for somebody else in the next pass of the round."
    ),
    variables="partner round reason note office",
)

PAIR_LAPSED = register_mail(
    "matching.pair_lapsed",
    audience="Seat holders of both schools of a pair of a round, when the date has passed without both answers",
    subject=_("The proposal of %(partner)s has lapsed"),
    body=_(
        "The last day to answer was %(reply_by)s. One answer at least is missing, so %(school)s and %(partner)s are not paired "
        "in the round “%(round)s”.\n\n"
        "Your wish stays open. %(office)s sees this and looks for somebody else in the next pass of the round."
    ),
    variables="partner reply_by school round office",
)

PAIR_CALLED_OFF = register_mail(
    "matching.pair_called_off",
    audience="Seat holders of both schools of each pair that waits for an answer, when the office cancels the round",
    subject=_("The round “%(round)s” is cancelled"),
    body=_(
        "%(office)s has cancelled the pairing round “%(round)s”. You need not answer any more whether %(school)s will work "
        "with %(partner)s.\n\n"
        "Your wish stays open. If you would like to work with that school, invite it yourself."
    ),
    variables="round office school partner",
    weight=NEWS,
)

ROUND_ANSWERED = register_mail(
    "matching.round_answered",
    audience="Officers of the office that holds a round, when its last answer is in or its date has passed",
    subject=_("All answers are in: %(round)s"),
    body=_(
        "The pairing round “%(round)s” (%(code)s) has all its answers.\n\n"
        "Confirmed by both schools: %(confirmed)s\n"
        "Declined: %(declined)s\n"
        "Lapsed without an answer: %(lapsed)s\n\n"
        "You can make a second pass for the schools that are left, and publish the outcome."
    ),
    variables="round code confirmed declined lapsed",
)

NO_PARTNER = register_mail(
    "matching.no_partner",
    audience="Seat holders of schools of the first side for whom a round found no partner, when it is announced",
    subject=_("No partner for your school in the round “%(round)s” this time"),
    body=_(
        "%(office)s looked for a partner for %(school)s in the pairing round “%(round)s” and found none this time.\n\n"
        "Why: %(reason)s\n"
        "What can help: %(help)s\n\n"
        "Your wish stays open, and the office counts how long you have waited."
    ),
    variables="round office school reason help",
    weight=NEWS,
)
