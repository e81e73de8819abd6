"""Every mail about an invitation. Audience and variables stand beside the words; dates and names of kinds come in
the recipient's language because their variables are functions."""

from django.utils.translation import gettext_lazy as _

from mado.notify.messages import register_mail

INVITATION_RECEIVED = register_mail(
    "partnerships.invitation_received",
    audience="Seat holders of the invited school, when the invitation is sent",
    subject=_("%(sender)s invites your school to an exchange"),
    body=_(
        "%(person)s of %(sender)s (%(place)s) has sent an invitation to %(recipient)s.\n\n"
        "Kind of exchange: %(kind)s\n"
        "Please answer by: %(reply_by)s\n\n"
        "You can accept, or decline with one click and a reason. Either answer helps the other school to plan."
    ),
    variables="sender recipient person place kind reply_by",
)

INVITATION_NUDGED = register_mail(
    "partnerships.invitation_nudged",
    audience="Seat holders of the invited school: some days after sending, and again shortly before the date",
    subject=_("%(sender)s is waiting for your answer until %(reply_by)s"),
    body=_(
        "The invitation %(code)s of %(sender)s to %(recipient)s has not been answered yet.\n\n"
        "Please answer by: %(reply_by)s\n\n"
        "If it does not suit you, declining takes one click and lets the other school look elsewhere. "
        "Without an answer the invitation lapses after that day."
    ),
    variables="sender recipient code reply_by",
)

INVITATION_ACCEPTED = register_mail(
    "partnerships.invitation_accepted",
    audience="Seat holders of the school that invited, when the other school accepts",
    subject=_("%(recipient)s has accepted your invitation"),
    body=_(
        "%(person)s of %(recipient)s has accepted your invitation %(code)s (%(kind)s).\n\n"
        "Your exchange is open. The next step is to agree on the first time to meet, "
        "or on the first piece of work if you exchange in turns.\n\n"
        "Their words: %(note)s"
    ),
    variables="recipient person code kind note",
)

INVITATION_ACCEPTED_HERE = register_mail(
    "partnerships.invitation_accepted_here",
    audience="The other seat holders of the school that accepted: their colleague has answered",
    subject=_("Your school has accepted the invitation of %(sender)s"),
    body=_(
        "%(person)s has accepted the invitation %(code)s of %(sender)s for your school (%(kind)s).\n\n"
        "The exchange is open for both schools. The next step is to agree on the first time to meet."
    ),
    variables="sender person code kind",
    weight="news",
)

INVITATION_DECLINED = register_mail(
    "partnerships.invitation_declined",
    audience="Seat holders of the school that invited, when the other school declines",
    subject=_("%(recipient)s cannot take up your invitation"),
    body=_(
        "%(recipient)s has declined your invitation %(code)s.\n\n"
        "Reason: %(reason)s\n"
        "Their words: %(note)s\n\n"
        "Your wish stays open. Look for other schools like it: %(others)s"
    ),
    variables="recipient code reason note others",
)

INVITATION_WITHDRAWN = register_mail(
    "partnerships.invitation_withdrawn",
    audience="Seat holders of the invited school, when the invitation is withdrawn",
    subject=_("%(sender)s has withdrawn its invitation"),
    body=_(
        "%(sender)s has withdrawn the invitation %(code)s. You do not need to answer it.\n\n"
        "If you would have liked to accept, you can invite the school yourself."
    ),
    variables="sender code",
    weight="news",
)

INVITATION_LAPSED = register_mail(
    "partnerships.invitation_lapsed",
    audience="Seat holders of the school that invited, when the reply-by date has passed without an answer",
    subject=_("No answer from %(recipient)s: what to do next"),
    body=_(
        "%(recipient)s has not answered your invitation %(code)s by %(reply_by)s, so it has lapsed. "
        "The offices in care of both schools see this.\n\n"
        "Your wish stays open. Look for others like it: %(others)s"
    ),
    variables="recipient code reply_by others",
)

INVITATION_LAPSED_HERE = register_mail(
    "partnerships.invitation_lapsed_here",
    audience="Seat holders of the invited school, when the reply-by date has passed without an answer",
    subject=_("The invitation of %(sender)s has lapsed"),
    body=_(
        "The last day to answer the invitation %(code)s of %(sender)s was %(reply_by)s.\n\n"
        "If you would still like to work with that school, open the invitation and invite the school from there. "
        "If you do not look for partners at present, pause your wish so that nobody waits for you."
    ),
    variables="sender code reply_by",
)

