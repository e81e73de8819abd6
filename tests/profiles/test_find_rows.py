import time_machine
from django.test import RequestFactory

from mado.kernel.once import Keys
from mado.profiles.find_rows import meeting_notes


def notes_for(user, *schools):
    request = RequestFactory().get("/en/find/")
    request.user = user
    return meeting_notes(request, schools, Keys(one.pk for one in schools))


@time_machine.travel("2026-10-05 02:00Z", tick=False)
def test_each_row_says_whether_and_how_long_the_two_days_meet(world):
    assert notes_for(world.teacher_kaohsiung, world.tokyo, world.california, world.kaohsiung) == {
        world.tokyo.pk: "Your lessons meet for 6 h 30 min a day.",
        world.california.pk: "Your lessons do not meet: after school, in the evening or in turns.",
    }


def test_who_holds_no_seat_reads_no_note(world):
    assert notes_for(world.stranger, world.tokyo) == {}
    assert notes_for(world.officer, world.tokyo) == {}


def test_a_page_of_schools_costs_the_same_as_one_school(world, django_assert_num_queries):
    with django_assert_num_queries(7):
        notes_for(world.teacher_kaohsiung, world.tokyo)
    with django_assert_num_queries(7):
        notes_for(world.deputy_kaohsiung, world.tokyo, world.california, world.kaohsiung)
