import pytest


@pytest.mark.django_db
def test_the_front_door_opens(client):
    assert client.get("/en/").status_code == 200
    assert client.get("/healthz/").json() == {"ok": True}


def test_each_school_has_its_office(world):
    from mado.accounts.queries import responsible_office

    assert responsible_office(world.california) == world.mission
    assert responsible_office(world.kaohsiung) == world.office
