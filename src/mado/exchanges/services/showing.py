from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.exchanges.enums import ExchangeState
from mado.exchanges.models import Exchange, ExchangeSide
from mado.exchanges.queries import sides_of_person
from mado.exchanges.services.locking import locked_exchange
from mado.kernel.errors import NotPermitted, NotPossible


@transaction.atomic
def agree_to_show(*, exchange: Exchange, actor: Any, shown: bool) -> Exchange:
    """One side says whether both schools' public pages may name this exchange; they do while both agree.

    Only what the alliance has verified can be shown. Raises NotPermitted, NotPossible.
    """
    exchange = locked_exchange(exchange.pk)
    if not actor.has_perm("exchanges.agree_to_show", exchange):
        raise NotPermitted("exchanges.agree_to_show")
    if shown and exchange.state != ExchangeState.VERIFIED:
        raise NotPossible.because("not_verified", _("Only an exchange that the office has verified can be shown."))
    mine = [side.pk for side in sides_of_person(actor, exchange)]
    ExchangeSide.objects.filter(pk__in=mine).update(shown_since=timezone.now() if shown else None)
    verb = "exchanges.agree_to_show" if shown else "exchanges.stop_showing"
    record(actor=actor, verb=verb, thing=exchange)
    return exchange
