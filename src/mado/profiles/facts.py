"""A profile in words: what stands first on the school's page, what stands under details, and what only partners read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from mado.kernel.counts import count_text
from mado.profiles.enums import PhotoRule, SchoolType, Topic, VideoTool
from mado.profiles.models import SchoolProfile, TaughtLanguage
from mado.profiles.queries import Reading, language_of
from mado.profiles.wording import listed
from mado.reference.languages import language_by_script, language_name
from mado.reference.places import country_name
from mado.reference.typical import default_language


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: a question and its answer as plain text, as a reading in some language, as a link, or as several lines."""

    title: str | Promise
    text: str = ""
    reading: Reading | None = None
    link: str = ""
    lines: tuple[tuple[str, str, str], ...] = ()
    """(own words, small print beside them, language of the words or "")."""
    language: str = ""
    """Of `text`, where it is the school's own words."""

    @property
    def is_said(self) -> bool:
        return bool(self.text or self.reading or self.link or self.lines)


def _said(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.is_said]


def _languages(tags: Iterable[str]) -> str:
    return listed(map(language_name, tags))


def taught_text(row: TaughtLanguage) -> str:
    """English (6 years, most reach B1)."""
    more = []
    if row.years:
        more.append(ngettext("%(count)d year", "%(count)d years", row.years) % {"count": row.years})
    if row.band:
        more.append(_("most reach %(level)s") % {"level": row.band})
    name = language_name(row.language)
    return (
        pgettext("language and how well", "%(name)s (%(more)s)") % {"name": name, "more": listed(more)}
        if more
        else name
    )


def ages_of(profile: SchoolProfile) -> str:
    if profile.age_youngest is None or profile.age_oldest is None:
        return ""
    return _("%(youngest)d to %(oldest)d years old") % {"youngest": profile.age_youngest, "oldest": profile.age_oldest}


def _pupils(profile: SchoolProfile) -> str:
    parts = []
    if profile.pupils:
        parts.append(
            ngettext("%(count)s pupil", "%(count)s pupils", profile.pupils) % {"count": count_text(profile.pupils)}
        )
    if profile.age_youngest is not None and profile.age_oldest is not None:
        parts.append(ages_of(profile))
    if profile.class_size:
        parts.append(_("%(number)d in a usual class") % {"number": profile.class_size})
    return " · ".join(parts)


def first_facts(profile: SchoolProfile) -> list[Fact]:
    """What partners ask first, in the order they ask it."""
    answering = profile.answering_languages
    others = [tag for tag in profile.languages if tag not in answering]
    return _said(
        [
            Fact(_("Answers in"), _languages(answering)),
            Fact(_("Works in") if not answering else _("Works in, too"), _languages(others)),
            Fact(_("Pupils"), _pupils(profile)),
            Fact(
                _("Pupils learn"),
                listed(taught_text(row) for row in profile.taught_languages.all()) if profile.pk else "",
            ),
            Fact(_("Topics"), listed(Topic(value).label for value in profile.topics)),
            Fact(_("Video tools"), listed(VideoTool(value).label for value in profile.video_tools)),
            Fact(_("Photos of pupils"), profile.get_photo_rule_display()),
        ]
    )


def more_facts(profile: SchoolProfile, readings: Mapping[str, Reading], *, for_schools: bool) -> list[Fact]:
    """The rest, under details. `for_schools`: the reader acts for a school or an office, class "school" may be read."""
    kinds: list[str | Promise] = [SchoolType(value).label for value in profile.school_types]
    if profile.pupil_mix:
        kinds.append(profile.get_pupil_mix_display())
    if profile.boarding:
        kinds.append(profile.get_boarding_display())
    own = language_of(profile)
    return _said(
        [
            Fact(_("Short name"), profile.short_name, language=profile.organization.name_language),
            Fact(_("Kind of school"), listed(kinds)),
            Fact(_("Affiliation"), profile.get_affiliation_display()),
            Fact(_("Grades"), profile.grades_taught, language=own),
            Fact(_("Teachers"), count_text(profile.teachers) if profile.teachers else ""),
            Fact(_("Where it lies"), profile.get_setting_display()),
            Fact(_("What is special about the place"), reading=readings.get("local_features")),
            Fact(_("Nearest station"), profile.nearest_station, language=own),
            Fact(_("Nearest airport"), profile.nearest_airport, language=own),
            Fact(_("Special programmes"), reading=readings.get("special_programmes")),
            Fact(_("Clubs"), reading=readings.get("clubs")),
            Fact(_("Sister schools and earlier exchanges"), lines=_ties(profile)),
            Fact(_("Awards and labels"), lines=_awards(profile)),
            Fact(
                _("Tools its network blocks"), listed(VideoTool(value).label for value in profile.video_tools_blocked)
            ),
            Fact(_("Devices for pupils"), profile.get_pupil_devices_display()),
            Fact(_("Other tools"), profile.tools if for_schools else "", language=own),
            Fact(_("Connection"), profile.connection_note if for_schools else "", language=own),
            Fact(_("How it asks parents"), reading=readings.get("consent_practice")),
            Fact(_("Safeguarding rules"), link=profile.safeguarding_policy),
            Fact(_("Web site"), link=profile.website),
            Fact(_("Film about the school"), link=profile.intro_video),
            Fact(_("Brochure or prospectus"), link=profile.brochure),
        ]
    )


def _ties(profile: SchoolProfile) -> tuple[tuple[str, str, str], ...]:
    own = language_of(profile)
    return tuple(
        (
            row.name,
            listed(part for part in (country_name(row.country), row.year, row.get_tie_display()) if part),
            language_by_script(row.name, default_language(row.country), own),
        )
        for row in (profile.sister_schools.all() if profile.pk else ())
    )


def _awards(profile: SchoolProfile) -> tuple[tuple[str, str, str], ...]:
    own = language_of(profile)
    rows = profile.awards.all() if profile.pk else ()
    return tuple((row.title, str(row.year or ""), language_by_script(row.title, own, "en")) for row in rows)


def _written_in(words: str, profile: SchoolProfile) -> str:
    return language_by_script(words, language_of(profile), profile.organization.name_language)


def contact_facts(profile: SchoolProfile) -> list[Fact]:
    """Fields of class "case": ask for the permission profiles.read_contact before you show them."""
    chat = f"{profile.get_chat_app_display()}: {profile.chat_id}" if profile.chat_id else ""
    return _said(
        [
            Fact(_("Principal"), profile.principal_name, language=_written_in(profile.principal_name, profile)),
            Fact(_("Office in charge"), profile.department, language=_written_in(profile.department, profile)),
            Fact(_("Second way to reach them"), chat),
            Fact(
                _("Looks after the safety of pupils"),
                profile.safeguarding_lead,
                language=_written_in(profile.safeguarding_lead, profile),
            ),
        ]
    )


_STRICTEST_FIRST = list(PhotoRule)

PHOTO_SENTENCES: Mapping[str, str | Promise] = {
    PhotoRule.NONE: gettext_lazy("In an exchange between your two schools no photos of pupils are taken."),
    PhotoRule.NO_FACES: gettext_lazy(
        "In an exchange between your two schools photos show no recognisable faces of pupils."
    ),
    PhotoRule.WITH_CONSENT: gettext_lazy(
        "In an exchange between your two schools photos show only pupils whose parents agreed in writing."
    ),
}


def stricter_photo_rule(one: str, other: str) -> PhotoRule:
    """The rule for an exchange of two schools: the stricter of theirs. A school that has said none allows none."""
    return min((PhotoRule(rule or PhotoRule.NONE) for rule in (one, other)), key=_STRICTEST_FIRST.index)