INVITATION_SILENT = register_mail(
    "partnerships.invitation_silent",
    audience="Officers of the offices responsible for the two schools, when the second reminder goes out unanswered",
    subject=_("%(recipient)s has not answered an invitation after two reminders"),
    body=_(
        "%(sender)s invited %(recipient)s on %(sent_on)s (%(code)s). Two reminders have had no answer.\n\n"
        "The invitation lapses after %(reply_by)s. A call to the invited school may help; "
        "perhaps its coordinator has changed."
    ),
    variables="sender recipient code sent_on reply_by",
)

PLACE_FREE = register_mail(
    "partnerships.place_free",
    audience="Seat holders of a school that asked to be told, when a place at the other school is free and it is their turn",
    subject=_("A place at %(recipient)s is held for your school"),
    body=_(
        "%(recipient)s has a place for an invitation again, and %(school)s has waited longest.\n\n"
        "The place is held for your school until: %(until)s\n\n"
        "Open the school's page and invite it. If you do not invite it by then, the next school in line is asked."
    ),
    variables="recipient school until",
)

PLACE_PASSED = register_mail(
    "partnerships.place_passed",
    audience="Seat holders of a school for whom a place was held that they did not take in time",
    subject=_("The place at %(recipient)s has gone to the next school"),
    body=_(
        "The place at %(recipient)s was held for %(school)s until %(until)s. It has now passed on to the next school.\n\n"
        "If you would still like to invite it, open its page and ask to be told once more."
    ),
    variables="recipient school until",
)

DORMANT_SILENCE = register_mail(
    "partnerships.dormant_silence",
    audience="Seat holders of a school that let several invitations in a row lapse; each gets a link of their own",
    subject=_("%(school)s is no longer recommended: are you still there?"),
    body=_(
        "%(missed)s schools in a row have invited %(school)s and had no answer. So that nobody waits in vain, your "
        "school is now shown as dormant: it can still be found, but it is not recommended and not invited.\n\n"
        "If you are there and look for partners, say so with one button. You need not sign in. The link below is yours "
        "alone and works until %(valid)s.\n\n"
        "If your school looks for nobody at present, you need do nothing."
    ),
    variables="school missed valid",
)

DORMANT_NO_LIFE = register_mail(
    "partnerships.dormant_no_life",
    audience="Seat holders of a school of which nothing was heard for a year; each gets a link of their own",
    subject=_("%(school)s is shown as dormant: are you still there?"),
    body=_(
        "For %(days)s days nobody has done anything here for %(school)s. So that nobody waits in vain, your school is "
        "now shown as dormant: it can still be found, but it is not recommended and not invited.\n\n"
        "If you are there and look for partners, say so with one button. You need not sign in. The link below is yours "
        "alone and works until %(valid)s.\n\n"
        "If your school looks for nobody at present, you need do nothing."
    ),
    variables="school days valid",
)

STILL_LOOKING = register_mail(
    "partnerships.still_looking",
    audience="Seat holders of a school of which nothing was heard for nearly a year, some weeks before it would fall dormant",
    subject=_("Does %(school)s still look for partners?"),
    body=_(
        "We have not heard of %(school)s for a long time. Other schools rely on an answer, so we ask.\n\n"
        "If you still look for partners, say so with one button. You need not sign in. The link below is yours alone.\n\n"
        "Without a sign from your school until %(date)s it is shown as dormant: still found, but not recommended and "
        "not invited. You can bring it back at any time."
    ),
    variables="school date",
)

PARTNER_HANDED_OVER = register_mail(
    "partnerships.partner_handed_over",
    audience="Seat holders of a partner school, when another person follows",
    subject=_("%(successor)s now writes for %(school)s"),
    body=_(
        "%(name)s has handed over. From today %(successor)s acts for %(school)s. Your partnership and everything you "
        "wrote to each other stays where it is."
    ),
    variables="school name successor",
    weight="news",
)
PARTNER_WITHOUT_PERSON = register_mail(
    "partnerships.partner_without_person",
    audience="Seat holders of a partner school, when nobody acts for the school any more",
    subject=_("Nobody acts for %(school)s at present"),
    body=_(
        "%(name)s no longer acts for %(school)s, and nobody has followed yet. The office in care of the school has been "
        "told and looks for somebody. Your partnership stays; you need do nothing."
    ),
    variables="school name",
)
