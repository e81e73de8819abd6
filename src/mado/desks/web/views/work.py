"""The work list of an office: every source in one table, filtered, saved, exported."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

import mado.desks.sections  # noqa: F401  # fills the registry of sources
from mado.accounts.queries import office_appointments_of, responsible_offices
from mado.desks import services
from mado.desks.queries.work import (
    WorkFilter,
    everything,
    exported,
    rows_of,
    saved_filters_visible_to,
    sections_for,
)
from mado.desks.sources import WorkRow, work_source
from mado.desks.web.asking import read_filter, read_query, to_query
from mado.desks.web.deeds import DEEDS
from mado.desks.web.forms import SaveFilterForm, add_sentences
from mado.kernel.errors import BadInput
from mado.kernel.export import FORMS, Cell, export_response
from mado.partnerships.wording import spoken_name
from mado.reference.places import countries, country_name

PAGE_ROWS = 50
SORT_LABELS = {
    "due": gettext_lazy("Next date first"),
    "age": gettext_lazy("Oldest first"),
    "school": gettext_lazy("By country and school"),
}


@require_safe
def work_list(request: HttpRequest) -> HttpResponseBase:
    """All that waits for this person's offices. Section, filter and order stand in the address."""
    wanted = read_filter(request.GET)
    if (form := request.GET.get("format")) in FORMS:
        return _export(exported(request.user, wanted), form)
    return _page(request, wanted, SaveFilterForm())


def _page(request: HttpRequest, wanted: WorkFilter, save_form: SaveFilterForm, status: int = 200) -> HttpResponse:
    sections = sections_for(request.user, wanted)
    counts = [section.count for section in sections]
    total = sum(filter(None, counts))
    source = work_source(wanted.section)
    found: Any = next((section.rows for section in sections if section.source == source), None)
    if not source:
        found = everything(sections, wanted)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    rows = rows_of(source, page.object_list) if source else list(page.object_list)
    context = {
        "wanted": wanted,
        "query": to_query(wanted),
        "source": source,
        "total": total,
        "shown_all": page.paginator.count,
        "page": page,
        "lines": _lines(rows),
        "chips": [
            {
                "label": _("Everything"),
                "count": None if None in counts else total,
                "query": to_query(wanted, section=""),
                "current": not source,
            },
            *(
                {
                    "label": section.source.label,
                    "count": section.count,
                    "query": to_query(wanted, section=section.source.key),
                    "current": section.source == source,
                }
                for section in sections
                if section.count != 0 or section.source == source
            ),
        ],
        "sorts": SORT_LABELS.items(),
        "countries": countries(),
        "saved": [(row, read_query(row.query)) for row in saved_filters_visible_to(request.user)],
        "save_form": save_form,
        "deeds": [DEEDS[name] for name in source.deeds] if source else [],
        "offices": [row.organization for row in office_appointments_of(request.user)],
    }
    return render(request, "desks/work_list.html", context, status=status)


def _lines(rows: list[WorkRow]) -> list[dict[str, Any]]:
    """Each row with what its dates and its school say; where nobody is in charge in person, the office in care is."""
    today = timezone.localdate()
    offices = responsible_offices([row.subject for row in rows if row.subject])
    return [
        {
            "row": row,
            "source": work_source(row.source),
            "age": (today - row.since).days if row.since else None,
            "late": row.due is not None and row.due < today,
            "country": country_name(row.subject.country) if row.subject else "",
            "office": offices.get(row.subject.pk) if row.subject and not row.owner else None,
        }
        for row in rows
    ]


def _export(rows: list[WorkRow], form: str) -> HttpResponseBase:
    header = [
        _("Section"), _("What"), _("School"), _("Country"), _("In charge"), _("Days old"), _("Next date"), _("State"), _("Details"),
    ]  # fmt: skip
    table: list[list[Cell]] = [
        [
            str(line["source"].label),
            str(row.what),
            row.subject.name if row.subject else row.subject_name,
            line["country"],
            row.owner or (spoken_name(line["office"]) if line["office"] else ""),
            line["age"],
            row.due.isoformat() if row.due else "",
            str(row.state.label) if row.state else "",
            str(row.detail),
        ]
        for line in _lines(rows)
        for row in [line["row"]]
    ]
    name = f"work-{timezone.localdate().isoformat()}"
    return export_response(form, name=name, title=_("Work list"), header=header, rows=table)


@require_POST
def filter_save(request: HttpRequest) -> HttpResponse:
    """Keep the present view under a name."""
    wanted = read_query(request.POST.get("query", ""))
    form = SaveFilterForm(request.POST)
    if form.is_valid():
        try:
            services.save_filter(actor=request.user, name=form.cleaned_data["name"], query=to_query(wanted))
        except BadInput as problem:
            add_sentences(form, problem)
        else:
            messages.success(request, _("The view is kept."))
            return redirect(f"{reverse('desks:work_list')}?{to_query(wanted)}")
    return _page(request, wanted, form, status=422)


@require_POST
def filter_drop(request: HttpRequest, pk: int) -> HttpResponse:
    saved = get_object_or_404(saved_filters_visible_to(request.user), pk=pk)
    services.drop_filter(saved=saved, actor=request.user)
    messages.success(request, _("The view is deleted."))
    return redirect("desks:work_list")
