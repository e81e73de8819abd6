"""Mails about seats: how they end, who is asked to join, who follows whom."""

from django.utils.translation import gettext_lazy as _

from mado.notify.messages import register_mail

SEAT_ENDED = register_mail(
    "accounts.seat_ended",
    audience="the person whose seat was ended by an office",
    subject=_("Your seat at %(school)s has ended"),
    body=_("An office has ended your seat at %(school)s as %(role)s.\n\n%(reason)s"),
    variables="school role reason",
)
SEAT_GIVEN_BACK = register_mail(
    "accounts.seat_given_back",
    audience="officers of the office in care of the school",
    subject=_("%(name)s has given back the seat of %(school)s"),
    body=_("%(name)s no longer acts for %(school)s as %(role)s. Others go on there."),
    variables="name school role",
)
SEAT_ENDED_TO_COLLEAGUES = register_mail(
    "accounts.seat_ended_to_colleagues",
    audience="people who still hold a seat at the school",
    subject=_("%(name)s no longer acts for %(school)s"),
    body=_("The seat of %(name)s at %(school)s has ended. You go on; everything is where it was."),
    variables="name school",
)
SCHOOL_WITHOUT_SEAT = register_mail(
    "accounts.school_without_seat",
    audience="officers of the office in care of a school, when the last person who acted for it is gone",
    subject=_("Nobody acts for %(school)s any more"),
    body=_(
        "The last seat of %(school)s has ended. The school can neither be invited nor answer until somebody follows. "
        "Please ring the school; you can appoint somebody who stands in for a time."
    ),
    variables="school",
)

SEAT_OFFERED = register_mail(
    "accounts.seat_offered",
    audience="the colleague who is asked to act for a school too",
    subject=_("%(inviter)s asks you to act for %(school)s"),
    body=_(
        "%(inviter)s asks you to act for %(school)s as %(role)s in Mado, the window between schools, so that the "
        "school stays reachable whoever is away.\n\nTo accept, sign up or sign in with this address (%(email)s). "
        "Please answer by %(date)s."
    ),
    variables="inviter school role email date",
)
SUCCESSION_OFFERED = register_mail(
    "accounts.succession_offered",
    audience="the person a leaving coordinator asks to follow",
    subject=_("%(inviter)s hands %(school)s over to you"),
    body=_(
        "%(inviter)s leaves and asks you to follow as %(role)s of %(school)s in Mado, the window between schools. All "
        "letters, invitations and exchanges of the school stay with it, and you find them there.\n\nTo accept, sign "
        "up or sign in with this address (%(email)s). Please answer by %(date)s."
    ),
    variables="inviter school role email date",
)
INTERIM_OFFERED = register_mail(
    "accounts.interim_offered",
    audience="the person an office asks to stand in for a school",
    subject=_("%(office)s asks you to stand in for %(school)s"),
    body=_(
        "Nobody acts for %(school)s at present. %(office)s asks you to stand in as %(role)s until %(until)s.\n\n"
        "To accept, sign up or sign in with this address (%(email)s). Please answer by %(date)s."
    ),
    variables="office school role email until date",
)
SEAT_OFFER_NUDGED = register_mail(
    "accounts.seat_offer_nudged",
    audience="the person who was asked to act for a school and has not answered",
    subject=_("%(inviter)s still hopes you will act for %(school)s"),
    body=_("Please accept or decline by %(date)s. To accept, sign up or sign in with this address (%(email)s)."),
    variables="inviter school email date",
)
SEAT_OFFER_ACCEPTED = register_mail(
    "accounts.seat_offer_accepted",
    audience="people who hold a seat at the school, and the office in care of it",
    subject=_("%(name)s now acts for %(school)s"),
    body=_(
        "%(name)s (%(email)s) has accepted the invitation of %(inviter)s and acts for %(school)s as %(role)s. If this "
        "surprises you, say so at once: an office can end a seat the same minute."
    ),
    variables="name email inviter school role",
)
SEAT_OFFER_DECLINED = register_mail(
    "accounts.seat_offer_declined",
    audience="the person who asked somebody to act for a school",
    subject=_("%(name)s will not act for %(school)s"),
    body=_("%(name)s has declined your invitation. Please ask somebody else, so that the school has two people."),
    variables="name school",
)
SEAT_OFFER_LAPSED = register_mail(
    "accounts.seat_offer_lapsed",
    audience="the person who asked somebody to act for a school",
    subject=_("%(name)s has not answered about %(school)s"),
    body=_(
        "Your invitation to %(name)s has lapsed on its date. Please ask again or ask somebody else. Nothing else has "
        "changed: who acted for the school still does."
    ),
    variables="name school",
)
HANDED_OVER_TO_YOU = register_mail(
    "accounts.handed_over_to_you",
    audience="the colleague a leaving coordinator has handed over to",
    subject=_("%(name)s has handed %(school)s over to you"),
    body=_(
        "%(name)s no longer acts for %(school)s. You do, as %(role)s. All letters, invitations and exchanges are where "
        "they were; your partners have been told."
    ),
    variables="name school role",
)
HANDED_OVER_TO_OFFICE = register_mail(
    "accounts.handed_over_to_office",
    audience="officers of the office in care of the school",
    subject=_("%(successor)s follows %(name)s at %(school)s"),
    body=_("%(name)s has handed the seat of %(school)s over to %(successor)s (%(email)s). Nothing waits for you."),
    variables="name successor email school",
)
