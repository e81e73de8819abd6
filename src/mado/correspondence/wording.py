"""Names and dates as they are read out in mails and on pages."""

from mado.correspondence.queries import Party
from mado.partnerships.wording import spoken_name


def name_of(party: Party) -> str:
    return spoken_name(party.organization)
