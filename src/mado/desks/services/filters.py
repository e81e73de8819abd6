"""An officer's own views of the work list."""

from django.db import transaction
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.audit.services import record
from mado.desks.engine.written import one_line
from mado.desks.models import SavedFilter
from mado.kernel.errors import BadInput, NotPermitted

FILTERS_MOST = 20
NAME_MOST = 60
QUERY_MOST = 300


@transaction.atomic
def save_filter(*, actor: User, name: str, query: str) -> SavedFilter:
    """Keep a view under a name; the same name stands for the new view. `query` has been read and written by the list."""
    if not actor.has_perm("desks.use_work_list"):
        raise NotPermitted("desks.use_work_list")
    name = one_line(name)
    if not name or len(name) > NAME_MOST:
        raise BadInput({"name": _("Give the view a name of at most %(most)s characters.") % {"most": NAME_MOST}})
    if len(query) > QUERY_MOST:
        raise BadInput({"name": _("This view has too many conditions to keep.")})
    others = SavedFilter.objects.filter(user=actor).exclude(name=name)
    if others.count() >= FILTERS_MOST:
        raise BadInput({"name": _("You keep %(most)s views. Delete one first.") % {"most": FILTERS_MOST}})
    saved, _made = SavedFilter.objects.update_or_create(user=actor, name=name, defaults={"query": query})
    record(actor=actor, verb="desks.save_filter", thing=saved)
    return saved


@transaction.atomic
def drop_filter(*, saved: SavedFilter, actor: User) -> None:
    """Only one's own."""
    if saved.user_id != actor.pk:
        raise NotPermitted("desks.drop_filter")
    record(actor=actor, verb="desks.drop_filter", thing=saved)
    saved.delete()
