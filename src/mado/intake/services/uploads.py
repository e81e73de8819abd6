"""From the file to the columns: taking a list in, saying how it is read, giving it up."""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.directory.importing.layout import Column, columns_of, guess_header
from mado.directory.importing.text_file import DELIMITERS, ENCODINGS
from mado.directory.models import Organization
from mado.intake.engine.headings import BY_KEY, IGNORED, fields_by_heading
from mado.intake.engine.layout import suggest_mapping
from mado.intake.enums import FileForm
from mado.intake.mandate import Mandates
from mado.intake.models import ListUpload
from mado.intake.queries import remembered_mapping
from mado.intake.schemes import OFFICIAL_OF, own_scheme, scheme_choices
from mado.intake.services.emptying import empty_upload
from mado.intake.services.files import local_copy, look_at
from mado.intake.workflow import LIST_UPLOAD
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.kernel.jobs import queue_job
from mado.kernel.text import folded_heading
from mado.reference.services import next_code

NAME_MOST = 200
DEFAULTS = ("country", "region", "scheme", "name_language")


def take_upload(*, office: Organization, actor: Any, file: "File[bytes]", name: str) -> ListUpload:
    """Keep the file, look at its first rows and suggest what its columns hold. Raises BadInput at "file"."""
    if not actor.has_perm("intake.bring_list", office):
        raise NotPermitted("intake.bring_list")
    with tempfile.NamedTemporaryFile(prefix="mado-list-") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        path = Path(copy.name)
        look = look_at(path)
        with path.open("rb") as stored:
            digest = hashlib.file_digest(stored, "sha256").hexdigest()
            upload = ListUpload(
                office=office,
                uploaded_by=actor,
                file_name=Path(name).name.replace("\0", "")[:NAME_MOST],
                file_sha256=digest,
                file_bytes=path.stat().st_size,
                form=look.form,
                encoding=look.encoding,
                delimiter=look.delimiter,
                sheet=_likeliest_sheet(look.head),
                head=look.head,
            )
            return _keep(upload, File(stored), actor)


def _likeliest_sheet(head: Sequence[Mapping[str, Any]]) -> int:
    """The one in which most headings are known; the first where none is: before the schools often stands a sheet that
    explains them."""
    known = fields_by_heading()

    def recognised(one: Mapping[str, Any]) -> int:
        found = columns_of(one["rows"], guess_header(one["rows"], known))
        return sum(folded_heading(column.heading) in known for column in found)

    sheet: int = max(head, key=recognised)["sheet"]
    return sheet


@transaction.atomic
def _keep(upload: ListUpload, stored: "File[bytes]", actor: Any) -> ListUpload:
    upload.code = next_code("IM")
    upload.defaults = _first_defaults(upload.office)
    _lay_out(upload, guess_header(_rows(upload), fields_by_heading()))
    upload.file.save(f"{upload.code}.{upload.form}", stored, save=False)
    upload.save()
    details = {"file": upload.file_name, "sha256": upload.file_sha256, "office": upload.office.code}
    record(actor=actor, verb="intake.take_upload", thing=upload, details=details)
    return upload


def _first_defaults(office: Organization) -> dict[str, str]:
    """What an office with one country or region need not say."""
    mandates = Mandates.of(office)
    country = mandates.countries[0] if len(mandates.countries) == 1 else ""
    scheme = OFFICIAL_OF.get(country, own_scheme(office))
    return {"country": country, "region": mandates.only_region, "scheme": scheme, "name_language": ""}


def _rows(upload: ListUpload) -> list[tuple[int, Sequence[str]]]:
    return next(
        ([(line, cells) for line, cells in sheet["rows"]] for sheet in upload.head if sheet["sheet"] == upload.sheet),
        [],
    )


def columns(upload: ListUpload) -> list[Column]:
    """The columns of the sheet that is read, with their first values."""
    return columns_of(_rows(upload), upload.header_line)


def _lay_out(upload: ListUpload, header_line: int) -> None:
    upload.header_line = header_line
    found = columns(upload)
    mapping = suggest_mapping(found, remembered_mapping(upload.office))
    upload.headings = {str(column.index): column.heading[:NAME_MOST] for column in found}
    upload.mapping = {str(index): key for index, key in mapping.items()}


def _locked(upload: ListUpload) -> ListUpload:
    rows = ListUpload.objects.select_for_update(of=("self",)).select_related("office", "uploaded_by")
    return rows.get(pk=upload.pk)


