"""Questions others have asked, with plain answers. Content as data: an anchor, a question, an answer in paragraphs."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Question:
    """`anchor` never changes: mails and other sites point to it."""

    anchor: str
    question: str | Promise
    answer: tuple[str | Promise, ...]


QUESTIONS = (
    Question(
        "who",
        _("Who may join?"),
        (
            _(
                "Primary and secondary schools of any country that are recognised there, public or private, and "
                "universities. A grown-up who works at the school asks for its seat; the office in care of the country "
                "checks that and answers within days."
            ),
        ),
    ),
    Question(
        "cost",
        _("What does it cost?"),
        (_("Nothing. Neither the school nor the teacher pays, and nobody sells anything here."),),
    ),
    Question(
        "pupils",
        _("What is kept about our pupils?"),
        (
            _(
                "No names, no pictures, no accounts. Pupils do not sign in. Reports count heads, and the form asks you "
                "not to write names. What you send each other outside Mado stays between the two schools: agree first "
                "on what either school allows, and keep to the stricter of the two."
            ),
        ),
    ),
    Question(
        "find",
        _("We look for a school in Taiwan and do not know where to begin. How do we find one?"),
        (
            _(
                "Search by level, place and topic; each row says when your school days meet and how quickly the school "
                "answers. Say what your class wants, and open that wish, so that schools in Taiwan find you too. If "
                "nothing fits, ask your office: it looks for a partner by hand."
            ),
        ),
    ),
    Question(
        "time",
        _("Our time zones are far apart. Does it make sense at all?"),
        (
            _(
                "Yes. Before you invite, Mado shows on which days the lessons of both schools meet, in both local times, "
                "with holidays and changes of the clocks. Where they never meet, as between Taiwan and the Americas, it "
                "says so and offers an exchange in turns: letters, videos, shared work, and one evening meeting a term."
            ),
        ),
    ),
    Question(
        "language",
        _("In which language do we work?"),
        (
            _(
                "In the one the two schools choose. Each school says which languages its class can meet in, how well, and "
                "in which it answers letters. Mado itself speaks Chinese, English, Japanese and Korean; mails reach you "
                "in your own choice of these."
            ),
        ),
    ),
    Question(
        "silence",
        _("What if nobody answers?"),
        (
            _(
                "Every invitation has a date. The other school is reminded before it; after a reminder its office sees "
                "that it is silent and asks. If the date passes, the invitation lapses, you are told, and similar schools "
                "are offered. A school that stays silent again and again is shown as dormant and no longer recommended."
            ),
        ),
    ),
    Question(
        "leaving",
        _("Our coordinator leaves. Is everything lost?"),
        (
            _(
                "No. The seat belongs to the school, not to a person. Two people should hold one; who leaves hands over in "
                "three steps, invitations and exchanges stay, and the partner school is told who writes from now on. If "
                "nobody is left, ask for the seat as a new colleague: the office gives it on."
            ),
        ),
    ),
    Question(
        "many",
        _("Many schools look for the same country. Do we have a chance?"),
        (
            _(
                "Mado shows how many schools look for a country and how many there are open, before you choose. Naming a "
                "second country raises your chance. No school gets more open invitations than it said it can take, so "
                "yours is read."
            ),
        ),
    ),
    Question(
        "list",
        _("Our school is not in the list. What now?"),
        (
            _(
                "The list comes from the official directories of the countries we hold so far. Ask the office in care of "
                "your country; it can add your school with its official number."
            ),
        ),
    ),
    Question(
        "evidence",
        _("We have to account for what we did. What do we get?"),
        (
            _(
                "Both schools report once, by counting. Your office verifies it, and after that the exchange stands in the "
                "figures: sessions, pupils, hours, topics, as a list you can take with you."
            ),
        ),
    ),
    Question(
        "rules",
        _("Are there rules of our own country we have to keep?"),
        (
            _(
                "Perhaps. Some authorities ask schools to register an exchange, or want a partner to be registered with its "
                "own authority. Mado does not replace that. Ask your office before you begin; it knows the rules of the "
                "place."
            ),
        ),
    ),
    Question(
        "concern",
        _("Something worries us about another school or person. Whom do we tell?"),
        (
            _(
                "If somebody is in danger now, call the emergency number of your country first. Then open a case of the kind "
                "“concern”, or mark it as one when you ask without an account. It goes straight to the central office, and your colleagues "
                "do not see it."
            ),
        ),
    ),
)
