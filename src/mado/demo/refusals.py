"""What two schools of the demonstration have said of recommendations, so that their pages show something learned."""

from mado.demo.world import World
from mado.matching.enums import RefusalReason
from mado.matching.services.refusals import refuse_recommendation

SAID = (
    ("臺南市立鹽田國民小學", "Lakeside Lantern School", RefusalReason.TIMES),
    ("高雄市立望港國民小學", "Golden Poppy High School", RefusalReason.SCHOOL),
)


def make_refusals(world: World) -> None:
    """Said today, by who acts for the school."""
    for school, other, reason in SAID:
        refuse_recommendation(
            wish=world.wishes[school],
            school=world.organizations[other],
            reason=reason,
            actor=world.teachers[school],
        )
