"""The parts of a profile: what is said, what is missing, and what would help most. The weights are the only judgement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.profiles.models import SchoolProfile

GROUPS: dict[str, str | Promise] = {
    "about": _("About us"),
    "people": _("People and languages"),
    "technique": pgettext_lazy("group of questions", "Technique"),
    "safety": pgettext_lazy("group of questions", "Safety"),
    "record": _("What you have done already"),
    "calendar": pgettext_lazy("group of questions", "Calendar"),
    "wishes": pgettext_lazy("group of questions", "Wishes"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the profile. `weight` of all weights: how much partners miss it; `why` says so to the owner.

    `said(profile)` needs the relations of RELATIONS prefetched and no query more.
    """

    key: str
    group: str
    title: str | Promise
    weight: int
    missing: str | Promise
    why: str | Promise
    said: Callable[[SchoolProfile], Any]
    needed: bool = True


RELATIONS = ("bell_days", "closed_spans", "texts", "taught_languages", "sister_schools", "awards")


def _rows(profile: SchoolProfile, relation: str) -> int:
    return len(getattr(profile, relation).all()) if profile.pk else 0


PARTS: Sequence[Part] = (
    Part(
        "about",
        "about",
        _("About the school"),
        12,
        _("Tell in a few sentences what your school is like."),
        _("It is the first thing a colleague abroad reads."),
        lambda profile: profile.about,
    ),
    Part(
        "texts",
        "about",
        _("Your texts in other languages"),
        10,
        _("Say the same in English or in the language of the partners you look for."),
        _("Most of those who find you do not read your language."),
        lambda profile: _rows(profile, "texts"),
        needed=False,
    ),
    Part(
        "photo",
        "about",
        pgettext_lazy("of a school", "Picture"),
        8,
        _("Show your school: the gate, the yard, the view from a window."),
        _("A page with a picture is remembered among many."),
        lambda profile: profile.photo,
        needed=False,
    ),
    Part(
        "logo",
        "about",
        pgettext_lazy("of a school", "Logo"),
        2,
        _("Show the emblem of your school beside its name."),
        _("Colleagues abroad cannot always read your name; they know the emblem again."),
        lambda profile: profile.logo,
        needed=False,
    ),
    Part(
        "facts",
        "about",
        _("Your school in numbers"),
        8,
        _("Say how many pupils there are and how old they are."),
        _("Partners look for a school of like size and age."),
        lambda profile: profile.pupils and profile.age_youngest and profile.age_oldest,
        needed=False,
    ),
    Part(
        "place",
        "about",
        pgettext_lazy("of a school", "Where it lies"),
        4,
        _("Say how you are reached and what is special about the place."),
        _("Who thinks of a visit asks this first; who does not likes to imagine it."),
        lambda profile: profile.setting or profile.local_features,
        needed=False,
    ),
    Part(
        "programmes",
        "about",
        _("Programmes and clubs"),
        4,
        _("Say what is taught or done at your school that is not done everywhere."),
        _("A robot club finds a robot club."),
        lambda profile: profile.special_programmes or profile.clubs,
        needed=False,
    ),
    Part(
        "links",
        "about",
        _("Web site, film, brochure"),
        3,
        _("Give the address of your web site, of a film about the school or of a brochure."),
        _("A partner who can look around has fewer questions."),
        lambda profile: profile.website or profile.intro_video or profile.brochure,
        needed=False,
    ),
    Part(
        "languages",
        "people",
        _("Languages you work in"),
        12,
        _("Choose the languages you can work in, and those in which you answer."),
        _("Nothing stops a partner sooner than not knowing in which language to write."),
        lambda profile: profile.languages and profile.answering_languages,
    ),
    Part(
        "taught",
        "people",
        _("Languages your pupils learn"),
        4,
        _("Say which languages your pupils learn and how far they come."),
        _("Partners see what the pupils can say to each other."),
        lambda profile: _rows(profile, "taught_languages"),
        needed=False,
    ),
    Part(
        "topics",
        "people",
        _("Topics you like"),
        6,
        _("Choose some topics your pupils and teachers like."),
        _("Search and suggestions go by topics."),
        lambda profile: profile.topics,
    ),
    Part(
        "people",
        "people",
        _("Who partners deal with"),
        3,
        _("Say who leads the school and how partners reach you quickly. Only partners and offices see it."),
        _("When a call breaks off, a second way to reach you saves the lesson."),
        lambda profile: profile.principal_name or profile.chat_id,
        needed=False,
    ),
    Part(
        "technique",
        "technique",
        _("Video and network"),
        6,
        _("Say which video tools your school may use and which its network blocks."),
        _("Blocked tools are found out in the first lesson, unless they are said before."),
        lambda profile: profile.video_tools or profile.tools,
        needed=False,
    ),
    Part(
        "safety",
        "safety",
        _("Photos, consent, safeguarding"),
        8,
        _("Say your rule for photos and who looks after the safety of pupils."),
        _("Without a rule of yours, no photos of pupils may be taken."),
        lambda profile: profile.photo_rule,
    ),
    Part(
        "record",
        "record",
        _("Sister schools, exchanges, awards"),
        3,
        _("Name the schools abroad you have ties with, exchanges you have had, and labels you have won."),
        _("Who has done it before is trusted sooner."),
        lambda profile: _rows(profile, "sister_schools") + _rows(profile, "awards"),
        needed=False,
    ),
    Part(
        "day",
        "calendar",
        _("School day"),
        5,
        _("Check the bell times. Until then typical ones of your country are used."),
        _("Common hours are worked out from your bells, to the minute."),
        lambda profile: _rows(profile, "bell_days"),
    ),
    Part(
        "calendar",
        "calendar",
        _("Calendar"),
        4,
        _("Check when your school is closed. Until then a typical calendar of your country is used."),
        _("Nobody then proposes a lesson in your holidays."),
        lambda profile: profile.calendar_confirmed,
    ),
    Part(
        "capacity",
        "wishes",
        _("How many invitations"),
        2,
        _("Say how many open invitations you can look after."),
        _("You are never asked more often than you can answer."),
        lambda profile: profile.pk,
    ),
)


@dataclass(frozen=True, slots=True)
class Strength:
    """How much of what partners look for a profile says, for its owner alone. `points` of `most`; `next` is the heaviest
    part not yet said, None when nothing is missing; `left` are all of them, heaviest first."""

    points: int
    most: int
    left: tuple[Part, ...]

    @property
    def next(self) -> Part | None:
        return self.left[0] if self.left else None

    @property
    def per_cent(self) -> int:
        return round(100 * self.points / self.most)


def strength_of(profile: SchoolProfile) -> Strength:
    left = [part for part in PARTS if not part.said(profile)]
    most = sum(part.weight for part in PARTS)
    return Strength(most - sum(part.weight for part in left), most, tuple(sorted(left, key=lambda part: -part.weight)))
