"""The weekly mail: asked for by a person, ended by one click, written only when something is new."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.accounts.queries import seats_of
from mado.audit.services import record
from mado.kernel.errors import NotPermitted
from mado.matching.fit_words import reasons_of
from mado.matching.messages import NEW_RECOMMENDATIONS
from mado.matching.models import RecommendationMail, ToldRecommendation
from mado.matching.queries.recommendations import Recommendation, recommended
from mado.matching.queries.wish_rows import wishes_of_schools
from mado.matching.wording import fit_text
from mado.notify.clocks import zone_of
from mado.notify.services import queue_message
from mado.partnerships.wording import spoken_name
from mado.profiles.models import Wish

HOUR = 8
EVERY_DAYS = 7
NAMED_MOST = 3
REASONS_MOST = 4
LOOKED_AT = 20
"""Of so many best recommendations of a wish the new ones are named, three at most."""
_STOP = Signer(salt="matching.recommendation_stop")

New = tuple[Wish, Recommendation]


@transaction.atomic
def want_mails(*, actor: Any) -> None:
    """From the coming week on, one mail a week at most. What fits today is known to the person who asks: it is not new."""
    if not actor.has_perm("matching.want_mail"):
        raise NotPermitted("matching.want_mail")
    row, created = RecommendationMail.objects.get_or_create(person=actor)
    if created:
        record(actor=actor, verb="matching.want_mails", thing=row)


@transaction.atomic
def stop_mails(*, person: Any, actor: Any = None) -> None:
    """No more mails. Whoever holds the signed link of a mail may do it, signed in or not; twice changes nothing."""
    row = RecommendationMail.objects.select_for_update(of=("self",)).filter(person=person).first()
    if row is not None:
        record(actor=actor, verb="matching.stop_mails", thing=row)
        row.delete()


def stop_token(person: Any) -> str:
    """What stands in the stop link of a mail: signed, so that nobody can end the mails of another."""
    return _STOP.sign(str(person.pk)).replace(":", ".", 1)


def person_of_token(token: str) -> User | None:
    """Whose link this is; None when it was not signed by us or the person is gone."""
    try:
        key = _STOP.unsign(token.replace(".", ":", 1))
    except BadSignature:
        return None
    return User.objects.filter(pk=key).first()


def send_recommendations(*, now: dt.datetime | None = None) -> int:
    """The mail to everybody whose clock shows eight or later and whose last one is a week old; how many were written.
    One transaction per person: killed half-way, the rest follows with the next run."""
    now = now or timezone.now()
    keys = list(RecommendationMail.objects.filter(person__is_active=True).values_list("pk", flat=True))
    return sum(_send_to(key, now) for key in keys)


@transaction.atomic
def _send_to(key: int, now: dt.datetime) -> bool:
    rows = RecommendationMail.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.select_related("person").filter(pk=key).first()
    if row is None:
        return False
    local = now.astimezone(zone_of(row.person) or ZoneInfo(settings.TIME_ZONE))
    last = row.sent_on or local.date() - dt.timedelta(days=EVERY_DAYS)
    if local.hour < HOUR or (local.date() - last).days < EVERY_DAYS:
        return False
    row.sent_on = local.date()
    row.save(update_fields=["sent_on"])
    found = _new_for(row.person)
    if found:
        ToldRecommendation.objects.bulk_create(
            ToldRecommendation(person=row.person, wish=wish, school=one.school) for wish, one in found
        )
        _mail(row.person, found)
    return bool(found)


def _new_for(person: User) -> list[New]:
    """The best new ones over all wishes of the person's schools, each school once."""
    told = set(ToldRecommendation.objects.filter(person=person).values_list("wish_id", "school_id"))
    found: list[New] = []
    for wish in wishes_of_schools([seat.organization_id for seat in seats_of(person)]):
        rows = recommended(wish, most=LOOKED_AT).rows
        found += [(wish, one) for one in rows if (wish.pk, one.school.pk) not in told]
    best: dict[int, New] = {}
    for wish, one in sorted(found, key=lambda pair: (-pair[1].percent, pair[1].school.pk)):
        best.setdefault(one.school.pk, (wish, one))
    return list(best.values())[:NAMED_MOST]


def _mail(person: User, found: Sequence[New]) -> None:
    first = found[0][0]
    queue_message(
        mail=NEW_RECOMMENDATIONS,
        to=person,
        thing=first,
        link=("matching:wish", {"wish": first.code}),
        variables={
            "number": len(found),
            "schools": lambda: "\n\n".join(_paragraph(wish, one) for wish, one in found),
            "stop": lambda: _site() + reverse("matching:mail_stop", args=[stop_token(person)]),
        },
    )


def _paragraph(wish: Wish, one: Recommendation) -> str:
    """In the language of the mail."""
    reasons = reasons_of(one, wish)
    page = reverse("matching:fit", kwargs={"wish": wish.code, "code": one.school.code})
    lines = [
        f"{spoken_name(one.school)} · {fit_text(one.percent)}",
        *(f"- {sentence}" for sentence in (*reasons.both, *reasons.mine)[:REASONS_MOST]),
        _("For your wish “%(title)s”: %(link)s") % {"title": wish.title, "link": _site() + page},
    ]
    return "\n".join(lines)


def _site() -> str:
    return settings.MADO_SITE_URL.rstrip("/")
