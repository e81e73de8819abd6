"""Mails about saved searches."""

from django.utils.translation import gettext_lazy as _

from mado.notify.engine.timing import NEWS
from mado.notify.messages import register_mail

NEW_IN_SEARCHES = register_mail(
    "directory.new_in_searches",
    audience="The owner of saved searches, when schools are new in them: at once, or once a day at 08:00 of their clock",
    subject=_("New in your saved searches: %(number)s"),
    body=_(
        "These schools are new in what you look for, or have changed so that they fit now.\n\n%(matches)s\n\n"
        "Each school is told once. Under each search stands the link that ends its mails."
    ),
    variables="number matches",
    weight=NEWS,
)
