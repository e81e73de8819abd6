"""WHO may: a saved search belongs to one person."""

from typing import Any

import rules

from mado.directory.models import SavedSearch


@rules.predicate
def is_own_search(user: Any, search: SavedSearch | None) -> bool:
    return search is not None and search.owner_id == user.pk


rules.add_perm("directory.save_search", rules.is_authenticated & rules.is_active)
rules.add_perm("directory.change_search", is_own_search)
