from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganizationKind(models.TextChoices):
    SCHOOL = "school", pgettext_lazy("kind of organisation", "School")
    UNIVERSITY = "university", _("University")
    FACULTY = "faculty", _("Faculty or college")
    EDUCATION_AUTHORITY = "education_authority", _("Education authority")
    MINISTRY = "ministry", _("Ministry")
    ALLIANCE = "alliance", _("Alliance")
    CEO_OFFICE = "ceo_office", _("CEO office")
    REGIONAL_OFFICE = "regional_office", _("Regional office")
    COUNTY_CENTRE = "county_centre", _("Local education centre")
    MISSION = "mission", _("Mission abroad")


TAKES_PART_KINDS = (OrganizationKind.SCHOOL, OrganizationKind.UNIVERSITY)
OFFICE_KINDS = (
    OrganizationKind.MINISTRY,
    OrganizationKind.CEO_OFFICE,
    OrganizationKind.REGIONAL_OFFICE,
    OrganizationKind.COUNTY_CENTRE,
    OrganizationKind.MISSION,
)


class Level(models.TextChoices):
    """ISCED 2011 levels as schools call them; an organisation may have several."""

    KINDERGARTEN = "kindergarten", _("Kindergarten")
    PRIMARY = "primary", _("Primary school")
    LOWER_SECONDARY = "lower_secondary", _("Junior high school")
    UPPER_SECONDARY = "upper_secondary", _("Senior high school")
    TERTIARY = "tertiary", _("University or college")
    SPECIAL = "special", _("Special education")
    OTHER = "other", pgettext_lazy("level of school", "Other")


class Sector(models.TextChoices):
    PUBLIC = "public", pgettext_lazy("school sector", "Public")
    NATIONAL = "national", pgettext_lazy("school sector", "National")
    PRIVATE = "private", pgettext_lazy("school sector", "Private")
    UNKNOWN = "", pgettext_lazy("school sector", "Not stated")


class LocationPrecision(models.TextChoices):
    EXACT = "exact", _("The school itself")
    AREA = "area", _("Centre of its area")
    NONE = "none", _("No location known")


class NameUse(models.TextChoices):
    OFFICIAL = "official", _("Official name")
    SHORT = "short", _("Short name")
    ROMANISED = "romanised", _("Romanised name")
    FORMER = "former", _("Former name")
    TRANSLATED = "translated", _("Translated name")


class RelationKind(models.TextChoices):
    PART_OF = "part_of", _("is part of")
    GOVERNS = "governs", _("governs")
    HOSTED_IN = "hosted_in", _("is hosted in")
    ATTACHED_TO = "attached_to", _("is attached to")
    SUCCESSOR_OF = "successor_of", _("succeeds")
    MEMBER_OF = "member_of", _("is a member of")


class Cadence(models.TextChoices):
    """How soon a saved search tells of schools that are new in it."""

    AT_ONCE = "at_once", pgettext_lazy("mails of a saved search", "At once")
    DAILY = "daily", pgettext_lazy("mails of a saved search", "Once a day, in the morning")
    NEVER = "never", pgettext_lazy("mails of a saved search", "No mails")
