"""On an office's own pages: the way to its lists."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from mado.intake.queries import offices_to_bring_for
from mado.kernel.panels import register_panel


def on_office_home(request: HttpRequest, _subject: object) -> str:
    if not offices_to_bring_for(request.user):
        return ""
    return render_to_string("intake/panel_office_home.html", {}, request)


register_panel("office_home", on_office_home, order=50)
