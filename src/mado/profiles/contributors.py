"""What profiles and open wishes add to a school's entry in the search index and to its linked data."""

from collections.abc import Mapping, Sequence

from mado.directory.contributions import (
    Contribution,
    register_contributor,
    register_facet_labels,
    register_linked_data,
)
from mado.kernel.once import read_once
from mado.profiles.enums import ExchangeKind, Topic
from mado.profiles.linked_data import school_said
from mado.profiles.queries import open_wishes_of_many, profiles_of_many


def contribute(organization_ids: Sequence[int]) -> Mapping[int, Contribution]:
    """Languages and topics of profile and open wishes, kinds and titles of open wishes in every language they are in. Three queries."""
    found: dict[int, Contribution] = {}
    for pk, profile in read_once(organization_ids, profiles_of_many).items():
        found[pk] = Contribution(
            languages=frozenset([*profile.languages, *profile.answering_languages]),
            topics=frozenset(profile.topics),
            pupils=profile.pupils,
            texts=(profile.short_name,) if profile.short_name else (),
        )
    for wish in read_once(organization_ids, open_wishes_of_many):
        found[wish.organization_id] = found.get(wish.organization_id, Contribution()) | Contribution(
            wish_kinds=frozenset([wish.kind, *wish.alternative_kinds]),
            languages=frozenset(wish.languages),
            topics=frozenset(wish.topics),
            texts=(wish.title, *(row.text for row in wish.texts.all() if row.field == "title")),
        )
    return found


register_contributor(contribute)
register_linked_data(school_said)
register_facet_labels("kind", dict(ExchangeKind.choices))
register_facet_labels("topic", dict(Topic.choices))
