"""What the list would do: how many schools are new, change, stay or are not taken, and every row of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mado.directory.enums import Level, LocationPrecision, OrganizationKind, Sector
from mado.intake import services
from mado.intake.engine.headings import BY_KEY
from mado.intake.enums import RowChoice, UploadState, Verdict
from mado.intake.models import ListRow, ListUpload
from mado.intake.queries import page_rows, uploads_visible_to
from mado.intake.web.wish_words import wish_of_row
from mado.intake.wording import grouped, worded
from mado.intake.workflow import LIST_UPLOAD
from mado.reference.languages import language_name
from mado.reference.places import country_name, region_name

PAGE_ROWS = 50
_ORDER = ("further", *BY_KEY, "region_name", "location_precision", "wish", "contacts")
"""In which order the changes of a school are told; the database keeps them in none."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a school before and after, in words."""

    name: str | Promise
    old: str
    new: str


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """One kind of rows at a time (?show=create|change|choose|reject|same); POST keeps the choices made on the page."""
    upload = get_object_or_404(uploads_visible_to(request.user), code=code)
    if upload.state != UploadState.PREVIEWED:
        return redirect("intake:upload", code=code)
    if request.method == "POST":
        return _choose(request, upload)
    counts = _counts(upload)
    shown = request.GET.get("show", "")
    if shown not in counts:
        shown = next((verdict for verdict, count in counts.items() if count), Verdict.CREATE)
    page = Paginator(page_rows(upload, shown), PAGE_ROWS).get_page(request.GET.get("page"))
    decided = upload.staged.filter(verdict=Verdict.CHOOSE, choice__in=[RowChoice.MERGE, RowChoice.BOTH]).count()
    context = {
        "upload": upload,
        "counts": [(verdict, Verdict(verdict).label, count) for verdict, count in counts.items()],
        "shown": shown,
        "page": page,
        "rows": [
            (row, changes_of(row), [worded(one, upload) for one in row.problems], place_of(row), wish_of_row(row))
            for row in page.object_list
        ],
        "groups": _groups(upload) if shown == Verdict.REJECT else [],
        "choices": RowChoice.choices,
        "undecided": upload.staged.filter(verdict=Verdict.CHOOSE, choice="").count(),
        "standing": upload.staged.filter(problems__contains=[{"kind": "wish_stands"}]).count(),
        "to_write": upload.to_create + upload.to_change + decided,
        "moves": {one.move.name: one for one in LIST_UPLOAD.available(upload, request.user)},
    }
    return render(request, "intake/preview.html", context)


def _counts(upload: ListUpload) -> dict[str, int]:
    return {
        Verdict.CREATE.value: upload.to_create,
        Verdict.CHANGE.value: upload.to_change,
        Verdict.CHOOSE.value: upload.to_choose,
        Verdict.REJECT.value: upload.rejected,
        Verdict.SAME.value: upload.unchanged,
    }


def _groups(upload: ListUpload) -> list[Any]:
    rows = upload.staged.filter(verdict=Verdict.REJECT).order_by("line").values_list("line", "problems")
    return grouped(rows.iterator(), upload)


def _choose(request: HttpRequest, upload: ListUpload) -> HttpResponse:
    everywhere = request.POST.get("all", "")
    if everywhere:
        changed = services.choose_for_all(upload=upload, actor=request.user, choice=everywhere)
    else:
        chosen = {
            int(name.removeprefix("row_")): value
            for name, value in request.POST.items()
            if name.startswith("row_") and name.removeprefix("row_").isdecimal()
        }
        changed = services.choose_for_rows(upload=upload, actor=request.user, choices=chosen)
    sentence = ngettext("%(number)d choice is kept.", "%(number)d choices are kept.", changed)
    messages.success(request, sentence % {"number": changed})
    number = request.POST.get("page", "1")
    return redirect(f"{reverse('intake:preview', kwargs={'code': upload.code})}?show=choose&page={number}")


def place_of(row: ListRow) -> str:
    """Town, region and country as the row has them."""
    parts = (row.school.get("city"), row.school.get("region_name"), country_name(row.school.get("country") or ""))
    return " · ".join(part for part in parts if part)


def changes_of(row: ListRow) -> list[Change]:
    """The row's changes in words; a point is one change."""
    found: list[Change] = []
    for name in sorted(row.changes, key=_ORDER.index):
        old, new = row.changes[name]
        if name in ("longitude", "location_precision", "region_name"):
            continue
        if name == "latitude":
            points = [_point(row.changes, place) for place in (0, 1)]
            found.append(Change(_("Location"), *points))
        elif name == "wish":
            found.append(Change(_("Wish (as a draft)"), "", wish_of_row(row)))
        else:
            found.append(Change(_field_name(name), _value_text(name, old), _value_text(name, new)))
    return found


def _point(changes: dict[str, list[Any]], place: int) -> str:
    latitude, longitude = changes["latitude"][place], changes.get("longitude", [None, None])[place]
    if latitude is None or longitude is None:
        return ""
    approximate = changes.get("location_precision", ["", ""])[place] == LocationPrecision.AREA
    text = f"{latitude:.5f}, {longitude:.5f}"
    return _("about %(point)s") % {"point": text} if approximate else text


def _field_name(name: str) -> str | Promise:
    match name:
        case "further":
            return _("Belongs to row")
        case "contacts":
            return _("People to ask")
        case "time_zone":
            return _("Time zone")
    return BY_KEY[name].heading(get_language() or "en") if name in BY_KEY else name


_IN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "levels": lambda value: ", ".join(str(Level(level).label) for level in value),
    "kind": lambda value: str(OrganizationKind(value).label),
    "sector": lambda value: str(Sector(value).label),
    "country": country_name,
    "region": region_name,
    "name_language": language_name,
}


def _value_text(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    return _IN_WORDS.get(name, str)(value)
