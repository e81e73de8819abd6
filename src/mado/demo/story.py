"""The demonstration's story: two and a half academic years of invitations, sessions, reports, told through the services.

Every deed is done by the person whose deed it is, at its own time, oldest first, so the audit chain reads as it would.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from mado.accounts.queries import officers_of, responsible_office
from mado.demo.clock import at
from mado.demo.scenes import SCENES, Scene
from mado.demo.world import World
from mado.exchanges import services as exchanges
from mado.exchanges.enums import SessionState
from mado.exchanges.models import Exchange, Report, Session
from mado.notify.models import OutboxMessage
from mado.partnerships import services as partnerships
from mado.partnerships.models import Invitation
from mado.profiles.engine.overlap import TimeKind, meeting_suggestions
from mado.profiles.queries import profile_of, school_days

Deed = Callable[[], object]
_TAIPEI = ZoneInfo("Asia/Taipei")
_GROUP = 30


@dataclass(slots=True)
class Telling:
    """One scene while it is told: what has been made so far."""

    world: World
    scene: Scene
    invitation: Invitation = field(init=False)
    """Set by the first deed of every scene."""


def _moment(day: dt.date, hour: int = 15) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), _TAIPEI)


_ANSWERED = ("declined", "withdrawn")
_DEPTH = ("paired", "active", "ended", "completed", "half_reported", "reported", "verified")
"""How far an accepted invitation goes; each outcome includes the deeds of those before it, "ended" apart."""


def deeds_of(telling: Telling) -> Iterator[tuple[dt.datetime, Deed]]:
    """The deeds of one scene with their times, in order; they stop where the scene's outcome says so."""
    scene, start = telling.scene, telling.scene.start
    yield _moment(start), lambda: _invite(telling)
    if scene.outcome == "lapsed":
        yield _moment(start + dt.timedelta(days=16)), partnerships.lapse_invitations
    if scene.outcome in _ANSWERED:
        yield _moment(start + dt.timedelta(days=4)), lambda: _close(telling)
    if scene.outcome in _DEPTH:
        yield _moment(start + dt.timedelta(days=3)), lambda: _accept(telling)
        yield from _meetings(telling)
        yield from _accounting(telling, _DEPTH.index(scene.outcome))


def _meetings(telling: Telling) -> Iterator[tuple[dt.datetime, Deed]]:
    for number in range(telling.scene.sessions):
        day = telling.scene.start + dt.timedelta(days=17 + 14 * number)
        yield _moment(day - dt.timedelta(days=6)), partial(_arrange, telling, day)
        yield _moment(day + dt.timedelta(days=9)), partial(_record, telling, number)


def _accounting(telling: Telling, depth: int) -> Iterator[tuple[dt.datetime, Deed]]:
    scene = telling.scene
    after = scene.start + dt.timedelta(days=20 + 14 * scene.sessions)
    if scene.outcome == "ended":
        yield _moment(after), partial(_end, telling)
        return
    steps: tuple[tuple[str, int, Deed], ...] = (
        ("completed", 0, partial(_complete, telling)),
        ("half_reported", 5, partial(_report, telling, scene.home)),
        ("reported", 8, partial(_report, telling, scene.abroad)),
        ("verified", 12, partial(_verify, telling)),
        ("verified", 14, partial(_show, telling)),
    )
    for outcome, days, deed in steps:
        if depth >= _DEPTH.index(outcome):
            yield _moment(after + dt.timedelta(days=days)), deed


def tell(world: World, *, progress: Callable[[int, int], None] = lambda _done, _all: None) -> None:
    """Do every deed up to now, oldest first. Mails of the past count as sent when they were written."""
    now = timezone.now()
    deeds = [(moment, n, deed) for n, scene in enumerate(SCENES) for moment, deed in deeds_of(Telling(world, scene))]
    due = sorted((row for row in deeds if row[0] <= now), key=lambda row: row[:2])
    for done, (moment, _n, deed) in enumerate(due, start=1):
        with at(moment):
            deed()
        progress(done, len(due))
    _sign_in_lately(world, now)
    partnerships.watch_over_liveness()
    OutboxMessage.objects.filter(sent_at__isnull=True).update(sent_at=F("created_at"))


def _sign_in_lately(world: World, now: dt.datetime) -> None:
    """Who looks for partners looks in now and then: without it half of the schools would fall asleep in the next nights."""
    for number, (name, user) in enumerate(world.teachers.items()):
        if profile_of(world.organizations[name]).dormant_since is not None:
            continue
        user.last_login = now - dt.timedelta(days=5 + 13 * number % 150)
        user.save(update_fields=["last_login"])


def _teacher(telling: Telling, school: str):  # noqa: ANN202  # a User
    return telling.world.teachers[school]


def _fresh(telling: Telling) -> Exchange:
    return Exchange.objects.get(invitation=telling.invitation)


