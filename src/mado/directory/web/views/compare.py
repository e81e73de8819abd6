from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mado.directory.queries import organizations_of_codes
from mado.directory.web.comparing import LEAST_COMPARED, MOST_COMPARED, chosen_codes, lines_for


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four schools side by side; the address can be passed on. Ticked boxes come as several `codes`."""
    given = request.GET.getlist("codes")
    codes = chosen_codes(*given)
    address = ",".join(codes)
    if given and given != [address]:
        return redirect(f"{reverse('directory:compare')}?codes={address}")
    schools = organizations_of_codes(codes)
    columns = [
        {"organization": one, "without": ",".join(other.code for other in schools if other != one)} for one in schools
    ]
    context = {
        "columns": columns,
        "lines": lines_for(request, schools) if schools else [],
        "is_enough": len(schools) >= LEAST_COMPARED,
        "may_add": len(schools) < MOST_COMPARED,
        "most": MOST_COMPARED,
        "find_query": urlencode({"compare": ",".join(one.code for one in schools)}) if schools else "",
    }
    return render(request, "directory/compare.html", context)
