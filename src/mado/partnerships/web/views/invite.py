"""Asking a school: write, look when the days meet, check, send."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from mado.accounts.prefill import fill_from_draft
from mado.accounts.queries import draft_data, seat_holders, seats_of
from mado.accounts.services import drop_draft
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.kernel.decision import Decision
from mado.kernel.errors import BadInput, NotPossible
from mado.partnerships import services
from mado.partnerships.guards import may_send, may_wait
from mado.partnerships.models import school_zone
from mado.partnerships.queries import liveness, open_invitation_between, reply_dates
from mado.partnerships.web.forms import InviteForm
from mado.partnerships.web.meeting import meeting_of
from mado.partnerships.web.panes import interface_language, pane_of
from mado.partnerships.web.starters import starter_sentences
from mado.partnerships.web.story import both_times, find_url
from mado.partnerships.wording import reply_rate_text, reply_speed_text
from mado.profiles.enums import ONLINE_KINDS, MeetingMode
from mado.profiles.models import SchoolProfile, Wish
from mado.profiles.queries import open_wishes
from mado.reference.languages import language_name, languages


def invite(request: HttpRequest) -> HttpResponse:
    code = request.GET.get("to", "")
    if not code:
        return redirect("directory:find")
    recipient = get_object_or_404(Organization, code=code, kind__in=TAKES_PART_KINDS)
    sender = _sender(request, recipient)
    if request.method == "POST":
        return _posted(request, sender, recipient)
    form = _form(sender, recipient, wish=_named_wish(request, sender))
    fill_from_draft(form, draft_data(request.user, _draft_key(recipient)))
    return _write_page(request, sender, recipient, form)


def _draft_key(recipient: Organization) -> str:
    return f"invite:{recipient.code.lower()}"


def _sender(request: HttpRequest, recipient: Organization) -> Organization:
    """The person's own school that invites: the one named by `from`, else the first that is not the invited one."""
    own = {seat.organization.code: seat.organization for seat in seats_of(request.user)}
    wanted = request.GET.get("from", "")
    if wanted:
        if wanted not in own:
            raise Http404
        return own[wanted]
    others = [school for school in own.values() if school.pk != recipient.pk]
    return (others or list(own.values()))[0]


def _profile(organization: Organization) -> SchoolProfile | None:
    return SchoolProfile.objects.filter(organization=organization).first()


def _initial(sender: Organization, recipient: Organization, wish: Wish | None) -> dict[str, Any]:
    profile = _profile(sender)
    partner = _profile(recipient)
    common = [tag for tag in (wish.languages if wish else []) if partner and tag in partner.languages]
    about = profile.about if profile else ""
    if (
        profile
        and profile.about_en
        and interface_language(recipient.name_language) != interface_language(profile.about_language)
    ):
        about = profile.about_en
    online = wish is not None and wish.kind in ONLINE_KINDS
    return {
        "wish": wish.pk if wish else None,
        "kind": wish.kind if wish and online else ONLINE_KINDS[0].value,
        "mode": wish.mode if wish else MeetingMode.BOTH,
        "about_us": about,
        "language": (common or (wish.languages if wish else []) or ["en"])[0],
        "group_size": wish.group_size if wish else None,
        "reply_by": reply_dates(recipient).usual,
    }


def _languages(sender: Organization, recipient: Organization) -> list[tuple[str, str]]:
    """Languages the two schools name first, then the rest."""
    named: list[str] = []
    for profile in (_profile(sender), _profile(recipient)):
        named += profile.languages if profile else []
    first = list(dict.fromkeys(named))
    return [(tag, language_name(tag)) for tag in first] + [pair for pair in languages() if pair[0] not in first]


def _named_wish(request: HttpRequest, sender: Organization) -> Wish | None:
    """The open wish of the school that `wish` names in the address; the newest when it names none."""
    rows = open_wishes(sender)
    named = request.GET.get("wish", "").upper()
    return next((wish for wish in rows if wish.code == named), next(iter(rows), None))


def _form(sender: Organization, recipient: Organization, data: Any = None, *, wish: Wish | None = None) -> InviteForm:
    wish = wish or next(iter(open_wishes(sender)), None)
    return InviteForm(
        data,
        sender=sender,
        recipient=recipient,
        languages=_languages(sender, recipient),
        initial=_initial(sender, recipient, wish),
    )


def _refilled(request: HttpRequest, form: InviteForm, changes: dict[str, str]) -> InviteForm:
    """The same form unbound, with what was typed and these changes: nothing is judged yet."""
    typed = {name: request.POST.get(name, "") for name in form.fields}
    form.is_bound = False
    form.data = {}
    form.initial = {**form.initial, **typed, **changes}
    return form


