"""Mails to people a list names. None goes out before an officer has seen every recipient."""

from django.utils.translation import gettext_lazy as _

from mado.notify.messages import register_mail

SEAT_SUGGESTED = register_mail(
    "intake.seat_suggested",
    audience="people an office's list names for a school, after an officer has looked at every recipient",
    subject=_("%(office)s asks you to take the seat of %(school)s"),
    body=_(
        "%(office)s names you as the person for international exchange at %(school)s. With the school's seat you write "
        "its profile, find partner schools and answer their invitations.\n\nMake an account with this address and ask "
        "for the seat; %(office)s confirms it. If this is not meant for you, you need do nothing: we keep your address "
        "until %(date)s and write no further mail."
    ),
    variables="office school date",
)
