import pytest

from mado.desks import services
from mado.desks.enums import CaseKind


@pytest.fixture
def match_case(world):
    """A partner looked for by hand, just opened by Kaohsiung."""
    return services.open_case(
        kind=CaseKind.MANUAL_MATCH,
        organization=world.kaohsiung,
        actor=world.teacher_kaohsiung,
        subject="法語區的小學",
        text="我們想找法國的小學。",
        language="zh-Hant",
        wish=world.wish_kaohsiung,
    )


@pytest.fixture
def enquiry(db, world):
    """Asked from Prague without an account; no office there, so the CEO office has it."""
    return services.open_enquiry(
        subject="Škola v Praze",
        text="Můžeme se zapojit?",
        language="cs",
        country="CZ",
        contact_email="jana@example.org",
        contact_name="Jana Nováková",
        contact_school="ZŠ Vltavská",
        address="192.0.2.7",
    )
