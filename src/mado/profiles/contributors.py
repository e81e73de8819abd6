"""What profiles and open wishes add to a school's entry in the search index."""

from collections.abc import Mapping, Sequence

from mado.directory.contributions import Contribution, register_contributor, register_facet_labels
from mado.profiles.enums import ExchangeKind, Topic
from mado.profiles.models import SchoolProfile
from mado.profiles.queries import open_wishes_of_many


def contribute(organization_ids: Sequence[int]) -> Mapping[int, Contribution]:
    """Languages and topics of profile and open wishes, kinds and titles of open wishes. Two queries."""
    found: dict[int, Contribution] = {}
    for profile in SchoolProfile.objects.filter(organization__in=organization_ids):
        found[profile.organization_id] = Contribution(
            languages=frozenset(profile.languages),
            topics=frozenset(profile.topics),
            last_active=profile.updated_at.date(),
        )
    for wish in open_wishes_of_many(organization_ids):
        found[wish.organization_id] = found.get(wish.organization_id, Contribution()) | Contribution(
            wish_kinds=frozenset([wish.kind]),
            languages=frozenset(wish.languages),
            topics=frozenset(wish.topics),
            last_active=wish.updated_at.date(),
            texts=(wish.title,),
        )
    return found


register_contributor(contribute)
register_facet_labels("kind", dict(ExchangeKind.choices))
register_facet_labels("topic", dict(Topic.choices))
