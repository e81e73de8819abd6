"""The school's picture: taken only as it was painted anew, and gone from the disk when it is gone from the page."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mado.audit.services import record
from mado.kernel.errors import BadInput
from mado.profiles.engine.photo import BYTES_MOST, PIXELS_MOST, PictureFault, clean_picture
from mado.profiles.models import SchoolProfile
from mado.profiles.services.profile import locked_profile

FAULTS: Mapping[str, str | Promise] = {
    "no_picture": gettext_lazy(
        "This is no JPEG, PNG or WebP picture, whatever its name says. Take a photo, or save the picture as JPEG."
    ),
    "too_heavy": gettext_lazy("The file is larger than %(bytes)d MB. Make the picture smaller and choose it again."),
    "too_many_pixels": gettext_lazy(
        "The picture has more than %(pixels)d million pixels. Make it smaller, such as 2000 pixels wide, and choose it again."
    ),
    "too_small": gettext_lazy("The picture is only %(width)d by %(height)d pixels. Choose one of at least 200 by 200."),
    "broken": gettext_lazy("The picture is damaged and cannot be opened. Save it again and choose it once more."),
}


NOT_PROMISED = gettext_lazy(
    "Only pictures in which nobody under 18 can be recognised can be shown. Tick this, or choose another picture."
)


def fault_sentence(fault: PictureFault, sentences: Mapping[str, str | Promise] = FAULTS) -> str:
    return str(sentences[fault.fault]) % {
        "bytes": BYTES_MOST // 1024 // 1024,
        "pixels": PIXELS_MOST // 1_000_000,
        "width": fault.width,
        "height": fault.height,
    }


def set_photo(
    *, profile: SchoolProfile, actor: Any, data: bytes | None, alt: str, nobody_recognisable: bool
) -> SchoolProfile:
    """Show this picture on the school's page; `data` None keeps the one that stands and changes its words only."""
    problems: dict[str, str] = {}
    alt = alt.strip()
    most = 160
    if not alt:
        problems["alt"] = _("Say in a few words what can be seen: some people hear this page.")
    elif len(alt) > most:
        problems["alt"] = _("Shorten this to at most %(most)d characters; it has %(has)d now.") % {
            "most": most,
            "has": len(alt),
        }
    if data is None and not profile.photo:
        problems["photo"] = _("Choose a picture.")
    if not nobody_recognisable:
        problems["nobody_recognisable"] = str(NOT_PROMISED)
    picture = None
    if data is not None:
        try:
            picture = clean_picture(data)
        except PictureFault as fault:
            problems["photo"] = fault_sentence(fault)
    if problems:
        raise BadInput(problems)
    with transaction.atomic():
        locked = locked_profile(profile, actor)
        locked.photo_alt = alt
        if picture is not None:
            forget_file(locked, "photo")
            name = f"{locked.organization.code.lower()}-{hashlib.sha256(picture.data).hexdigest()[:24]}.jpg"
            locked.photo.save(name, ContentFile(picture.data), save=False)
            locked.photo_size = [picture.width, picture.height]
        locked.save(update_fields=["photo", "photo_alt", "photo_size", "updated_at"])
        record(actor=actor, verb="profiles.set_photo", thing=locked, details={"new_picture": picture is not None})
    return locked


@transaction.atomic
def remove_photo(*, profile: SchoolProfile, actor: Any) -> None:
    locked = locked_profile(profile, actor)
    if locked.photo:
        drop_photo(locked)
        record(actor=actor, verb="profiles.remove_photo", thing=locked)


def drop_photo(locked: SchoolProfile) -> None:
    """Take the picture out of the row and, when the transaction stands, off the disk."""
    forget_file(locked, "photo")
    locked.photo, locked.photo_alt, locked.photo_size = "", "", []
    locked.save(update_fields=["photo", "photo_alt", "photo_size"])


def forget_file(locked: SchoolProfile, field: str) -> None:
    """A file is only deleted once nothing points at it any more, so that a failed deed leaves the page whole."""
    if kept := getattr(locked, field):
        storage, name, pk = kept.storage, str(kept.name), locked.pk

        def delete() -> None:
            if not SchoolProfile.objects.filter(pk=pk, **{field: name}).exists():
                storage.delete(name)

        transaction.on_commit(delete)