def _invite(telling: Telling) -> None:
    scene, world = telling.scene, telling.world
    asking, asked = (scene.abroad, scene.home) if scene.asked_by_abroad else (scene.home, scene.abroad)
    wish = world.wishes[asking]
    telling.invitation = partnerships.send_invitation(
        sender=world.organizations[asking],
        recipient=world.organizations[asked],
        actor=world.teachers[asking],
        wish=wish,
        kind=scene.kind,
        mode="both",
        about_us=world.organizations[asking].profile.about_en,
        proposal=f"We would like to work on “{wish.title}” with your pupils: four meetings, one piece of work shown by both.",
        first_step="Each class sends a one-minute video of its way to school.",
        language="en",
        group_size=_GROUP,
        reply_by=timezone.localdate() + dt.timedelta(days=14),
    )


def _answerer(telling: Telling):  # noqa: ANN202  # a User
    scene = telling.scene
    return _teacher(telling, scene.home if scene.asked_by_abroad else scene.abroad)


def _accept(telling: Telling) -> None:
    partnerships.accept_invitation(
        invitation=telling.invitation, actor=_answerer(telling), note="We are glad to work with you."
    )


def _close(telling: Telling) -> None:
    if telling.scene.outcome == "withdrawn":
        asking = telling.scene.abroad if telling.scene.asked_by_abroad else telling.scene.home
        partnerships.withdraw_invitation(invitation=telling.invitation, actor=_teacher(telling, asking))
    else:
        partnerships.decline_invitation(
            invitation=telling.invitation, actor=_answerer(telling), reason=telling.scene.reason or "dates"
        )


def _common_start(exchange: Exchange, day: dt.date) -> tuple[dt.datetime, bool]:
    """A start for a 40-minute session in the week of `day`, and whether it lies outside the common school time."""
    home, abroad = (side.organization for side in exchange.sides.select_related("organization").order_by("label"))
    last = day + dt.timedelta(days=7)
    for window in meeting_suggestions(school_days(home), school_days(abroad), day, last, least=40):
        return window.utc_start, not (window.a_kind == window.b_kind == TimeKind.IN_LESSON)
    return dt.datetime.combine(day, dt.time(0, 30), dt.UTC), True


def _arrange(telling: Telling, day: dt.date) -> None:
    exchange = _fresh(telling)
    starts_at, outside = _common_start(exchange, day)
    session = exchanges.propose_session(
        exchange=exchange,
        actor=_teacher(telling, telling.scene.home),
        starts_at=starts_at,
        minutes=40,
        topic=telling.world.wishes[telling.scene.home].title,
        accept_outside=outside,
    )
    exchanges.confirm_session(session=session, actor=_teacher(telling, telling.scene.abroad))


def _record(telling: Telling, number: int) -> None:
    session = Session.objects.filter(exchange=_fresh(telling)).order_by("number")[number]
    absent = "b" if telling.scene.no_show == number else ""
    exchanges.record_session(session=session, actor=_teacher(telling, telling.scene.home), absent_side=absent)


def _end(telling: Telling) -> None:
    exchanges.end_exchange(
        exchange=_fresh(telling),
        actor=_teacher(telling, telling.scene.home),
        reason="負責老師調職，下學期再邀約",
    )


def _complete(telling: Telling) -> None:
    exchanges.complete_exchange(exchange=_fresh(telling), actor=_teacher(telling, telling.scene.home))


def _report(telling: Telling, school: str) -> None:
    exchange = _fresh(telling)
    side = exchange.sides.get(organization=telling.world.organizations[school])
    teacher = telling.world.teachers[school]
    size = 18 + (side.pk * 7) % 11
    held = exchange.sessions.filter(state=SessionState.HELD).order_by("number")
    report = exchanges.save_report(
        report=Report.objects.get(side=side),
        actor=teacher,
        changes={
            "pupils": size,
            "adults": 2,
            "made": "A shared picture book in two languages, read aloud by both classes.",
            "learned": "Our pupils asked better questions each time and slowed down for their partners.",
            "go_on": "deeper" if side.pk % 2 else "yes",
            "counts": {session.pk: (size - later % 3, 2) for later, session in enumerate(held)},
        },
    )
    exchanges.submit_report(report=report, actor=teacher)


def _verify(telling: Telling) -> None:
    home = telling.world.organizations[telling.scene.home]
    exchanges.verify_exchange(exchange=_fresh(telling), actor=officers_of(responsible_office(home))[0])


_SHOWN_FROM = 3
"""Sessions: who met more often is glad to be named for it on both pages; of the others one side alone has agreed."""


def _show(telling: Telling) -> None:
    scene = telling.scene
    for school in (scene.home, scene.abroad) if scene.sessions >= _SHOWN_FROM else (scene.home,):
        exchanges.agree_to_show(exchange=_fresh(telling), actor=_teacher(telling, school), shown=True)
