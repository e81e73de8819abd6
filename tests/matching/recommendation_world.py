"""Schools that fit the small world's school in Kaohsiung, made as they are needed."""

from mado.demo.primitives import appoint, make_organization, make_user, open_wish, vouch, write_profile


def school_of(world, name, country="US", *, countries=("TW",), level="primary", zone="America/Los_Angeles", **wish):
    """A school that takes part, with an open wish: (school, teacher, wish)."""
    made = make_organization("school", name, language="en", country=country, levels=[level], zone=zone)
    teacher = make_user(f"{name.lower().replace(' ', '.')}@example.org", name)
    appoint(teacher, made)
    vouch(made, world.mission, world.mission_officer)
    write_profile(made)
    asked = {"title": f"Wish of {name}", "levels": [level], **wish}
    return made, teacher, open_wish(made, countries=list(countries), **asked)
