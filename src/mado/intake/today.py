"""Lists that wait for the person who brought them, and the first list for an office that has none."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.intake.enums import UploadState
from mado.intake.models import ListUpload
from mado.intake.queries import offices_to_bring_for
from mado.kernel.today import TodayItem, register_today

_WAITING = (UploadState.UPLOADED, UploadState.PREVIEWED, UploadState.FAILED)
SHOWN_MOST = 3


def own_lists(user: User) -> Iterator[TodayItem]:
    offices = offices_to_bring_for(user)
    if not offices:
        return
    rows = ListUpload.objects.filter(office__in=offices, uploaded_by=user, emptied_at=None, state__in=_WAITING)
    for upload in rows[:SHOWN_MOST]:
        actions = {
            UploadState.UPLOADED: (_("Say which column holds what."), _("Match the columns")),
            UploadState.PREVIEWED: (_("Every row is checked. Nothing is written yet."), _("Look at the preview")),
            UploadState.FAILED: (_("The work stopped and waits for you."), _("See what went wrong")),
        }
        detail, action = actions[upload.state_choice]
        yield TodayItem(
            kind="needs",
            title=_("Your list %(file)s") % {"file": upload.file_name},
            detail=detail,
            action=action,
            url=reverse("intake:upload", kwargs={"code": upload.code}),
            tone="mend" if upload.state == UploadState.FAILED else "waiting",
        )
    if not ListUpload.objects.filter(office__in=offices).exists():
        yield TodayItem(
            kind="step",
            title=_("Bring your own list of schools"),
            detail=_(
                "Schools, their people and wishes from your spreadsheet. You see every change before it is written."
            ),
            action=_("Bring a list"),
            url=reverse("intake:upload_new"),
        )


register_today(own_lists)
