import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mado.notify.enums import MailMode

_HOURS = [(f"{hour:02d}:00", f"{hour:02d}:00") for hour in range(24)]


def _clock(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


class MailSettingsForm(forms.Form):
    mode = forms.ChoiceField(
        label=_("How often we write"),
        choices=MailMode,
        widget=forms.RadioSelect,
        help_text=_("Codes to sign in, and changes of a session within a day, always come at once."),
    )
    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the daily mail"), choices=_HOURS, coerce=lambda text: _clock(text).hour
    )
    quiet_from = forms.TypedChoiceField(
        label=_("No mails from"),
        choices=_HOURS,
        coerce=_clock,
        help_text=_("What comes in these hours waits until they are over. The same hour twice means: never quiet."),
    )
    quiet_to = forms.TypedChoiceField(label=_("No mails until"), choices=_HOURS, coerce=_clock)

    @staticmethod
    def initial_from(habits: Any) -> dict[str, str]:
        return {
            "mode": habits.mode,
            "digest_hour": f"{habits.digest_hour:02d}:00",
            "quiet_from": f"{habits.quiet_from:%H:00}",
            "quiet_to": f"{habits.quiet_to:%H:00}",
        }
