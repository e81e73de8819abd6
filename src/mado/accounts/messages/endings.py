"""Mails about what ends by its date: seats, vouching for schools, and mandates of offices."""

from django.utils.translation import gettext_lazy as _

from mado.notify.messages import register_mail

SEAT_ENDING = register_mail(
    "accounts.seat_ending",
    audience="the person whose seat ends soon",
    subject=_("Your seat at %(school)s ends on %(date)s"),
    body=_(
        "Ask for it again now, so that the office can renew it in time. If you leave the school, hand your seat over to "
        "a colleague instead: everything stays with the school."
    ),
    variables="school date",
)
LAST_SEAT_ENDING = register_mail(
    "accounts.last_seat_ending",
    audience="officers of the office in care of a school, when its only seat ends within days",
    subject=_("The only seat of %(school)s ends on %(date)s"),
    body=_(
        "%(name)s alone acts for %(school)s, and the seat ends on %(date)s. Please speak with the school: the seat can "
        "be asked for again or handed over."
    ),
    variables="name school date",
)
SEAT_EXPIRED = register_mail(
    "accounts.seat_expired",
    audience="the person whose seat ended by its date",
    subject=_("Your seat at %(school)s has ended"),
    body=_("It ended on %(date)s. If you still work there, ask for the seat again: what you had is still there."),
    variables="school date",
)
VERIFICATION_ENDING = register_mail(
    "accounts.verification_ending",
    audience="officers of the office that vouches for a school, before the vouching ends",
    subject=_("Is %(school)s still real and reachable? Until %(date)s"),
    body=_(
        "Your office vouches for %(school)s until %(date)s. Acting for it today: %(people)s.\n\nIf the school is still "
        "real and reachable, open the page below and press the one button: your office then vouches for it for another "
        "%(days)s days. If not, do nothing, and on %(date)s the school leaves the search. The link is for you alone; do "
        "not pass it on."
    ),
    variables="school date people days",
)
VERIFICATION_ENDED = register_mail(
    "accounts.verification_ended",
    audience="seat holders of a school nobody vouches for any more",
    subject=_("%(school)s is no longer vouched for"),
    body=_(
        "Until %(date)s %(office)s vouched for %(school)s. Until it does so again, your school is not found among those "
        "that take part. Please write to the office."
    ),
    variables="school office date",
)
MANDATE_ENDING = register_mail(
    "accounts.mandate_ending",
    audience="officers of an office whose mandate ends soon",
    subject=_("Your office's mandate for %(place)s ends on %(date)s"),
    body=_(
        "Until %(date)s %(office)s is in care of %(place)s. The CEO office has been asked whether it goes on. Please "
        "speak with it if you expect so, and decide what still waits for you until then."
    ),
    variables="office place date",
)
MANDATE_ENDED = register_mail(
    "accounts.mandate_ended",
    audience="officers of an office whose mandate has ended",
    subject=_("Your office's mandate for %(place)s has ended"),
    body=_(
        "Its last day was %(date)s. New claims from there go to the office that is in care of the place now. Claims "
        "that %(office)s already has stay with it: please decide them or hand them over."
    ),
    variables="office place date",
)
MANDATE_TO_RENEW = register_mail(
    "accounts.mandate_to_renew",
    audience="people of the CEO office, before a mandate it has given ends",
    subject=_("Renew or let it end: the mandate of %(office)s for %(place)s, until %(date)s"),
    body=_(
        "%(office)s is in care of %(place)s until %(date)s. Give the mandate a later last day if the office goes on. "
        "If not, do nothing: afterwards the place falls back to the next wider mandate, or to the CEO office."
    ),
    variables="office place date",
)
MANDATE_FELL_BACK = register_mail(
    "accounts.mandate_fell_back",
    audience="people of the CEO office, when a mandate has ended by its date",
    subject=_("The mandate of %(office)s for %(place)s has ended"),
    body=_(
        "Its last day was %(date)s. The next wider mandate, or the CEO office, now vets there. Give a new mandate if "
        "another office is to do it."
    ),
    variables="office place date",
)
