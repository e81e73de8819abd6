"""Pages for who comes from outside: by country and language, offices, questions."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mado.demo.primitives import give_mandate, make_organization
from mado.portal.begin import COUNTRIES, begin_page, begin_pages, meetings
from mado.reference.settings import AllianceSettings, alliance

PLACES = re.compile(r"\{(\w+)\}")
FILLED = {
    "care": {"office"},
    "meets": {"city", "days", "minutes", "here", "home"},
    "suggests": {"city", "here", "home"},
    "apart": {"city"},
}


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_country_says_the_same_things_in_its_language(code):
    page, model = begin_page(code), begin_page("us")
    assert set(page.texts) - {"note"} == set(model.texts) - {"note"}
    assert len(page.steps) == len(model.steps)
    for name, text in page.texts.items():
        assert set(PLACES.findall(text)) == FILLED.get(name, set()), name
        assert text.strip() == text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "language", "screen"),
    [
        ("us", "en", "en"), ("gb", "en", "en"), ("jp", "ja", "ja"), ("kr", "ko", "ko"), ("de", "de", "en"), ("cz", "cs", "en"),
        ("vn", "vi", "en"), ("tw", "zh-Hant", "zh-hant"),
    ],
)  # fmt: skip
def test_a_country_is_spoken_to_in_its_language_whatever_the_browser_says(world, code, language, screen):
    assert begin_page(code).screen == screen
    page = Client(headers={"accept-language": "fr-FR"}).get(f"/{screen}/begin/{code}/")
    assert page.status_code == 200
    assert f'<article lang="{language}"' in page.content.decode()
    assert begin_page(code).texts["heading"].replace("'", "&#x27;") in page.content.decode()


@pytest.mark.django_db
def test_no_page_for_a_country_nobody_has_written_one_for(world):
    for code in ("fr", "US", "../us", "xx"):
        assert Client().get(f"/en/begin/{code}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("languages", "hint"),
    [
        ("de-DE,de;q=0.9", "Deutschland"), ("cs", "Česko"), ("en-GB", "United Kingdom"), ("zh-TW", "臺灣"),
        ("vi-VN", "Việt Nam"), ("en-US,ja;q=0.3", "United States"), ("fr-FR", ""), ("", ""),
        ("fr-FR,en;q=0.5", ""), ("fr,fr-FR;q=0.8,en-US;q=0.5,en;q=0.3", ""), ("en-AU,en;q=0.9", ""), ("en-IN", ""),
        ("en-GB,en-US;q=0.9,en;q=0.8", "United Kingdom"), ("de-AT,de;q=0.9", ""), ("es-419,en-US;q=0.5", ""), ("en", ""),
        ("en,en-GB;q=0.9", "United Kingdom"), ("en-US-posix", "United States"), ("en;q=0,ja", "日本"), ("zh-CN,zh;q=0.9", ""),
        ("zh-HK,zh-TW;q=0.8", ""), ("zh-Hant-HK", ""), ("zh-Hans", ""), ("zh", ""), ("zh-Hant", "臺灣"), ("zh-Hant-TW", "臺灣"),
    ],
)  # fmt: skip
def test_the_browsers_language_is_a_hint_and_no_more(world, languages, hint):
    answer = Client(headers={"accept-language": languages}).get("/en/begin/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert ("Your browser suggests:" in text) == bool(hint)
    if hint:
        assert hint in text.split("Your browser suggests:")[1].split("</p>")[0]
    assert "Accept-Language" in answer["Vary"]
    assert all(page.name in text for page in begin_pages())


@pytest.mark.django_db
def test_who_is_in_care_comes_from_the_mandates(world):
    assert "Education Division, Los Angeles is in care" in Client().get("/en/begin/us/").content.decode()
    before = Client().get("/en/begin/cz/").content.decode()
    assert "ústřední kancelář" in before
    prague = make_organization("mission", "駐捷克代表處", language="zh-Hant", country="CZ", name_en="Mission in Prague")
    give_mandate(prague, "CZ")
    assert "Mission in Prague" in Client().get("/en/begin/cz/").content.decode()


@pytest.mark.django_db
def test_the_number_counts_schools_that_named_the_country(world):
    assert '<span class="figure-number">1</span>' in Client().get("/en/begin/us/").content.decode()
    assert "Noch hat keine Schule in Taiwan Deutschland genannt." in Client().get("/en/begin/de/").content.decode()


@pytest.mark.django_db
def test_where_lessons_never_meet_it_says_so(world):
    american = " ".join(meetings(begin_page("us"), alliance()))
    assert "New York: lessons never fall together." in american
    assert "(the next day) in Taipei" in american
    japanese = meetings(begin_page("jp"), alliance())
    assert len(japanese) == 1
    assert "双方の授業時間が重なります" in japanese[0]
    at_home = " ".join(meetings(begin_page("tw"), AllianceSettings()))
    assert "洛杉磯：雙方上課時間不重疊。" in at_home
    assert "（前一天）" in at_home


@pytest.mark.django_db
def test_offices_are_found_by_place_in_any_script(world):
    client = Client()
    assert "高雄區辦公室" in client.get("/en/offices/?q=kaohsiung").content.decode()
    assert "高雄區辦公室" in client.get("/zh-hant/offices/?q=高雄").content.decode()
    assert "Education Division, Tokyo" in client.get("/ja/offices/?q=日本").content.decode()
    nobody = client.get("/en/offices/?q=Atlantis").content.decode()
    assert "No office fits" in nobody
    assert client.get("/en/offices/?q=%00%3Cscript%3E").status_code == 200


@pytest.mark.django_db
def test_the_offices_take_as_many_queries_for_three_more(world):
    client = Client()
    client.get("/en/offices/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/offices/")
    for number in range(3):
        give_mandate(make_organization("mission", f"Mission {number}", language="en", country="FR"), "FR", "DE")
    with CaptureQueriesContext(connection) as more:
        text = client.get("/en/offices/").content.decode()
    assert "Mission 2" in text
    assert "France · Germany" in text or "Germany · France" in text
    assert len(more) == len(few)


@pytest.mark.django_db
def test_an_office_shows_no_person_and_no_live_link_that_is_none(world):
    type(world.mission).objects.filter(pk=world.mission.pk).update(website="javascript:alert(1)")
    text = Client().get("/en/offices/").content.decode()
    assert "javascript:" not in text
    assert "Grace Wu" not in text


@pytest.mark.django_db
def test_questions_are_there_for_people_and_for_search_engines():
    text = Client().get("/en/questions/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])
    assert data["@type"] == "FAQPage"
    assert len(data["mainEntity"]) == text.count("<h2 id=")
    for anchor in ("who", "cost", "pupils", "time", "language", "silence", "leaving", "find"):
        assert f'href="#{anchor}"' in text
        assert f'id="{anchor}"' in text
