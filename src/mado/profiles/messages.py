"""Mails about what a school says of itself. The date is a function: read in each reader's language."""

from django.utils.translation import gettext_lazy as _

from mado.notify.messages import register_mail

WISH_ENDING = register_mail(
    "profiles.wish_ending",
    audience="seat holders of a school, before the last day of an open wish",
    subject=_("The wish “%(title)s” stands until %(date)s"),
    body=_(
        "%(school)s is found and invited by what this wish says. If it still holds, open it and let it stand longer "
        "with one press. If not, do nothing: after %(date)s it leaves the search."
    ),
    variables="school title date",
)
WISH_ENDED = register_mail(
    "profiles.wish_ended",
    audience="seat holders of a school, when the last day of an open wish has passed",
    subject=_("The wish “%(title)s” is no longer found"),
    body=_(
        "Its last day was %(date)s, so other schools no longer find it. Let it stand longer with one press, change it, "
        "or write a new one for %(school)s. Exchanges that came of it go on as they are."
    ),
    variables="school title date",
)