@transaction.atomic
def change_layout(
    *, upload: ListUpload, actor: Any, sheet: int, header_line: int, encoding: str = "", delimiter: str = ""
) -> ListUpload:
    """Read the first rows anew: another sheet, heading line, encoding or delimiter. The columns are suggested again."""
    if not actor.has_perm("intake.change_upload", upload):
        raise NotPermitted("intake.change_upload")
    upload = _locked(upload)
    _refuse_unless_open(upload)
    if upload.form == FileForm.CSV:
        if encoding not in ENCODINGS or delimiter not in DELIMITERS:
            raise BadInput({"encoding": _("Choose an encoding and a separator from the lists.")})
        with local_copy(upload.file) as path:
            look = look_at(path, encoding=encoding, delimiter=delimiter)
        upload.head, upload.encoding, upload.delimiter = look.head, look.encoding, look.delimiter
    moved = sheet != upload.sheet
    if sheet not in {one["sheet"] for one in upload.head}:
        raise BadInput({"sheet": _("Choose one of the sheets of the file.")})
    upload.sheet = sheet
    lines = [line for line, _cells in _rows(upload)]
    if not moved and header_line not in lines:
        raise BadInput({"header_line": _("The headings must stand in one of the first rows shown below.")})
    _lay_out(upload, guess_header(_rows(upload), fields_by_heading()) if moved else header_line)
    upload.save()
    return upload


def _refuse_unless_open(upload: ListUpload) -> None:
    decision = LIST_UPLOAD.decide(upload, "map")
    if not decision:
        raise NotPossible(decision)


def map_upload(
    *, upload: ListUpload, actor: Any, mapping: Mapping[int, str], defaults: Mapping[str, str]
) -> ListUpload:
    """Say which column holds what, and have all rows checked by a job. What was said is kept even when it is not enough;
    then BadInput says what is missing."""
    upload = keep_mapping(upload=upload, actor=actor, mapping=mapping, defaults=defaults)
    if problems := mapping_problems(upload):
        raise BadInput(problems)
    return _queue_preview(upload, actor)


@transaction.atomic
def keep_mapping(
    *, upload: ListUpload, actor: Any, mapping: Mapping[int, str], defaults: Mapping[str, str]
) -> ListUpload:
    """Keep which column holds what (index → field, IGNORED to pass over) and what is true of the whole list."""
    if not actor.has_perm("intake.change_upload", upload):
        raise NotPermitted("intake.change_upload")
    upload = _locked(upload)
    _refuse_unless_open(upload)
    known = {int(index) for index in upload.headings}
    chosen = {index: key for index, key in mapping.items() if index in known and (key in BY_KEY or key == IGNORED)}
    upload.mapping = {str(index): chosen.get(index, IGNORED) for index in sorted(known)}
    upload.defaults = upload.defaults | {name: defaults[name] for name in DEFAULTS if name in defaults}
    upload.save(update_fields=["mapping", "defaults"])
    return upload


@transaction.atomic
def _queue_preview(upload: ListUpload, actor: Any) -> ListUpload:
    upload = _locked(upload)
    LIST_UPLOAD.perform(upload, "map", actor)
    upload.work_done, upload.work_total, upload.trouble = 0, 0, ""
    upload.save(update_fields=["work_done", "work_total", "trouble"])
    details = {"columns": sum(key != IGNORED for key in upload.mapping.values())}
    record(actor=actor, verb="intake.map_upload", thing=upload, details=details)
    queue_job("intake.preview", lock=f"intake.{upload.pk}", upload_id=upload.pk)
    return upload


def mapping_problems(upload: ListUpload) -> dict[str, str]:
    """What the columns lack, or say twice: place on the form → sentence."""
    used = [key for key in upload.mapping.values() if key != IGNORED]
    found: dict[str, str] = {}
    if not any(line > upload.header_line and any(map(str.strip, cells)) for line, cells in _rows(upload)):
        found[""] = _("No row stands below the headings. Fill in one row for each school.")
    elif not {"name", "code", "identifier"} & set(used):
        found[""] = _("No column holds the name of the school, its official code or its Mado code. Choose one.")
    twice = sorted({key for key in used if used.count(key) > 1})
    if twice:
        found["columns"] = ngettext(
            "%(names)s is chosen for more than one column. Keep it for one of them.",
            "%(names)s are chosen for more than one column. Keep each for one of them.",
            len(twice),
        ) % {"names": ", ".join(BY_KEY[key].heading(get_language() or "en") for key in twice)}
    if "country" not in used and not upload.defaults.get("country") and "code" not in used:
        found["country"] = _("No column holds the country. Choose the country all these schools are in.")
    if upload.defaults.get("scheme") not in dict(scheme_choices(upload.office)):
        found["scheme"] = _("Choose whose codes the schools carry.")
    return found


@transaction.atomic
def abandon_upload(*, upload: ListUpload, actor: Any) -> ListUpload:
    """Give a list up before anything of it is written: its file and rows are deleted at once."""
    upload = _locked(upload)
    LIST_UPLOAD.perform(upload, "abandon", actor)
    empty_upload(upload)
    record(actor=actor, verb="intake.abandon_upload", thing=upload)
    return upload
