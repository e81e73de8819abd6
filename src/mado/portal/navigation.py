"""Who finds which way in: the links of the head and the foot, by what the person may do."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.accounts.models import Appointment

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Link:
    label: Label
    url: str
    current: bool = False
    count: int = 0
    """How many things behind it wait to be read; 0 shows none."""


@dataclass(frozen=True, slots=True)
class Navigation:
    main: list[Link]
    person: list[Link]
    more: list[Link]
    office: list[Link]
    """What an office needs now and then; shown on its work list and in the foot."""


_OFFICE_LINKS: list[tuple[Label, str]] = [
    (_("Pairing rounds"), "matching:rounds"),
    (_("Seats of our schools"), "accounts:office_seats"),
    (_("Schools that do not answer"), "partnerships:office_dormant"),
    (_("School calendars"), "profiles:office_calendars"),
    (_("Lists we brought"), "intake:uploads"),
]
_ALLIANCE_LINKS: list[tuple[Label, str]] = [
    (_("Stray mail"), "correspondence:quarantine"),
    (_("Who vets what"), "accounts:office_mandates"),
    (_("Settings of the alliance"), "accounts:alliance_settings"),
]


def page_url(name: str, **kwargs: Any) -> str:
    """The address of a page, "" where this installation leaves the page out (the mailbox in production)."""
    try:
        return reverse(name, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


def navigation_for(
    *,
    path: str,
    signed_in: bool,
    seats: list[Appointment],
    is_office: bool,
    reads_all: bool = False,
    unread: int = 0,
) -> Navigation:
    """`path` is the address of the page being shown; the longest link it begins with is marked as current. `unread` is
    the number of conversations with something new."""
    main: list[tuple[Label, str]] = [(_("Find a school"), page_url("directory:find"))]
    if seats:
        main.append((_("Schools that fit"), page_url("matching:recommendations")))
        main += _school_links(seats)
        main += [
            (_("Invitations"), page_url("partnerships:invitations")),
            (_("Exchanges"), page_url("exchanges:exchanges")),
        ]
    if is_office:
        main += [
            (_("Work list"), page_url("desks:work_list")),
            (_("Claims to check"), page_url("accounts:office_claims")),
            (_("Invitations in our care"), page_url("partnerships:office_invitations")),
            (_("Exchanges in our care"), page_url("exchanges:office_exchanges")),
        ]
    inbox = page_url("correspondence:inbox")
    if seats or is_office:
        main.append((pgettext_lazy("conversations", "Inbox"), inbox))
    if seats:
        main.append((_("Ask our office"), page_url("desks:cases")))
    if is_office or not seats:  # who acts for a school has enough here; the foot leads everybody to the figures
        main.append((pgettext_lazy("statistics", "Figures"), page_url("statistics:figures")))
    if signed_in:
        person = [(_("My account"), page_url("accounts:me"))]
        if not seats and not is_office:
            person.insert(0, (_("Ask for a seat"), page_url("accounts:claim_pick")))
    else:
        person = [
            (_("Ask for a seat"), page_url("accounts:claim_pick")),
            (_("Sign in"), page_url("account_login")),
        ]
    more: list[tuple[Label, str]] = [
        (_("About Mado"), page_url("portal:about")),
        (_("How to begin in your country"), page_url("portal:begin_chooser")),
        (_("Questions others have asked"), page_url("portal:faq")),
        (_("Offices and missions"), page_url("portal:offices")),
        (_("Ask a question"), page_url("desks:enquire")),
        (_("Figures"), page_url("statistics:figures")),
        (_("How things are counted"), page_url("statistics:codebook")),
        (_("Data for programs (API)"), page_url("api-1:openapi-view") or page_url("api-1:openapi-json")),
        (_("Parts of the screens"), page_url("portal:styleguide")),
    ]
    if settings.MADO_MAILBOX_PAGE:
        more.append((_("Mailbox of this test system"), page_url("notify:mailbox")))
    wanted = (_OFFICE_LINKS if is_office else []) + (_ALLIANCE_LINKS if reads_all else [])
    office = [(label, page_url(name)) for label, name in wanted]
    current = max(
        (url for _label, url in (*main, *person, *office) if url and path.startswith(url)), key=len, default=""
    )
    return Navigation(
        *[
            [Link(label, url, url == current, unread if url == inbox else 0) for label, url in links if url]
            for links in (main, person, more, office)
        ]
    )


def _school_links(seats: list[Appointment]) -> list[tuple[Label, str]]:
    if len(seats) == 1:
        return [(_("My school"), page_url("profiles:tasks", code=seats[0].organization.code))]
    return [(seat.organization.name, page_url("profiles:tasks", code=seat.organization.code)) for seat in seats]
