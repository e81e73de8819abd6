import pytest
from django.urls import reverse
from django.utils import timezone

from mado.exchanges.enums import ExchangeState
from mado.exchanges.models import Exchange
from mado.exchanges.services import agree_to_show
from mado.kernel.errors import NotPermitted, NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def verified(exchange):
    Exchange.objects.filter(pk=exchange.pk).update(
        state=ExchangeState.VERIFIED, verified_at=timezone.now(), title="港口與森林"
    )
    return Exchange.objects.get(pk=exchange.pk)


def named(client, school):
    return "港口與森林" in client.get(reverse("directory:school", args=[school.code])).content.decode()


def test_both_pages_name_it_once_both_schools_agree_and_as_long(client, world, verified):
    pages = (world.kaohsiung, world.tokyo)
    assert not any(named(client, school) for school in pages)
    agree_to_show(exchange=verified, actor=world.teacher_kaohsiung, shown=True)
    assert not any(named(client, school) for school in pages)
    agree_to_show(exchange=verified, actor=world.teacher_tokyo, shown=True)
    assert all(named(client, school) for school in pages)
    agree_to_show(exchange=verified, actor=world.teacher_tokyo, shown=False)
    assert not any(named(client, school) for school in pages)


def test_only_what_is_verified_and_only_by_its_schools(world, exchange, verified):
    for person in (world.teacher_california, world.officer, world.ceo):
        with pytest.raises(NotPermitted):
            agree_to_show(exchange=verified, actor=person, shown=True)
    Exchange.objects.filter(pk=exchange.pk).update(state=ExchangeState.ACTIVE)
    with pytest.raises(NotPossible):
        agree_to_show(exchange=exchange, actor=world.teacher_kaohsiung, shown=True)


def test_in_the_browser(client, world, verified):
    client.force_login(world.teacher_kaohsiung)
    page = reverse("exchanges:exchange", args=[verified.code])
    assert "Agree to show it" in client.get(page).content.decode()
    client.post(reverse("exchanges:exchange_show", args=[verified.code]), {"shown": "yes"})
    assert "Your partner has not yet" in client.get(page).content.decode()
    client.force_login(world.teacher_california)
    answer = client.post(reverse("exchanges:exchange_show", args=[verified.code]), {"shown": "yes"})
    assert answer.status_code == 404


def test_no_person_is_named(client, world, verified):
    for person in (world.teacher_kaohsiung, world.teacher_tokyo):
        agree_to_show(exchange=verified, actor=person, shown=True)
    html = client.get(reverse("directory:school", args=[world.tokyo.code])).content.decode()
    assert world.teacher_kaohsiung.name not in html
    assert world.teacher_tokyo.name not in html
