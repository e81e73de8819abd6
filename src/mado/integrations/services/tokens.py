import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.audit.services import record
from mado.directory.models import Organization
from mado.integrations.models import AccessToken
from mado.integrations.queries import digest_of
from mado.kernel.errors import BadInput, NotPermitted

MOST_TOKENS = 10
LONGEST_DAYS = 366
BEGINNING = 11
NOTED_EVERY = dt.timedelta(hours=1)


@transaction.atomic
def issue_token(*, organization: Organization, actor: User, name: str, valid_until: dt.date) -> tuple[AccessToken, str]:
    """The token and its secret, which is shown this once and kept nowhere. Raises NotPermitted, BadInput."""
    if not actor.has_perm("integrations.connect_program", organization):
        raise NotPermitted("integrations.connect_program")
    today = timezone.localdate()
    wrong = {}
    if not name.strip():
        wrong["name"] = _("Say which program will use it, so that you know later what you end.")
    if not today <= valid_until <= today + dt.timedelta(days=LONGEST_DAYS):
        wrong["valid_until"] = _("Choose a day from today to a year from now.")
    Organization.objects.select_for_update().get(pk=organization.pk)
    if AccessToken.objects.filter(organization=organization, revoked_at__isnull=True).count() >= MOST_TOKENS:
        wrong[""] = _("Your school has %(most)s tokens already. End one that is no longer used.") % {
            "most": MOST_TOKENS
        }
    if wrong:
        raise BadInput(wrong)
    secret = f"mado_{secrets.token_urlsafe(32)}"
    token = AccessToken.objects.create(
        organization=organization,
        name=name.strip(),
        digest=digest_of(secret),
        beginning=secret[:BEGINNING],
        created_by=actor,
        valid_until=valid_until,
    )
    record(actor=actor, verb="integrations.issue_token", thing=token, details={"valid_until": valid_until.isoformat()})
    return token, secret


@transaction.atomic
def revoke_token(*, token: AccessToken, actor: User) -> AccessToken:
    """From this moment the secret opens nothing. Twice is as good as once."""
    token = AccessToken.objects.select_for_update().get(pk=token.pk)
    if not actor.has_perm("integrations.change_program", token):
        raise NotPermitted("integrations.change_program")
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(actor=actor, verb="integrations.revoke_token", thing=token)
    return token


def note_use(*, token: AccessToken) -> None:
    """Remember, to the hour, that the token is in use."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > NOTED_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
