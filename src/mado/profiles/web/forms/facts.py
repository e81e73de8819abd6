"""The short pages of a profile: one thing each, every answer of its own may stay empty."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mado.profiles.enums import (
    Affiliation,
    Boarding,
    ChatApp,
    PhotoRule,
    PupilDevices,
    PupilMix,
    SchoolType,
    Setting,
    Topic,
    VideoTool,
)
from mado.profiles.web.forms.base import several
from mado.profiles.web.forms.profile import ProfileForm
from mado.reference.languages import languages as known_languages


def _number(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Write a whole number.")},
        **more,
    )


def _one_of(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", _("Not said")), *choices],
        required=False,
        widget=forms.RadioSelect,
        **more,
    )


def _line(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=most, **more)


def _lines(label: Any, most: int, **more: Any) -> forms.CharField:
    return _line(label, most, widget=forms.Textarea(attrs={"rows": 3}), **more)


def _link(label: Any, **more: Any) -> forms.CharField:
    return _line(
        label,
        300,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url", "placeholder": "https://"}),
        **more,
    )


class FactsForm(ProfileForm):
    short_name = _line(_("Short name"), 80, help_text=_("What people call the school every day, in its own script."))
    pupils = _number(_("Number of pupils"))
    teachers = _number(_("Number of teachers"))
    class_size = _number(_("Pupils in a usual class"))
    age_youngest = _number(_("Age of the youngest pupils"))
    age_oldest = _number(_("Age of the oldest pupils"))
    grades_taught = _line(_("Grades"), 80, help_text=_("As your country counts them, such as “Grades 1 to 6”."))
    school_types = several(_("What kind of school it is"), SchoolType.choices, required=False)
    affiliation = forms.ChoiceField(
        label=_("Affiliation"),
        choices=[("", _("Not said")), *Affiliation.choices],
        required=False,
        help_text=_("The body the school belongs to or was founded by. It says nothing of its pupils or staff."),
    )
    pupil_mix = _one_of(_("Who goes there"), PupilMix.choices)
    boarding = _one_of(_("Living at school"), Boarding.choices)


class PlaceForm(ProfileForm):
    setting = _one_of(_("Where the school lies"), Setting.choices)
    nearest_station = _line(_("Nearest station"), 120, help_text=_("With the minutes on foot or by bus."))
    nearest_airport = _line(_("Nearest airport"), 120)
    local_features = _lines(
        _("What is special about the place"), 600, help_text=_("Harbour, mountains, a trade, a festival, a river.")
    )


class ProgrammesForm(ProfileForm):
    special_programmes = _lines(
        _("Special programmes"),
        600,
        help_text=_("Such as bilingual classes, an IB programme, a trade, marine science."),
    )
    clubs = _lines(_("Clubs"), 400, help_text=_("Such as robots, choir, baseball, school newspaper."))


class LinksForm(ProfileForm):
    website = _link(
        _("Web site of your school"), help_text=_("Only if the one in the official list is missing or old.")
    )
    intro_video = _link(
        _("A film about your school"),
        help_text=_("An address such as on YouTube. It is shown as a link; nothing is loaded from there."),
    )
    brochure = _link(
        _("Brochure or prospectus"),
        help_text=_("The address of a PDF or a page of yours. It is shown as a link; Mado keeps no copy."),
    )


class LanguagesForm(ProfileForm):
    languages = several(
        _("Languages you can work in"),
        known_languages,
        help_text=_("Those in which somebody of your staff can write and speak with a partner."),
    )
    answering_languages = several(
        _("Languages in which you answer a first letter"),
        known_languages,
        help_text=_("Only those in which an answer comes quickly, without waiting for somebody else."),
    )


class TopicsForm(ProfileForm):
    topics = several(_("Topics you like"), Topic.choices)


class PeopleForm(ProfileForm):
    principal_name = _line(_("Name of the principal"), 120)
    department = _line(_("Office or department in charge"), 120, help_text=_("Such as “Office of Academic Affairs”."))
    chat_app = _one_of(_("A second way to reach you"), ChatApp.choices)
    chat_id = _line(
        _("Your name or number there"),
        80,
        help_text=_("Of a teacher, never of a pupil. It can be the school's own account."),
    )


class TechniqueForm(ProfileForm):
    video_tools = several(_("Tools your school may use"), VideoTool.choices, required=False)
    video_tools_blocked = several(
        _("Tools your network blocks"), VideoTool.choices, required=False, help_text=_("Ask whoever looks after it.")
    )
    pupil_devices = _one_of(_("Devices for pupils"), PupilDevices.choices)
    tools = _line(
        _("Other tools, in your own words"), 200, help_text=_("Only schools that take part and offices see this.")
    )
    connection_note = _line(
        _("How good the connection is"),
        200,
        help_text=_(
            "Such as “stable in the library, weak in the classrooms”. Only schools that take part and offices see this."
        ),
    )


class SafetyForm(ProfileForm):
    photo_rule = _one_of(
        _("Photos of pupils"),
        PhotoRule.choices,
        help_text=_(
            "In an exchange the stricter rule of the two schools counts. Without a rule it is: no photos at all."
        ),
    )
    consent_practice = _lines(
        _("How you ask parents"),
        400,
        help_text=_("Such as “a paper form at the beginning of the year, one more for each visit”."),
    )
    safeguarding_policy = _link(_("Where your safeguarding rules can be read"))
    safeguarding_lead = _line(
        _("Who looks after the safety of pupils"),
        120,
        help_text=_("The name of the person in charge. Only partners and offices see it."),
    )
