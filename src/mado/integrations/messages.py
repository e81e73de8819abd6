from django.utils.translation import gettext_lazy as _

from mado.notify.messages import register_mail

WEBHOOK_PAUSED = register_mail(
    "integrations.webhook_paused",
    audience="Seat holders of a school whose program did not take a delivery for a day",
    subject=_("Your program no longer answers: %(url)s"),
    body=_(
        "Mado has tried for a day to tell your school’s program at %(url)s of an event, and it did not take it "
        "(%(reason)s).\n\nThe deliveries wait. When the program runs again, resume them on the page of your programs: "
        "everything that happened meanwhile is then sent."
    ),
    variables="url reason",
)
