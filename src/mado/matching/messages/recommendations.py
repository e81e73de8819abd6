"""The weekly mail with new recommendations, for those who asked for it."""

from django.utils.translation import gettext_lazy as _

from mado.notify.engine.timing import NEWS
from mado.notify.messages import register_mail

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
