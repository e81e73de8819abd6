"""Every mail of a conversation, and those about mail that came in."""

from django.utils.translation import gettext_lazy as _

from mado.notify.messages import register_mail

MESSAGE_POSTED = register_mail(
    "correspondence.message_posted",
    audience="Seat holders of the other side of a conversation, with each message; answerable by mail",
    subject=_("%(school)s writes to you (%(code)s)"),
    body=_("%(person)s of %(school)s writes:\n\n%(text)s\n\n%(wish)s"),
    variables="school code person text wish",
)

ANSWER_NUDGED = register_mail(
    "correspondence.answer_nudged",
    audience="Seat holders of the side that was asked for an answer, the day before the date",
    subject=_("%(school)s waits for your answer until %(date)s (%(code)s)"),
    body=_("%(person)s of %(school)s asked you for an answer by %(date)s:\n\n%(text)s"),
    variables="school code person text date",
)

ANSWER_MISSING = register_mail(
    "correspondence.answer_missing",
    audience="Officers in care of the side that left a question unanswered, after the date",
    subject=_("%(silent)s has not answered a message (%(code)s)"),
    body=_(
        "%(school)s asked %(silent)s for an answer by %(date)s. It was reminded and has not answered. "
        "A call to the school may help; perhaps its coordinator has changed."
    ),
    variables="school silent code date",
)

REPLY_NOT_TAKEN = register_mail(
    "correspondence.reply_not_taken",
    audience="Whoever answered by mail where the answer could not be posted; never sent to an address we do not know",
    subject=_("Your answer by mail was not posted (%(code)s)"),
    body=_("Your mail arrived and is kept, but could not be posted: %(reason)s\n\nPlease write your message in Mado."),
    variables="code reason",
)

FILES_DROPPED = register_mail(
    "correspondence.files_dropped",
    audience="Whoever sent files with an answer by mail",
    subject=_("Your answer was posted without its files (%(code)s)"),
    body=_(
        "Your answer stands in the conversation. %(files)s with it: files are not taken yet. "
        "Put them where your partner can open them, and write the link."
    ),
    variables="code files",
    weight="news",
)

ADDRESS_BOUNCES = register_mail(
    "correspondence.address_bounces",
    audience="Officers in care of a school when mails to one of its people come back",
    subject=_("Mails to %(person)s of %(school)s come back"),
    body=_(
        "The last %(count)s mails to %(email)s could not be delivered. The mail server says: %(diagnosis)s\n\n"
        "Please call the school; perhaps its coordinator has changed."
    ),
    variables="person school count email diagnosis",
)
