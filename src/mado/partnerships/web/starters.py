"""Sentences to begin with, in the partner's language: a suggestion, never sent by itself."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from mado.directory.models import Organization
from mado.partnerships.web.panes import interface_language
from mado.profiles.models import Wish


def starter_sentences(sender: Organization, recipient: Organization, wish: Wish | None) -> dict[str, str]:
    """Form field → suggested text in the recipient's language."""
    with override(interface_language(recipient.name_language)):
        values = {"school": sender.name, "pupils": (wish and wish.group_size) or 25}
        return {
            "about_us": _(
                "Hello from %(school)s. About %(pupils)d of our pupils would like to get to know pupils of your school."
            )
            % values,
            "proposal": _(
                "We would like to exchange stories about our towns and our daily life, in a few meetings or "
                "by sending work to each other. We are glad to follow your ideas, too."
            ),
            "first_step": _("As a first step, each class could send a short video greeting within two weeks."),
        }
