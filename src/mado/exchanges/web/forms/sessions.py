"""Dates are typed on one school's clock; the service wants an instant."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mado.exchanges.clocks import wall_moment
from mado.exchanges.models import Exchange, ExchangeSide
from mado.exchanges.queries import other_label, side_labelled, zone_of
from mado.exchanges.queries.common_time import RANGE_DAYS_MOST
from mado.kernel.errors import BadInput
from mado.reference.places import city_of

WEEKS_AHEAD = 4


def add_bad_input(form: forms.Form, error: BadInput, fields: dict[str, str] | None = None) -> None:
    """The sentences of a service at their fields; `fields` maps the service's names to the form's."""
    for name, sentence in error.sentences.items():
        field = (fields or {}).get(name, name)
        form.add_error(field if field in form.fields else None, str(sentence))


def clock_choices(exchange: Exchange, mine: ExchangeSide) -> list[tuple[str, str]]:
    """Whose clock a time is typed on: mine first."""
    choices = []
    for label in (mine.label, other_label(mine.label)):
        school = side_labelled(exchange, label).organization
        choices.append((label, f"{city_of(zone_of(school))} – {school.name}"))
    return choices


def out_of_reach(day: dt.date) -> str:
    """Why a day is decades away from today, or "": near year 1 and 9999 no zone can be reckoned with."""
    years = day.year - timezone.now().year
    if years > 10:
        return _("This day is too far ahead. Choose one within the next year and a half.")
    return _("This time is past. Choose a day and an hour that are still ahead.") if years < -10 else ""


class TimeForm(forms.Form):
    """A date and an hour on one side's clock, and a length."""

    date = forms.DateField(
        label=pgettext_lazy("day of a session", "Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(label=gettext_lazy("Begins at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    clock = forms.ChoiceField(label=gettext_lazy("On the clock of"))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), initial=45, min_value=1, max_value=1440)
    accept_outside = forms.BooleanField(
        label=gettext_lazy("Take this time although it is not in the school day of both schools"), required=False
    )

    def __init__(self, *args: Any, exchange: Exchange, mine: ExchangeSide, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exchange = exchange
        self.fields["clock"].choices = clock_choices(exchange, mine)

    def _zone(self) -> ZoneInfo:
        return zone_of(side_labelled(self.exchange, self.cleaned_data["clock"]).organization)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "date" in data and (sentence := out_of_reach(data["date"])):
            self.add_error("date", sentence)
        elif {"date", "time", "clock"} <= data.keys():
            data["starts_at"] = wall_moment(data["date"], data["time"], self._zone())
            if data["starts_at"] is None:
                self.add_error(
                    "time",
                    _("The clocks in %(city)s jump over this hour on that day. Choose another hour.")
                    % {"city": city_of(self._zone())},
                )
        return data

    @classmethod
    def initial_for(cls, moment: dt.datetime, minutes: int, mine: ExchangeSide) -> dict[str, Any]:
        local = moment.astimezone(zone_of(mine.organization))
        return {
            "date": local.date(),
            "time": local.time().replace(second=0, microsecond=0),
            "clock": mine.label,
            "minutes": minutes,
        }


class SessionForm(TimeForm):
    topic = forms.CharField(
        label=gettext_lazy("What will you do together?"),
        max_length=200,
        help_text=gettext_lazy("One line. It becomes the title of the calendar entry."),
    )
    meeting_link = forms.CharField(
        label=gettext_lazy("Link of the video meeting"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("You can leave it out and agree on it with your partner."),
    )

    field_order = ("date", "time", "clock", "minutes", "topic", "meeting_link", "accept_outside")


class FindForm(forms.Form):
    """Which dates to look at, on my own calendar, and how long a session should be."""

    first = forms.DateField(
        label=pgettext_lazy("range of dates", "From"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=pgettext_lazy("range of dates", "To"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=20, max_value=240)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if sentence := next(filter(None, (out_of_reach(day) for day in (first, last) if day)), ""):
            self.add_error("first", sentence)
            return data
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first. Choose a later one."))
        elif first and last and (last - first).days > RANGE_DAYS_MOST:
            self.add_error("last", _("Look at %(most)s days or fewer at a time.") % {"most": RANGE_DAYS_MOST})
        return data

    @classmethod
    def defaults(cls, mine: ExchangeSide) -> dict[str, Any]:
        today = timezone.now().astimezone(zone_of(mine.organization)).date()
        return {"first": today, "last": today + dt.timedelta(weeks=WEEKS_AHEAD), "minutes": 45}
