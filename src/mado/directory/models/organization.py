from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from mado.directory.enums import Level, LocationPrecision, NameUse, OrganizationKind, RelationKind, Sector


class Organization(models.Model):
    """A school, university, office, mission, authority. `name` is its official name in its own script (BCP 47
    `name_language`); further names are rows of OrganizationName. Places: ISO 3166-1 country, ISO 3166-2 region."""

    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=24, choices=OrganizationKind)
    name = models.CharField(max_length=300)
    name_language = models.CharField(max_length=16)
    name_en = models.CharField(max_length=300, blank=True)
    levels = ArrayField(models.CharField(max_length=20, choices=Level), default=list, blank=True)
    sector = models.CharField(max_length=12, choices=Sector, blank=True)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=8, blank=True)
    region_name = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    location_precision = models.CharField(max_length=8, choices=LocationPrecision, default=LocationPrecision.NONE)
    time_zone = models.CharField(max_length=40, default="UTC")
    phone = models.CharField(max_length=60, blank=True)
    website = models.CharField(max_length=300, blank=True)
    enrolment = models.PositiveIntegerField(null=True, blank=True)
    listed_since = models.DateField(null=True, blank=True)
    delisted_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["country", "region"], name="organization_by_place"),
            models.Index(fields=["kind"], name="organization_by_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(location_precision="none") | Q(latitude__isnull=False, longitude__isnull=False),
                name="organization_location_has_a_point",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_listed(self) -> bool:
        return self.delisted_on is None

    @property
    def second_name(self) -> str:
        """The name to show beside the own one: English, for readers who do not read the own script."""
        reads = (get_language() or "en").split("-")[0]
        own = self.name_language.split("-")[0]
        return self.name_en if self.name_en and self.name_en != self.name and reads != own else ""


class OrganizationName(models.Model):
    """A further name: translated, romanised, short, former."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=16)
    use = models.CharField(max_length=12, choices=NameUse)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "text", "language", "use"], name="organization_name_stands_once"
            )
        ]

    def __str__(self) -> str:
        return self.text


class OrganizationIdentifier(models.Model):
    """An official key: (scheme, value) is one organisation. Taiwan's value is code/level, since codes repeat."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=24)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="identifier_names_one_organization")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class OrganizationRelation(models.Model):
    """`source` kind `target`, from a day to a day (open where None)."""

    source = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="relations_out")
    target = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="relations_in")
    kind = models.CharField(max_length=16, choices=RelationKind)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="relation_is_between_two"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="relation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"


class Mandate(models.Model):
    """An office's care for a place: a country, or one region of it; all organisations there, or only some kinds.

    `kinds` and `levels` narrow it to organisations of one of these kinds and with one of these levels; empty means all.
    `vets`: the alliance has delegated vetting with it. Which office decides of several: accounts.queries.offices.
    `ending_stage` remembers what has been written about its end (accounts.enums.EndingStage).
    """

    office = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="mandates")
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=8, blank=True)
    kinds = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    levels = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    vets = models.BooleanField(default=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    ending_stage = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["country", "region"], name="mandate_by_place")]

    def __str__(self) -> str:
        return f"{self.office}: {self.region or self.country}"
