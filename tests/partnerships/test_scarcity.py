"""How many seek, how many are open: both numbers by hand in a small world, and where to turn to after silence."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mado.demo.primitives import appoint, make_organization, make_user, open_wish, vouch, write_profile
from mado.directory.search import SearchRequest
from mado.partnerships.models import Invitation
from mado.partnerships.panels import find_balance, wish_balances
from mado.partnerships.queries import balances, better_supplied, schools_like
from mado.partnerships.services import accept_invitation, decline_invitation, lapse_invitations
from mado.profiles.models import SchoolProfile, Wish
from mado.profiles.services import pause_wish
from mado.profiles.services.liveness import mark_dormant


@pytest.fixture
def school(world):
    """A school that takes part and has an open wish: (school, teacher, wish)."""

    def _school(name, country, countries, level="primary", kind="cultural", **more):
        made = make_organization("school", name, language="en", country=country, levels=[level])
        teacher = make_user(f"{name.lower().replace(' ', '.')}@example.org", name)
        appoint(teacher, made)
        vouch(made, world.mission, world.mission_officer)
        write_profile(made)
        return (
            made,
            teacher,
            open_wish(made, countries=countries, title=f"Wish of {name}", levels=[level], kind=kind, **more),
        )

    return _school


def numbers(home, countries=()):
    return {code: (len(row.seekers), len(row.open)) for code, row in balances(home, countries).items()}


def test_both_numbers_count_schools(world, school):
    assert numbers("TW") == {"JP": (1, 0), "US": (1, 1)}
    assert numbers("US") == {"TW": (1, 1)}
    paris, _teacher, _wish = school("Paris", "FR", ["TW"])
    school("Lyon", "FR", [])
    school("Nice", "FR", ["JP"])
    open_wish(paris, countries=["TW"], title="A second wish", kind="co_teaching")
    school("Taipei", "TW", ["FR", "US"])
    school("Tainan", "TW", [])
    assert numbers("TW") == {"JP": (1, 0), "US": (2, 1), "FR": (1, 2)}
    assert numbers("TW", ["FR"]) == {"FR": (1, 2)}
    assert numbers("TW", ["VN", "TW"]) == {"VN": (0, 0)}
    assert balances("TW")["FR"].open == (paris.pk, paris.pk + 1)
    assert balances("TW")["FR"].counted_on == timezone.localdate()


def test_who_does_not_count(world, school, send):
    assert numbers("US") == {"TW": (1, 1)}
    pause_wish(wish=world.wish_kaohsiung, actor=world.teacher_kaohsiung)
    assert numbers("US") == {"TW": (1, 0)}
    lyon, teacher, wish = school("Lyon", "FR", ["US"])
    assert numbers("US") == {"TW": (1, 0), "FR": (0, 1)}
    profile = SchoolProfile.objects.get(organization=lyon)
    mark_dormant(profile=profile, reason="silence")
    assert numbers("US") == {"TW": (1, 0)}
    SchoolProfile.objects.update(dormant_since=None)
    wish.partners_wanted = 1
    wish.save()
    accept_invitation(invitation=send(recipient=lyon, wish=world.wish_california), actor=teacher)
    assert numbers("US") == {"TW": (1, 0)}
    lyon.verifications.all().delete()
    assert numbers("US") == {"TW": (1, 0)}


def test_who_leaves_a_country_out_is_not_open_to_it(world, school):
    school("Lyon", "FR", [], excluded_countries=["TW"])
    school("Nice", "FR", [], excluded_countries=["US"])
    assert numbers("TW", ["FR"]) == {"FR": (0, 1)}


def test_regions_narrow_what_is_open_and_are_said(world, school):
    lyon, nice, paris = (school(name, "FR", ["TW"])[0] for name in ("Lyon", "Nice", "Paris"))
    Wish.objects.filter(organization=lyon).update(partner_regions=["TW-TPE", "TW-NWT"])
    Wish.objects.filter(organization=nice).update(partner_regions=["TW-KHH", "JP-13"])
    here, there = (balances("TW", ["FR"], region=region)["FR"] for region in ("TW-KHH", "TW-TPE"))
    assert here.open == there.open == (lyon.pk, nice.pk, paris.pk)
    assert (here.open_here, there.open_here) == ((nice.pk, paris.pk), (lyon.pk, paris.pk))
    assert balances("TW", ["FR"])["FR"].open_here == here.open
    assert here.only == {lyon.pk: {"TW-TPE", "TW-NWT"}, nice.pk: {"TW-KHH"}}
    open_wish(lyon, countries=["TW"], title="Anywhere")
    assert balances("TW", ["FR"])["FR"].only == {nice.pk: {"TW-KHH"}}


def test_within_regions_both_sides_are_counted_there_only(world, school):
    school("Taipei", "TW", ["JP"])
    tainan = school("Tainan", "TW", ["JP"])[0]
    Wish.objects.filter(organization=tainan).update(partner_regions=["JP-27"])
    osaka, kyoto = (school(name, "JP", ["TW"])[0] for name in ("Osaka", "Kyoto"))
    for made, region in ((osaka, "JP-27"), (kyoto, "JP-26")):
        type(made).objects.filter(pk=made.pk).update(region=region)
    assert numbers("TW", ["JP"]) == {"JP": (3, 2)}
    row = balances("TW", ["JP"], within=["JP-26", "US-CA"])["JP"]
    assert (len(row.seekers), row.open) == (2, (kyoto.pk,))
    assert len(balances("TW", ["JP"], within=["JP-27"])["JP"].seekers) == 3


def test_a_country_open_to_other_regions_alone_is_no_second_choice(world, school):
    school("Taipei", "TW", ["FR"])
    praha = school("Praha", "CZ", ["TW"])[0]
    Wish.objects.filter(organization=praha).update(partner_regions=["TW-TPE"])
    chosen = [
        [row.country for row in better_supplied(balances("TW", region=region), ["FR"])]
        for region in ("TW-TPE", "TW-KHH")
    ]
    assert chosen == [["CZ", "US"], ["US"]]


def test_a_second_choice_is_where_fewer_seek_each_open_school(world, school):
    for name in ("Taipei", "Tainan", "Hualien"):
        school(name, "TW", ["FR"])
    school("Paris", "FR", ["TW"])
    school("Praha", "CZ", ["TW"])
    school("Brno", "CZ", [])
    school("Hanoi", "VN", [])
    every = balances("TW")
    assert every["FR"].is_scarce
    assert [row.country for row in better_supplied(every, ["FR"])] == ["CZ", "VN", "US"]
    assert [row.country for row in better_supplied(every, ["CZ"])] == ["VN"] * 0
    assert better_supplied({}, ["FR"]) == []


def test_three_queries_however_many(world, school):
    with CaptureQueriesContext(connection) as few:
        balances("TW")
    for name in ("Paris", "Lyon", "Nice"):
        school(name, "FR", ["TW"])
    with CaptureQueriesContext(connection) as many:
        balances("TW")
    assert len(few) == len(many) == 3


def test_beside_the_list_of_schools_for_who_holds_a_seat(world, rf):
    request = rf.get("/")
    request.user = world.teacher_kaohsiung
    html = find_balance(request, SearchRequest(country=("US",)))
    assert "1 school in Taiwan looks for partners in United States." in html
    assert "In United States 1 school is open to Taiwan." in html
    for asked in (SearchRequest(), SearchRequest(country=("TW",)), SearchRequest(country=("US", "JP"))):
        assert find_balance(request, asked) == ""
    request.user = world.stranger
    assert find_balance(request, SearchRequest(country=("US",))) == ""


def test_beside_the_list_it_is_said_how_many_take_ones_own_region(world, rf, school):
    nice = school("Nice", "US", ["TW"])[0]
    Wish.objects.filter(organization=nice).update(partner_regions=["TW-TPE"])
    request = rf.get("/")
    request.user = world.teacher_kaohsiung
    html = find_balance(request, SearchRequest(country=("US",)))
    assert "In United States 2 schools are open to Taiwan. 1 of these takes schools of Kaohsiung." in html
    Wish.objects.filter(organization=nice).update(partner_regions=["TW-KHH"])
    assert "of these" not in find_balance(request, SearchRequest(country=("US",)))


def test_beside_the_regions_of_a_wish(world, school, rf):
    request = rf.get("/")
    request.user = world.teacher_kaohsiung
    assert "that you name" not in wish_balances(request, world.wish_kaohsiung)
    world.wish_kaohsiung.partner_regions = ["US-OR"]
    html = " ".join(wish_balances(request, world.wish_kaohsiung).split())
    assert "In the regions of United States that you name: 1 school of your country seeks · 0 schools open" in html


def test_beside_the_countries_of_a_wish(world, school, rf):
    request = rf.get("/")
    request.user = world.teacher_kaohsiung
    for name in ("Praha", "Brno"):
        school(name, "CZ", ["TW"])
    html = wish_balances(request, world.wish_kaohsiung)
    assert "In Japan 0 schools are open to Taiwan." in html
    assert "Czechia" in html
    assert "second choice" in html


def test_the_page_behind_the_numbers(world, client, school):
    school("Paris", "FR", ["TW"])
    client.force_login(world.teacher_kaohsiung)
    url = reverse("partnerships:balance")
    page = client.get(url).content.decode()
    assert "Seen from Taiwan" in page
    page = client.get(url, {"home": "TW", "country": "FR"}).content.decode()
    assert "1 open school in France" in page
    assert "Paris" in page
    assert "0 schools that look for partners in France" in page
    Wish.objects.update(partner_regions=["TW-TPE", "TW-TNN"])
    assert "Only: Tainan, Taipei" in client.get(url, {"home": "TW", "country": "FR"}).content.decode()
    for query in ({"country": "XX"}, {"home": "<b>", "country": "TW"}, {"country": "VN"}):
        assert client.get(url, query).status_code == 200


def test_no_school_reads_off_who_leaves_another_country_out(world, client, school):
    shy = school("Shy", "US", [], excluded_countries=["TW"])[0]
    url = reverse("partnerships:balance")

    def named(person, home):
        client.force_login(person)
        page = client.get(url, {"home": home, "country": "US"})
        return [row.name for row, _place, _regions in page.context["open"]], page.context["home"]

    assert named(world.teacher_kaohsiung, "TW") == ([world.california.name], "TW")
    for home in ("FR", "JP"):
        assert named(world.teacher_kaohsiung, home) == ([world.california.name], "TW")
    assert named(world.teacher_tokyo, "TW") == ([shy.name], "JP")
    assert named(world.officer, "JP") == named(world.ministry_officer, "JP") == ([shy.name], "JP")
    assert named(world.officer, "TW") == ([world.california.name], "TW")
    assert named(world.stranger, "JP") == ([], "TW")
    page = client.get(url, {"country": "US"}).content.decode()
    assert "1 school is open to Taiwan" in page
    assert world.california.name not in page
    appoint(world.teacher_kaohsiung, make_organization("school", "Second seat", language="en", country="JP"))
    assert named(world.teacher_kaohsiung, "JP") == ([shy.name], "JP")
    assert named(world.teacher_kaohsiung, "FR")[1] == "TW"


def test_after_silence_schools_that_can_be_asked(world, send, school, client):
    alike = school("Gary", "TW", ["US"])
    others = [
        school("Secondary", "TW", ["US"], level="upper_secondary"),
        school("Course", "TW", ["US"], kind="online_course"),
        school("Elsewhere", "JP", ["US"]),
        school("For France", "TW", ["FR"]),
    ]
    only_oregon = school("For Oregon", "TW", ["US"])
    Wish.objects.filter(organization=only_oregon[0]).update(partner_regions=["US-OR"])
    row = send()
    found = [one.organization for one in schools_like(row.recipient, "cultural", row.sender)]
    assert found == [alike[0]]
    assert all(other[0] not in found for other in others)
    second = school("Answering", "TW", [])
    for _number in range(3):
        decline_invitation(invitation=send(recipient=second[0]), actor=second[1], reason="full")
    found = schools_like(row.recipient, "cultural", row.sender)
    assert [(one.organization, one.liveness.reply_rate) for one in found] == [(second[0], 1.0), (alike[0], None)]
    send(recipient=alike[0])
    assert [one.organization for one in schools_like(row.recipient, "cultural", row.sender)] == [second[0]]
    Invitation.objects.filter(pk=row.pk).update(reply_by=timezone.localdate() - timezone.timedelta(days=2))
    lapse_invitations()
    client.force_login(world.teacher_california)
    page = client.get(reverse("partnerships:invitation", kwargs={"code": row.code})).content.decode()
    assert "Schools like this one that can be asked" in page
    assert "Answers 100% of invitations (3 of 3)." in page
