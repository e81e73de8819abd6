"""Mails about asking for a seat."""

from django.utils.translation import gettext_lazy as _

from mado.notify.messages import register_mail

CLAIM_SUBMITTED = register_mail(
    "accounts.claim_submitted",
    audience="officers of the office in care of the school",
    subject=_("%(name)s asks for the seat of %(school)s (%(code)s)"),
    body=_(
        "%(name)s asks to act for %(school)s as %(role)s. Your office is in care of this school. Please check the "
        "claim and approve it, ask for more, or refuse it by %(date)s."
    ),
    variables="name school code role date",
)
CLAIM_RECEIVED = register_mail(
    "accounts.claim_received",
    audience="the person who asks for a seat, as a confirmation",
    subject=_("We have your claim for the seat of %(school)s (%(code)s)"),
    body=_(
        "%(office)s will check it and answer by %(date)s. You need not do anything now. We write to you as soon as "
        "there is an answer or a question."
    ),
    variables="school code office date",
    weight="news",
)
CLAIM_INFO_REQUESTED = register_mail(
    "accounts.claim_info_requested",
    audience="the person who asks for a seat",
    subject=_("A question about your claim for the seat of %(school)s (%(code)s)"),
    body=_(
        "%(office)s cannot decide yet and asks you:\n\n%(message)s\n\nPlease answer by %(date)s. Your claim waits "
        "until then."
    ),
    variables="school code office message date",
)
CLAIM_ANSWERED = register_mail(
    "accounts.claim_answered",
    audience="officers of the office in care of the school",
    subject=_("%(name)s has answered about the seat of %(school)s (%(code)s)"),
    body=_("The claim waits for your office again. Please decide by %(date)s."),
    variables="name school code date",
)
CLAIM_APPROVED = register_mail(
    "accounts.claim_approved",
    audience="the person who asked for a seat",
    subject=_("The seat of %(school)s is yours (%(code)s)"),
    body=_(
        "%(office)s has approved your claim. You act for %(school)s as %(role)s until %(date)s. The next step is your "
        "school's profile: partners find you by it."
    ),
    variables="school code office role date",
)
SEAT_SHARED = register_mail(
    "accounts.seat_shared",
    audience="people who already hold a seat at the school",
    subject=_("%(name)s now also acts for %(school)s"),
    body=_(
        "%(office)s has given %(name)s a seat at %(school)s as %(role)s until %(date)s. If this surprises you, write "
        "to the office at once."
    ),
    variables="name school office role date",
    weight="news",
)
CLAIM_REFUSED = register_mail(
    "accounts.claim_refused",
    audience="the person who asked for a seat",
    subject=_("Your claim for the seat of %(school)s was refused (%(code)s)"),
    body=_("%(office)s gives this reason:\n\n%(reason)s\n\nIf you can mend it, you may ask again at any time."),
    variables="school code office reason",
)
CLAIM_OVERDUE = register_mail(
    "accounts.claim_overdue",
    audience="officers of the office in care of the school, the day after the answer was due",
    subject=_("The claim for the seat of %(school)s still waits (%(code)s)"),
    body=_("%(name)s was to have an answer by %(due)s. If nobody decides by %(date)s, the CEO office is told."),
    variables="name school code due date",
)
CLAIM_ESCALATED = register_mail(
    "accounts.claim_escalated",
    audience="people of the CEO office, when an office has left a claim unanswered after a reminder",
    subject=_("Nobody has answered the claim for the seat of %(school)s (%(code)s)"),
    body=_(
        "%(office)s was to answer %(name)s by %(due)s and has been reminded. Please decide in its place or speak "
        "with the office."
    ),
    variables="name school code office due",
)
CLAIM_QUESTION_OVERDUE = register_mail(
    "accounts.claim_question_overdue",
    audience="the person who asks for a seat, the day after the answer to the office's question was due",
    subject=_("Your answer about the seat of %(school)s is missing (%(code)s)"),
    body=_(
        "%(office)s asked you, and was to have your answer by %(due)s:\n\n%(message)s\n\nPlease answer by %(date)s. "
        "After that the office decides with what it has."
    ),
    variables="school code office message due date",
)
CLAIM_UNANSWERED = register_mail(
    "accounts.claim_unanswered",
    audience="officers of the office in care of the school, when the claimant has not answered after a reminder",
    subject=_("No answer about the seat of %(school)s (%(code)s)"),
    body=_(
        "%(name)s was asked for more by %(due)s, has been reminded and has not answered. Please decide with what you "
        "have: you can approve or refuse."
    ),
    variables="name school code due",
)
CLAIM_HANDED_TO_OFFICE = register_mail(
    "accounts.claim_handed_to_office",
    audience="officers of the office that another office hands a claim to",
    subject=_("%(from_office)s hands you the claim for the seat of %(school)s (%(code)s)"),
    body=_(
        "%(name)s asks to act for %(school)s. %(from_office)s hands the claim to your office with these words:\n\n"
        "%(reason)s\n\nPlease decide by %(date)s."
    ),
    variables="name school code from_office reason date",
)
CLAIM_HANDED_OVER = register_mail(
    "accounts.claim_handed_over",
    audience="the person who asks for a seat, when another office takes over",
    subject=_("%(office)s now checks your claim for the seat of %(school)s (%(code)s)"),
    body=_("It answers by %(date)s. You need not do anything now."),
    variables="school code office date",
)
