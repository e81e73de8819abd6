"""What is typed is kept as it is typed."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mado.accounts.services import keep_draft
from mado.kernel.errors import BadInput

_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "next"})


@require_POST
def draft(request: HttpRequest, key: str) -> JsonResponse:
    """Keep the posted fields for this person: {"saved": true, "message": "Saved at 21:04"}; 422 with the reason."""
    data = {name: values for name, values in request.POST.lists() if name not in _NOT_KEPT}
    try:
        keep_draft(user=request.user, key=key, data=data)
    except BadInput as problem:
        return JsonResponse({"saved": False, "message": " ".join(map(str, problem.sentences.values()))}, status=422)
    zone = request.user.time_zone
    if not zone:
        return JsonResponse({"saved": True, "message": _("Saved")})
    at = time_format(timezone.now().astimezone(ZoneInfo(zone)), "H:i")
    return JsonResponse({"saved": True, "message": _("Saved at %(time)s") % {"time": at}})
