"""The school's logo: taken as the photo is, and never the file that was sent."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mado.audit.services import record
from mado.kernel.errors import BadInput
from mado.profiles.engine.photo import PictureFault, clean_logo
from mado.profiles.models import SchoolProfile
from mado.profiles.services.photo import FAULTS, NOT_PROMISED, fault_sentence, forget_file
from mado.profiles.services.profile import locked_profile

_FAULTS = {
    **FAULTS,
    "no_picture": gettext_lazy(
        "This is no JPEG, PNG or WebP picture, whatever its name says. Save the logo as PNG and choose it again."
    ),
    "too_small": gettext_lazy("The logo is only %(width)d by %(height)d pixels. Choose one of at least 32 by 32."),
    "too_long": gettext_lazy("The logo is a narrow strip of %(width)d by %(height)d pixels. Choose the emblem alone."),
    "empty": gettext_lazy("Nothing can be seen in this picture: it is transparent everywhere. Choose another."),
}


def set_logo(*, profile: SchoolProfile, actor: Any, data: bytes | None, nobody_recognisable: bool) -> SchoolProfile:
    """Show this logo beside the school's name. It is as public as the photo, so it comes with the same promise."""
    problems = {} if data else {"logo": _("Choose a picture.")}
    if not nobody_recognisable:
        problems["nobody_recognisable"] = str(NOT_PROMISED)
    if problems or not data:
        raise BadInput(problems)
    try:
        logo = clean_logo(data)
    except PictureFault as fault:
        raise BadInput({"logo": fault_sentence(fault, _FAULTS)}) from fault
    with transaction.atomic():
        locked = locked_profile(profile, actor)
        forget_file(locked, "logo")
        name = f"{locked.organization.code.lower()}-{hashlib.sha256(logo.data).hexdigest()[:24]}.png"
        locked.logo.save(name, ContentFile(logo.data), save=False)
        locked.logo_size = [logo.width, logo.height]
        locked.save(update_fields=["logo", "logo_size", "updated_at"])
        record(actor=actor, verb="profiles.set_logo", thing=locked)
    return locked


@transaction.atomic
def remove_logo(*, profile: SchoolProfile, actor: Any) -> None:
    locked = locked_profile(profile, actor)
    if locked.logo:
        drop_logo(locked)
        record(actor=actor, verb="profiles.remove_logo", thing=locked)


def drop_logo(locked: SchoolProfile) -> None:
    """Take the logo out of the row and, when the transaction stands, off the disk."""
    forget_file(locked, "logo")
    locked.logo, locked.logo_size = "", []
    locked.save(update_fields=["logo", "logo_size"])
