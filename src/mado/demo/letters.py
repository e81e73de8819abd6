"""What the demonstration's schools write to each other: a few conversations in several languages, one answered by mail,
one question that waits."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from mado.accounts.models import User
from mado.correspondence.queries import exchange_subject, invitation_subject
from mado.correspondence.services import post_message
from mado.demo.clock import at
from mado.demo.world import World
from mado.exchanges.models import Exchange
from mado.notify.models import OutboxMessage
from mado.partnerships.models import Invitation


@dataclass(frozen=True, slots=True)
class Line:
    """`days_ago` at `hour` on the writer's clock. `answer_in`: days until an answer is asked for."""

    writer: str
    words: str
    language: str
    days_ago: int
    hour: int
    by_mail: bool = False
    answer_in: int = 0


_WHARF, _MIDORI, _WAFU, _LAKE = (
    "高雄市立望港國民小學",
    "窓川区立みどり小学校",
    "新北市立和風國民小學",
    "Lakeside Lantern School",
)

CONVERSATIONS: tuple[tuple[str, str, tuple[Line, ...]], ...] = (
    (
        _WHARF,
        _MIDORI,
        (
            Line(_MIDORI, "先日はありがとうございました。子どもたちが港の写真をとても喜んでいました。", "ja", 12, 16),
            Line(_WHARF, "謝謝貴校！我們的學生問：校園裡的銀杏變黃了嗎？\n\nOur class would like to see your ginkgo trees.", "zh-Hant", 11, 20),
            Line(_MIDORI, "はい、今週がちょうど見ごろです。次回、カメラで校庭をお見せします。", "ja", 10, 21, by_mail=True),
        ),
    ),
    (
        _WAFU,
        _MIDORI,
        (
            Line(_WAFU, "您好！第一次視訊前，我們想先交換一分鐘的自我介紹影片，可以嗎？", "zh-Hant", 6, 15),
            Line(_MIDORI, "ぜひお願いします。動画は金曜日までに準備できます。", "ja", 5, 8, by_mail=True),
            Line(_WAFU, "太好了。請問貴校希望哪一天第一次見面？星期二或星期四上午都可以。", "zh-Hant", 2, 16, answer_in=4),
        ),
    ),
    (
        _LAKE,
        _WHARF,
        (
            Line(_LAKE, "Before you decide: our fourth graders can also meet you in the evening, our time.", "en", 3, 17),
            Line(_LAKE, "And one question: do you work with picture books in English?", "en", 2, 18, answer_in=5),
        ),
    ),
)  # fmt: skip


def make_letters(world: World) -> None:
    """Each conversation about the newest exchange of the two schools, else about their newest invitation."""
    for one, other, lines in CONVERSATIONS:
        for line in lines:
            _write(world, one, other, line)
    OutboxMessage.objects.filter(sent_at__isnull=True, key="correspondence.message_posted").update(
        sent_at=F("created_at")
    )


def _write(world: World, one: str, other: str, line: Line) -> None:
    writer: User = world.teachers[line.writer]
    zone = ZoneInfo(world.organizations[line.writer].time_zone)
    day = timezone.now().astimezone(zone).date() - dt.timedelta(days=line.days_ago)
    schools = {world.organizations[one].pk, world.organizations[other].pk}
    with at(dt.datetime.combine(day, dt.time(line.hour), zone)):
        post_message(
            subject=_subject(schools),
            actor=writer,
            body=line.words,
            language=line.language,
            answer_by=timezone.localdate() + dt.timedelta(days=line.answer_in) if line.answer_in else None,
            via="mail" if line.by_mail else "web",
        )


def _subject(schools: set[int]):  # noqa: ANN202  # a Subject
    exchanges = Exchange.objects.filter(invitation__sender__in=schools, invitation__recipient__in=schools)
    exchange = exchanges.order_by("-id").first()
    if exchange:
        return exchange_subject(exchange)
    return invitation_subject(Invitation.objects.filter(sender__in=schools, recipient__in=schools).latest("id"))
