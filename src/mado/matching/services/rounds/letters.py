"""The mails of a round. The page that shows every recipient beforehand reads them from here, too."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from mado.accounts.models import User
from mado.accounts.queries import officers_of, seats_of_schools
from mado.directory.models import Organization
from mado.matching import messages
from mado.matching.enums import PairState, RoundSide
from mado.matching.models import PairingRound, RoundPair, RoundSchool
from mado.matching.queries.round_frozen import why_not_of
from mado.matching.queries.round_unpaired import Unpaired, unpaired
from mado.matching.round_words import rule_words
from mado.notify.messages import MailSpec
from mado.notify.services import queue_message
from mado.partnerships.enums import DeclineReason
from mado.partnerships.wording import full_date, spoken_name
from mado.profiles.enums import ExchangeKind
from mado.reference.languages import language_name
from mado.reference.places import country_name

NO_WORDS = "–"

Words = dict[str, str | Callable[[], str]]


def holders_of(schools: Iterable[Organization]) -> dict[int, list[User]]:
    """Organisation id → people who act for it and can be written to, in order of id. One query."""
    found = seats_of_schools([school.pk for school in schools])
    return {
        pk: sorted({seat.user_id: seat.user for seat in seats if seat.user.is_active}.values(), key=lambda one: one.pk)
        for pk, seats in found.items()
    }


def _name(organization: Organization) -> Callable[[], str]:
    return lambda: spoken_name(organization)


def _place(organization: Organization) -> Callable[[], str]:
    near = organization.city or organization.region_name
    return lambda: ", ".join(filter(None, (near, country_name(organization.country))))


def _words(found: PairingRound, own: Organization, other: Organization) -> Words:
    """Every variable any mail of a pair has; each takes what it names."""
    return {
        "office": _name(found.office),
        "round": found.name,
        "school": _name(own),
        "partner": _name(other),
        "place": _place(other),
        "kind": lambda: str(ExchangeKind(found.kind).label),
        "rule": lambda: rule_words(found.rule),
        "reply_by": lambda: full_date(found.reply_by) if found.reply_by else NO_WORDS,
        "letter": found.letter.strip() or NO_WORDS,
    }


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail of the announcement: to whom, for which school, about whom."""

    person: User
    school: Organization
    partner: Organization

    @property
    def language(self) -> str:
        """What the letter is written in, in the reader's words."""
        return language_name(self.person.language)


def announcement(pairs: Sequence[tuple[RoundSchool, RoundSchool]]) -> list[Letter]:
    """Every mail of an announcement, in order of the pairs. One query."""
    people = holders_of(one.organization for pair in pairs for one in pair)
    sides = [side for a, b in pairs for side in ((a, b), (b, a))]
    return [
        Letter(person, own.organization, other.organization)
        for own, other in sides
        for person in people.get(own.organization_id, ())
    ]


@dataclass(frozen=True, slots=True)
class Regret:
    """One mail to a school of the first side for whom the round found nobody, with why and what can help."""

    person: User
    unpaired: Unpaired

    @property
    def school(self) -> Organization:
        return self.unpaired.school.organization

    @property
    def language(self) -> str:
        return language_name(self.person.language)


def regrets(found: PairingRound) -> list[Regret]:
    """Every such mail, longest waiting first."""
    left = unpaired(found, found.rule, why_not_of(found), RoundSide.A)
    people = holders_of(one.school.organization for one in left)
    return [Regret(person, one) for one in left for person in people.get(one.school.organization_id, ())]


def _regret_words(found: PairingRound, regret: Regret) -> Words:
    return {
        "office": _name(found.office),
        "round": found.name,
        "school": _name(regret.school),
        "reason": lambda: regret.unpaired.why,
        "help": lambda: regret.unpaired.helps,
    }


def text_of_regret(found: PairingRound, regret: Regret) -> "LetterText":
    return _text(messages.NO_PARTNER, regret.person, _regret_words(found, regret))


def write_regret(found: PairingRound, regret: Regret) -> None:
    queue_message(
        mail=messages.NO_PARTNER,
        to=regret.person,
        thing=regret.unpaired.school,
        link=("matching:round_public", {"code": found.code}),
        variables=_regret_words(found, regret),
    )


@dataclass(frozen=True, slots=True)
class LetterText:
    """A mail as its reader will read it. `language` is a BCP 47 tag."""

    language: str
    subject: str
    body: str


def text_of(found: PairingRound, letter: Letter) -> LetterText:
    return _text(messages.PAIR_PROPOSED, letter.person, _words(found, letter.school, letter.partner))


def _text(spec: MailSpec, person: User, words: Words) -> LetterText:
    """The mail in its reader's language, as queue_message will write it."""
    language = person.language or settings.LANGUAGE_CODE
    with translation.override(language):
        values = {name: str(value() if callable(value) else value) for name, value in words.items()}
        tag = "zh-Hant" if language == "zh-hant" else language
        return LetterText(tag, str(spec.subject) % values, str(spec.body) % values)


def _write(mail: MailSpec, pair: RoundPair, sides: Iterable[str], more: Words | None = None) -> None:
    people = holders_of([pair.a.organization, pair.b.organization])
    for side in sides:
        own, other = pair.school(side).organization, pair.other(side).organization
        words = {**_words(pair.round, own, other), **(more or {})}
        for person in people.get(own.pk, ()):
            queue_message(
                mail=mail, to=person, thing=pair, link=("matching:round_pair", {"code": pair.code}), variables=words
            )


BOTH = (RoundSide.A, RoundSide.B)


def write_proposed(pair: RoundPair) -> None:
    _write(messages.PAIR_PROPOSED, pair, BOTH)


def write_nudged(pair: RoundPair) -> None:
    """Only to who has not answered."""
    _write(messages.PAIR_NUDGED, pair, [side for side in BOTH if pair.confirmed_at(side) is None])


def write_confirmed(pair: RoundPair) -> None:
    _write(messages.PAIR_CONFIRMED, pair, BOTH)


def write_declined(pair: RoundPair) -> None:
    more: Words = {
        "reason": lambda: str(DeclineReason(pair.decline_reason).label),
        "note": pair.decline_note or NO_WORDS,
    }
    _write(messages.PAIR_DECLINED, pair, [side for side in BOTH if side != pair.declined_side], more)


def write_lapsed(pair: RoundPair) -> None:
    _write(messages.PAIR_LAPSED, pair, BOTH)


def write_called_off(pair: RoundPair) -> None:
    _write(messages.PAIR_CALLED_OFF, pair, BOTH)


def write_answered(found: PairingRound) -> None:
    """To the office: how it went."""
    states = list(found.pairs.values_list("state", flat=True))
    words: Words = {"round": found.name, "code": found.code}
    for state in (PairState.CONFIRMED, PairState.DECLINED, PairState.LAPSED):
        words[state.value] = str(states.count(state))
    for person in officers_of(found.office):
        queue_message(
            mail=messages.ROUND_ANSWERED,
            to=person,
            thing=found,
            link=("matching:round", {"code": found.code}),
            variables=words,
        )
