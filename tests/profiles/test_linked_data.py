"""JSON-LD of a school's page: what the list and the school say, for machines; nothing of a machine's translation."""

import json
import re

import pytest
from django.urls import reverse

from mado.directory.models import Organization
from mado.profiles.models import ProfileText, SchoolProfile


@pytest.fixture
def linked(client, settings):
    settings.MADO_SITE_URL = "https://mado.example"

    def read(organization):
        page = client.get(reverse("directory:school", args=[organization.code])).content.decode()
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert found is not None
        return json.loads(found[1])

    return read


def test_a_school_of_the_list_is_told_from_the_list_alone(world, linked):
    organization = world.kaohsiung
    SchoolProfile.objects.filter(organization=organization).delete()
    Organization.objects.filter(pk=organization.pk).update(phone="+886 7 123 4567", website="javascript:alert(1)")
    found = linked(organization)
    assert (found["@context"], found["@type"], found["name"]) == ("https://schema.org", "School", organization.name)
    assert found["@id"] == f"https://mado.example/schools/{organization.code}"
    assert (found["telephone"], found["address"]["addressCountry"]) == ("+886 7 123 4567", "TW")
    assert "" not in found["address"].values()
    assert not {"url", "description", "logo", "image", "knowsLanguage", "contactPoint"} & set(found)


def test_what_the_school_says_is_told_in_every_language_it_wrote_itself(world, linked):
    profile = SchoolProfile.objects.get(organization=world.kaohsiung)
    SchoolProfile.objects.filter(pk=profile.pk).update(
        about="靠近港口</script><b>", languages=["zh-Hant", "en"], answering_languages=["en"],
        logo="school-logos/l.png", logo_size=[9, 9], photo="school-pictures/p.jpg", photo_size=[9, 9],
        principal_name="Secret", chat_id="secret",
    )  # fmt: skip
    ProfileText.objects.create(profile=profile, field="about", language="en", text="By the port & sea.")
    ProfileText.objects.create(profile=profile, field="about", language="ja", text="港", origin="machine")
    found = linked(world.kaohsiung)
    assert found["description"] == [
        {"@language": "zh-Hant", "@value": "靠近港口</script><b>"},
        {"@language": "en", "@value": "By the port & sea."},
    ]
    assert (found["knowsLanguage"], found["contactPoint"]["availableLanguage"]) == (["zh-Hant", "en"], ["en"])
    code = world.kaohsiung.code
    assert found["logo"] == f"https://mado.example/en/school-logos/{code}/l.png"
    assert found["image"] == f"https://mado.example/en/school-pictures/{code}/p.jpg"
    assert "ecret" not in json.dumps(found)