def _posted(request: HttpRequest, sender: Organization, recipient: Organization) -> HttpResponse:
    step = request.POST.get("step", "check")
    form = _form(sender, recipient, request.POST)
    if step == "async":
        return _write_page(request, sender, recipient, _refilled(request, form, {"mode": MeetingMode.ASYNC.value}))
    if step == "starters":
        wish = next(iter(open_wishes(sender)), None)
        texts = starter_sentences(sender, recipient, wish)
        empty = {name: text for name, text in texts.items() if not request.POST.get(name, "").strip()}
        return _write_page(request, sender, recipient, _refilled(request, form, empty))
    if step == "edit":
        return _write_page(request, sender, recipient, _refilled(request, form, {}))
    if not form.is_valid():
        return _write_page(request, sender, recipient, form, status=422)
    if step == "send":
        return _send(request, sender, recipient, form)
    return _check_page(request, sender, recipient, form)


def _send(request: HttpRequest, sender: Organization, recipient: Organization, form: InviteForm) -> HttpResponse:
    try:
        invitation = services.send_invitation(
            sender=sender, recipient=recipient, actor=request.user, **form.cleaned_data
        )
    except BadInput as refusal:
        for field, sentence in refusal.sentences.items():
            form.add_error(field or None, str(sentence))
        return _write_page(request, sender, recipient, form, status=422)
    except NotPossible as refusal:
        return _write_page(request, sender, recipient, form, status=409, refusal=refusal.decision)
    drop_draft(user=request.user, key=_draft_key(recipient))
    messages.success(request, _("The invitation has been sent."))
    return redirect("partnerships:invitation", code=invitation.code)


def _last_moment(recipient: Organization, day: dt.date) -> dt.datetime:
    """The last minute of that day where the recipient is."""
    return dt.datetime.combine(day, dt.time(23, 59), tzinfo=ZoneInfo(school_zone(recipient)))


def _page(sender: Organization, recipient: Organization, form: InviteForm) -> dict[str, Any]:
    alive = liveness(recipient)
    return {
        "form": form,
        "mine": pane_of(sender),
        "theirs": pane_of(recipient),
        "sender": sender,
        "recipient": recipient,
        "meeting": meeting_of(sender, recipient),
        "answers": [text for text in (reply_speed_text(alive), reply_rate_text(alive)) if text],
    }


def _write_page(
    request: HttpRequest,
    sender: Organization,
    recipient: Organization,
    form: InviteForm,
    *,
    status: int = 200,
    refusal: Decision | None = None,
) -> HttpResponse:
    decision = refusal or may_send(sender, recipient)
    own = sender.pk == recipient.pk
    dates = reply_dates(recipient)
    language = interface_language(recipient.name_language)
    wish = next(iter(open_wishes(sender)), None)
    context = _page(sender, recipient, form) | {
        "decision": decision,
        "organization": recipient,
        "may_wait": not own and not decision and bool(may_wait(sender, recipient)),
        "needs_wish": any(reason.code == "no_open_wish" for reason in decision.reasons),
        "known": None if own else open_invitation_between(sender, recipient),
        "own_schools": [seat.organization for seat in seats_of(request.user) if seat.organization_id != recipient.pk],
        "find_url": find_url(recipient, ""),
        "usual": both_times(_last_moment(recipient, dates.usual), recipient, sender),
        "starters": starter_sentences(sender, recipient, wish),
        "starter_lang": language,
        "starter_language": get_language_info(language)["name_local"],
        "draft_url": reverse("accounts:draft", kwargs={"key": _draft_key(recipient)}),
    }
    return render(request, "partnerships/invite.html", context, status=status)


def _check_page(request: HttpRequest, sender: Organization, recipient: Organization, form: InviteForm) -> HttpResponse:
    """Check before you send: every answer, who receives it, and until when."""
    data = form.cleaned_data
    context = _page(sender, recipient, form) | {
        "decision": may_send(sender, recipient, wish=data["wish"], kind=data["kind"]),
        "data": data,
        "kind_label": dict(form.fields["kind"].choices)[data["kind"]],
        "mode_label": MeetingMode(data["mode"]).label,
        "language_label": language_name(data["language"]),
        "deadline": both_times(_last_moment(recipient, data["reply_by"]), recipient, sender),
        "receivers": seat_holders(recipient).count(),
        "hidden": [(name, form[name].value()) for name in form.fields],
    }
    return render(request, "partnerships/invite_check.html", context)
