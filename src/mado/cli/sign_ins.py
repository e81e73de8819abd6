"""One sign-in per role, for who tries the demo world: only people whose password really is the demonstration's."""

import sys


def demo_sign_ins() -> list[tuple[str, str, str]]:
    """(role, e-mail, organisation) of one person per role who can sign in with the demonstration password."""
    from django.contrib.auth.hashers import check_password

    from mado.accounts.enums import Role
    from mado.accounts.models import Appointment
    from mado.accounts.queries import holding
    from mado.demo.primitives import DEMO_PASSWORD

    found = []
    for role in Role:
        rows = Appointment.objects.filter(holding(), role=role, user__is_active=True, user__is_staff=False)
        first = rows.select_related("user", "organization").order_by("id").first()
        if first and check_password(DEMO_PASSWORD, first.user.password):
            found.append((str(role.label), first.user.email, str(first.organization)))
    return found


def main() -> int:
    import django

    django.setup()
    from mado.demo.primitives import DEMO_PASSWORD

    if rows := demo_sign_ins():
        print(f"Sign in (password for all: {DEMO_PASSWORD}):")
        for role, email, organization in rows:
            print(f"  {role:<26} {email:<38} {organization}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
