"""Seat claims in every state, so that each office finds something in its queue on the first day."""

import datetime as dt

from django.utils import timezone

from mado.accounts import services
from mado.accounts.enums import Role
from mado.demo.clock import at
from mado.demo.primitives import make_user
from mado.demo.world import World


def make_claims(world: World) -> None:
    """One claim waiting at a mission, one at a regional office, one with a question, one refused."""
    waiting = (
        ("newcomer.us@demo.example.org", "Priya Raman", "en", "Prairie Window Academy", 1),
        ("newcomer.tw@demo.example.org", "方思婷", "zh-hant", "花蓮縣立縱谷高級中學", 2),
        ("newcomer.jp@demo.example.org", "小林 優子", "ja", "香川県立島影高等学校", 6),
        ("newcomer.kr@demo.example.org", "한소희", "ko", "경기온누리초등학교", 4),
    )
    for email, name, language, school, days_ago in waiting:
        organization = world.organizations[school]
        with at(timezone.now() - dt.timedelta(days=days_ago)):
            user = make_user(email, name, language=language, time_zone=organization.time_zone)
            world.people[email] = user
            claim = services.submit_claim(
                user=user,
                organization=organization,
                role=Role.COORDINATOR,
                position={"en": "Teacher", "zh-hant": "教學組長", "ja": "教諭", "ko": "교사"}[language],
                school_email=email,
                school_phone="",
                explanation="",
            )
            if school == "香川県立島影高等学校":
                services.request_claim_info(
                    claim=claim,
                    actor=world.people["mission.jp@demo.example.org"],
                    message="学校の代表電話番号をお知らせください。",
                )
            if school == "경기온누리초등학교":
                services.refuse_claim(
                    claim=claim,
                    actor=world.people["mission.kr@demo.example.org"],
                    reason="학교에 확인한 결과 담당 선생님이 따로 계십니다. 그분께서 직접 신청해 주시기 바랍니다.",
                )
