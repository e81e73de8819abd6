"""A school's programs: tokens that read its data, addresses that are told of its events."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mado.directory.models import Organization
from mado.integrations.engine.signing import key_of, secret_text
from mado.integrations.queries import recent_deliveries, tokens_visible_to, webhooks_visible_to
from mado.integrations.services import (
    add_webhook,
    issue_token,
    pause_webhook,
    remove_webhook,
    resume_webhook,
    revoke_token,
    send_trial,
)
from mado.integrations.web.forms import TokenForm, WebhookForm
from mado.kernel.errors import BadInput
from mado.profiles.queries import my_organizations

MOVES = {"pause": pause_webhook, "resume": resume_webhook, "remove": remove_webhook, "try": send_trial}


def _own(request: HttpRequest, code: str) -> Organization:
    return get_object_or_404(my_organizations(request.user), code=code.upper())


@require_safe
def programs(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _own(request, code))


def _page(request: HttpRequest, organization: Organization, status: int = 200, **more: Any) -> HttpResponse:
    webhooks = list(webhooks_visible_to(request.user).filter(organization=organization))
    deliveries = recent_deliveries(webhooks)
    context = {
        "organization": organization,
        "tokens": list(
            tokens_visible_to(request.user)
            .filter(organization=organization, revoked_at__isnull=True)
            .select_related("created_by")
        ),
        "webhooks": [
            {
                "webhook": webhook,
                "deliveries": deliveries[webhook.pk],
                "secret": secret_text(key_of(settings.SECRET_KEY.encode(), webhook.salt)),
            }
            for webhook in webhooks
        ],
        "token_form": TokenForm(),
        "webhook_form": WebhookForm(),
        **more,
    }
    response = render(request, "integrations/programs.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def token_new(request: HttpRequest, code: str) -> HttpResponse:
    """Issue a token and show its secret, this once."""
    organization = _own(request, code)
    form = TokenForm(request.POST)
    if form.is_valid():
        try:
            token, secret = issue_token(organization=organization, actor=request.user, **form.cleaned_data)
        except BadInput as problem:
            _add(form, problem)
        else:
            return _page(request, organization, new_token=token, new_secret=secret)
    return _page(request, organization, 422, token_form=form)


@require_POST
def token_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    organization = _own(request, code)
    token = get_object_or_404(tokens_visible_to(request.user), pk=pk, organization=organization)
    revoke_token(token=token, actor=request.user)
    messages.success(request, _("The token opens nothing any more: %(name)s.") % {"name": token.name})
    return redirect("integrations:programs", code=organization.code)


@require_POST
def webhook_new(request: HttpRequest, code: str) -> HttpResponse:
    organization = _own(request, code)
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            add_webhook(organization=organization, actor=request.user, **form.cleaned_data)
        except BadInput as problem:
            _add(form, problem)
        else:
            messages.success(request, _("From now on this address is told."))
            return redirect("integrations:programs", code=organization.code)
    return _page(request, organization, 422, webhook_form=form)


@require_POST
def webhook_move(request: HttpRequest, code: str, pk: int, move: str) -> HttpResponse:
    organization = _own(request, code)
    webhook = get_object_or_404(webhooks_visible_to(request.user), pk=pk, organization=organization)
    if move not in MOVES:
        raise Http404
    MOVES[move](webhook=webhook, actor=request.user)
    said = {
        "pause": _("Paused. Events are noted and wait."),
        "resume": _("Resumed. What waited is being sent."),
        "remove": _("Removed. Nothing more is sent there."),
        "try": _("A trial delivery is on its way; see below in a moment."),
    }
    messages.success(request, said[move])
    return redirect("integrations:programs", code=organization.code)


def _add(form: forms.Form, problem: BadInput) -> None:
    for field, sentence in problem.sentences.items():
        form.add_error(field or None, str(sentence))
