"""The shell's own tags: built in to every template, so a lower app's template needs no load line."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template.base import Parser, Token
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mado.exchanges.clocks import day_text
from mado.kernel import counts
from mado.kernel.panels import panels_for
from mado.partnerships.models import school_zone
from mado.portal.clock import PaneClock, pane_clock
from mado.portal.context import language_links
from mado.portal.remembered import part_for_strangers

register = template.Library()

STATE_SHAPES = {"waiting": "◔", "agreed": "●", "mend": "▲", "ended": "○", "draft": "◌"}


@register.simple_tag
def state_badge(state: Any) -> SafeString:
    """A StateChoices member as word, shape and colour. `state` may be the plain value with .label, too."""
    tone = getattr(state, "tone", "draft")
    return format_html(
        '<span class="state state-{}"><span class="state-shape" aria-hidden="true">{}</span> {}</span>',
        tone,
        STATE_SHAPES[tone],
        getattr(state, "label", state),
    )


@register.tag
def remembered(parser: Parser, token: Token) -> "Remembered":
    """`{% remembered "head" %}…{% endremembered %}`: a part of the page that is the same for all strangers.

    `{% remembered "export" query %}`: the same but for the text `query`, which may stand anywhere in it; nothing in it may
    be decided by that text.
    """
    _tag, name, *texts = token.split_contents()
    nodes = parser.parse(["endremembered"])
    parser.delete_first_token()
    return Remembered(name.strip('"'), tuple(texts), nodes)


class Remembered(template.Node):
    def __init__(self, name: str, texts: tuple[str, ...], nodelist: template.NodeList) -> None:
        self.name, self.texts, self.nodelist = name, texts, nodelist

    def render(self, context: template.Context) -> SafeString:
        def fresh(path: str, token: str, places: Mapping[str, str]) -> str:
            with context.push(shell_languages=language_links(path), shell_here=path, csrf_token=token, **places):
                return self.nodelist.render(context)

        request = context.get("request")
        if not request:
            return self.nodelist.render(context)
        texts = {name: context[name] for name in self.texts}
        known = part_for_strangers(self.name, request, context.get("shell_theme", ""), texts, fresh)
        return self.nodelist.render(context) if known is None else known


@register.simple_tag(takes_context=True)
def panels(context: dict[str, Any], place: str, subject: Any) -> list[str]:
    """The panels other apps registered for this place, as a list of safe HTML."""
    return panels_for(place, context["request"], subject)


@register.simple_tag
def organization_name(organization: Any) -> SafeString:
    """A school's name in its own script with its lang, and the English name beside it for who needs it."""
    own = format_html('<bdi lang="{}" class="name">{}</bdi>', organization.name_language, organization.name)
    if organization.second_name:
        return format_html('{} <bdi lang="en" class="name-second">{}</bdi>', own, organization.second_name)
    return own


@register.filter
def count_text(number: Any) -> Any:
    """A count in groups of thousands, as the reader writes it; what is no number stays as it is."""
    return counts.count_text(number) if isinstance(number, int) else number


@register.filter
def page_numbers(paginator: Any, number: int) -> list[int]:
    """Page numbers around `number`, the first and the last; 0 stands for a gap."""
    return [
        0 if n == paginator.ELLIPSIS else n for n in paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    ]


@register.inclusion_tag("shell/pane_clock.html", name="pane_clock")
def show_pane_clock(organization: Any) -> dict[str, PaneClock]:
    """Time, day and season at the organisation, in its own language; the script keeps the time going."""
    clock = pane_clock(
        school_zone(organization),
        organization.name_language,
        timezone.now(),
        organization.latitude,
        organization.country,
    )
    return {"clock": clock}


@register.inclusion_tag("shell/pane_clock.html")
def zone_clock(zone: str, language: str) -> dict[str, PaneClock]:
    """The same for a place that is no organisation."""
    return {"clock": pane_clock(zone, language, timezone.now())}


def _on_its_clock(moment: dt.datetime, zone: str) -> dt.datetime:
    """A moment that carries a place's zone stays on that place's clock; an instant in UTC comes to the reader's zone."""
    return moment.astimezone(ZoneInfo(zone or "UTC")) if moment.tzinfo is dt.UTC else moment


@register.filter
def day(moment: dt.date | dt.datetime | None, zone: str = "") -> str:
    """A date with its weekday, in the reader's calendar order: Mon, Nov 23, 2026 · 2026年11月23日 週一.

    Instants need the zone on whose clock they are meant: `{{ exchange.verified_at|day:reader_zone }}`.
    """
    if isinstance(moment, dt.datetime):
        moment = _on_its_clock(moment, zone).date()
    return day_text(moment) if moment else ""


@register.filter
def days_until(moment: dt.datetime | None, zone: str = "") -> int | None:
    """Whole calendar days from today to the moment, both on the clock `day` shows it on; negative when it is past."""
    if moment is None:
        return None
    there = _on_its_clock(moment, zone)
    return (there.date() - timezone.now().astimezone(there.tzinfo).date()).days
