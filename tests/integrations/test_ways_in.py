"""A school's task page leads to everything else of the school that its people need."""

import re

from django.urls import reverse


def test_the_task_page_leads_on(world, client):
    client.force_login(world.teacher_kaohsiung)
    code = world.kaohsiung.code
    page = client.get(reverse("profiles:tasks", args=[code])).content.decode()
    further = page[page.index('id="further"') :]
    links = re.findall(r'<p class="row-title"><a href="([^"]+)">([^<]+)</a>', further)
    assert links == [
        (reverse("accounts:school_people", args=[code]), "Who acts for the school"),
        (reverse("correspondence:inbox"), "Inbox"),
        (reverse("correspondence:feed_settings"), "Your sessions in your own calendar"),
        (reverse("integrations:programs", args=[code]), "Programs"),
    ]
    assert [client.get(address).status_code for address, _label in links] == [200] * 4
