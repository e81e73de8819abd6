"""Who finds which way in."""

import pytest
from django.urls import reverse

from mado.accounts.queries import may_read_all, office_appointments_of, seats_of
from mado.demo.primitives import appoint
from mado.portal.access import ACCESS, Audience, access_for
from mado.portal.navigation import Navigation, navigation_for

pytestmark = pytest.mark.django_db


def links(user=None, path="/en/"):
    seats = seats_of(user) if user else []
    is_office = bool(office_appointments_of(user)) if user else False
    return navigation_for(
        path=path, signed_in=user is not None, seats=seats, is_office=is_office, reads_all=may_read_all(user)
    )


def labels(navigation: Navigation) -> tuple[list[str], list[str]]:
    return [str(link.label) for link in navigation.main], [str(link.label) for link in navigation.person]


def test_a_guest_may_look_and_come_in():
    assert labels(links()) == (["Find a school", "Figures"], ["Ask for a seat", "Sign in"])


def test_a_school_finds_its_work(world):
    main, person = labels(links(world.teacher_california))
    assert main == [
        "Find a school", "Schools that fit", "My school", "Invitations", "Exchanges", "Inbox", "Ask our office",
    ]  # fmt: skip
    assert person == ["My account"]


def test_who_has_a_seat_and_an_office_finds_the_figures_too(world):
    appoint(world.officer, world.california)
    main, _person = labels(links(world.officer))
    assert [label for label in main if label in ("Schools that fit", "Work list", "Figures")] == [
        "Schools that fit", "Work list", "Figures",
    ]  # fmt: skip


def test_an_office_finds_its_lists(world):
    main, _person = labels(links(world.officer))
    assert main == [
        "Find a school", "Work list", "Claims to check", "Invitations in our care", "Exchanges in our care", "Inbox",
        "Figures",
    ]  # fmt: skip


def test_somebody_without_a_seat_can_ask_for_one(world):
    assert labels(links(world.stranger))[1] == ["Ask for a seat", "My account"]


def test_the_page_being_shown_is_marked_once(world):
    path = reverse("partnerships:invitations")
    current = [str(link.label) for link in links(world.teacher_california, path).main if link.current]
    assert current == ["Invitations"]


def test_a_wish_and_who_fits_it_stand_under_the_schools_that_fit(world):
    path = reverse("matching:wish", args=[world.wish_california.code])
    current = [str(link.label) for link in links(world.teacher_california, path).main if link.current]
    assert current == ["Schools that fit"]


def test_on_the_front_page_nothing_is_marked():
    assert [link for link in (*links().main, *links().person) if link.current] == []


def test_links_lead_only_where_the_person_may_go(client, world):
    for user in (world.teacher_california, world.officer, world.stranger, world.ceo):
        client.force_login(user)
        found = links(user)
        for link in (*found.main, *found.person, *found.office):
            assert (link.url, client.get(link.url, follow=True).status_code) == (link.url, 200)


def test_every_row_of_the_shell_names_an_audience():
    assert {access_for(name).audience for name in ACCESS if name.startswith("portal:")} == {Audience.PUBLIC}


def test_the_foot_leads_to_pages_that_open(client):
    labels_of_more = [str(link.label) for link in links().more]
    assert labels_of_more == [
        "About Mado", "How to begin in your country", "Questions others have asked", "Offices and missions",
        "Ask a question", "Figures", "How things are counted", "Data for programs (API)", "Parts of the screens",
        "Mailbox of this test system",
    ]  # fmt: skip
    assert [link.url for link in links().more if client.get(link.url).status_code != 200] == []


def test_what_is_new_stands_beside_the_inbox(world):
    found = navigation_for(path="/en/", signed_in=True, seats=seats_of(world.teacher_tokyo), is_office=False, unread=3)
    assert [(str(link.label), link.count) for link in found.main if link.count] == [("Inbox", 3)]
