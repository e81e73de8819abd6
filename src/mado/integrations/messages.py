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

PROGRAMS_STOPPED = register_mail(
    "integrations.programs_stopped",
    audience="Seat holders of a school whose tokens or webhooks were made by somebody who no longer acts for it",
    subject=_("What %(name)s had connected to Mado has stopped"),
    body=_(
        "%(name)s no longer acts for %(school)s. In the same minute this has stopped:\n\n%(programs)s\n\n"
        "A token opens nothing any more: if a program of the school still needs one, make a new one on the page of your "
        "programs. An address that was told of events is paused and nothing is lost: resume it there if it is the "
        "school’s own, and what waited is sent."
    ),
    variables="name school programs",
)
