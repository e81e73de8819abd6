"""The sections of the profile open, each with every choice it offers."""

import pytest
from django.urls import reverse

from mado.profiles.web.views.school.profile import SECTIONS


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_opens_for_the_schools_own_people(client, world, section):
    client.force_login(world.teacher_kaohsiung)
    page = client.get(reverse("profiles:section", kwargs={"code": world.kaohsiung.code, "section": section}))
    assert page.status_code == 200


def test_both_lists_of_languages_offer_the_same_languages(client, world):
    client.force_login(world.teacher_kaohsiung)
    page = client.get(reverse("profiles:section", kwargs={"code": world.kaohsiung.code, "section": "languages"}))
    form = page.context["form"]
    assert list(form.fields["languages"].choices) == list(form.fields["answering_languages"].choices)
