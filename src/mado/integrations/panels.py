"""On a school's own task page: the way to its programs."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from mado.directory.models import Organization
from mado.kernel.panels import register_panel


def programs_link(request: HttpRequest, organization: Organization) -> str:
    return render_to_string("integrations/panel_school_tasks.html", {"organization": organization}, request)


register_panel("school_tasks", programs_link, order=30)
