"""A wish in words: for the check of all answers and for the school's page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from mado.directory.enums import Level, Sector
from mado.profiles.enums import ExchangeKind, Topic, WishForm
from mado.profiles.group_rules import asks_girls_and_boys
from mado.profiles.models import Wish
from mado.profiles.queries import wish_tasks
from mado.profiles.wording import clock_text, day_text, listed, span_text, weekday_name
from mado.reference.goals import goal_title
from mado.reference.languages import language_name
from mado.reference.places import country_name, region_name

REGIONS_SHOWN = 6
"""Of one country, where a line has room for no more."""


@dataclass(frozen=True, slots=True)
class Answer:
    question: str | Promise
    text: str


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """One section's answers; `url` "" when it cannot be changed."""

    key: str
    title: str | Promise
    url: str
    done: bool
    missing: str | Promise
    answers: list[Answer]


def ages_text(wish: Wish) -> str:
    if not wish.age_from or not wish.age_to:
        return ""
    if wish.age_from == wish.age_to:
        return _("%(age)d years old") % {"age": wish.age_from}
    return _("%(youngest)d to %(oldest)d years old") % {"youngest": wish.age_from, "oldest": wish.age_to}


def countries_text(wish: Wish, most: int = REGIONS_SHOWN) -> str:
    """Japan (Tokyo, Osaka), South Korea. Where more than `most` regions of a country are named, how many."""
    if not wish.partner_countries:
        return _("Any country")
    return listed(_country_text(country, wish.partner_regions, most) for country in wish.partner_countries)


def _country_text(country: str, regions: Iterable[str], most: int) -> str:
    named = [region_name(region) for region in regions if region.startswith(f"{country}-")]
    if not named:
        return country_name(country)
    number = ngettext("%(count)d region", "%(count)d regions", len(named)) % {"count": len(named)}
    return pgettext("a country and some of its regions", "%(country)s (%(regions)s)") % {
        "country": country_name(country),
        "regions": listed(named) if len(named) <= most else number,
    }


def topics_text(values: Iterable[str]) -> str:
    return listed(Topic(value).label for value in values)


def languages_text(tags: Iterable[str]) -> str:
    return listed(map(language_name, tags))


def forms_text(values: Iterable[str]) -> str:
    return listed(WishForm(value).label for value in values)


def kinds_text(values: Iterable[str]) -> str:
    return listed(ExchangeKind(value).label for value in values)


def sessions_text(wish: Wish) -> str:
    """How many times, and how many at least: "6, at least 4"."""
    if wish.sessions_wanted and wish.sessions_least:
        return _("%(wanted)d, at least %(least)d") % {"wanted": wish.sessions_wanted, "least": wish.sessions_least}
    if wish.sessions_least:
        return _("At least %(least)d") % {"least": wish.sessions_least}
    return str(wish.sessions_wanted or "")


def windows_text(wish: Wish) -> str:
    return listed(f"{weekday_name(row.weekday)} {clock_text(row.start, row.end)}" for row in wish.windows.all())


def levels_text(wish: Wish) -> str:
    return listed(Level(value).label for value in wish.partner_levels)


def sectors_text(wish: Wish) -> str:
    return listed(Sector(value).label for value in wish.partner_sectors)


def goals_text(wish: Wish) -> str:
    return listed(f"{number} {goal_title(number)}" for number in wish.sdgs)


def pupils_text(wish: Wish) -> str:
    if not wish.group_size:
        return ""
    return ngettext("%(count)d pupil", "%(count)d pupils", wish.group_size) % {"count": wish.group_size}


def girls_and_boys_text(wish: Wish) -> str:
    """12 girls, 13 boys. Class "case": ask for the permission profiles.read_contact before you show it to others."""
    girls, boys, parts = wish.group_girls, wish.group_boys, []
    if girls is not None:
        parts.append(ngettext("%(count)d girl", "%(count)d girls", girls) % {"count": girls})
    if boys is not None:
        parts.append(ngettext("%(count)d boy", "%(count)d boys", boys) % {"count": boys})
    return listed(parts)


def partners_text(wish: Wish) -> str:
    return ngettext("%(count)d partner", "%(count)d partners", wish.partners_wanted) % {"count": wish.partners_wanted}


def _by_section(wish: Wish) -> Mapping[str, list[tuple[str, str]]]:
    period = span_text(wish.period_from, wish.period_to) if wish.period_from and wish.period_to else ""
    return {
        "kind": [
            (_("Title"), wish.title),
            (_("Kind"), wish.get_kind_display() if wish.kind else ""),
            (_("How you would meet"), wish.get_mode_display()),
        ],
        "forms": [
            (_("What the two groups would do"), forms_text(wish.forms)),
            (_("What you imagine"), wish.note),
            (_("Other kinds of exchange you would accept"), kinds_text(wish.alternative_kinds)),
        ],
        "whom": [
            (_("Countries"), countries_text(wish, most=len(wish.partner_regions))),
            (_("Levels of school"), levels_text(wish)),
            (_("Public or private"), sectors_text(wish)),
            (_("Countries you leave out this time"), listed(map(country_name, wish.excluded_countries))),
            (
                _("Schools you already are partners with may be recommended, too"),
                _("Yes") if wish.partners_again else _("No"),
            ),
        ],
        "group": [
            (_("Ages"), ages_text(wish)),
            (_("Your group"), pupils_text(wish)),
            *([(_("Girls and boys"), girls_and_boys_text(wish))] if asks_girls_and_boys(wish) else []),
            (_("In how many classes or groups"), str(wish.groups or "")),
        ],
        "languages": [
            (_("Languages"), languages_text(wish.languages)),
            (_("How well your pupils speak"), wish.language_band),
            (_("How well the partner's pupils should speak, at least"), wish.partner_language_band),
            (_("Somebody who interprets"), wish.get_interpretation_display()),
        ],
        "topics": [
            (_("Topics"), topics_text(wish.topics)),
            (_("Goals"), goals_text(wish)),
        ],
        "goals": [
            (_("What for"), wish.purpose),
            (_("What the pupils should learn"), wish.aims),
            (_("What comes out in the end"), wish.outcomes),
            (_("How both sides look back on it"), wish.evaluation),
        ],
        "times": [
            (_("Period"), period),
            (_("How many weeks it would last"), str(wish.weeks or "")),
            (_("How often you would meet"), wish.get_frequency_display()),
            (_("Sessions"), sessions_text(wish)),
            (_("Weekly times on your clock"), windows_text(wish)),
        ],
        "terms": [
            (_("Give and take"), wish.get_reciprocity_display()),
            (_("Costs"), wish.get_who_pays_display()),
            (_("About costs, in your own words"), wish.budget_note),
        ],
        "capacity": [
            (_("Partners"), partners_text(wish)),
            (_("Stands until"), day_text(wish.valid_until) if wish.valid_until else ""),
            (_("Mado may propose this wish to schools that fit"), _("Yes") if wish.recommend else _("No")),
        ],
        "texts": [(_("In other languages"), languages_text(sorted({row.language for row in wish.texts.all()})))],
    }


def wish_answers(wish: Wish, urls: Mapping[str, str]) -> list[AnswerGroup]:
    """Every section with its answers in words; empty answers are "Not said"."""
    by_section = _by_section(wish)
    return [
        AnswerGroup(
            task.key,
            task.title,
            urls.get(task.key, ""),
            task.done,
            task.missing,
            [Answer(question, text or _("Not said")) for question, text in by_section[task.key]],
        )
        for task in wish_tasks(wish)
    ]
