from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from mado.accounts.enums import EndingStage
from mado.directory.enums import Level, Sector
from mado.directory.models import Organization
from mado.profiles.enums import (
    ExchangeKind,
    Frequency,
    Interpretation,
    LanguageBand,
    MeetingMode,
    Reciprocity,
    Topic,
    WhoPays,
    WishForm,
    WishState,
)


class Wish(models.Model):
    """One kind of exchange a school wants. Fields may be empty while it is a draft; profiles.guards says what is missing.

    `ages` are years of age; `group_size` is pupils of our own group, `group_girls` and
    `group_boys` how many of them (visits only, class "case"); `partners_wanted` is the capacity.
    `language_band`: how well our own pupils speak; `partner_language_band`: how well the partner's have to, at least, in the
    common language. `partners_again`: schools we are partners with already are welcome, too.
    `partner_regions`: of a country of which regions (ISO 3166-2) stand here only those are wanted, of every other in
    `partner_countries` the whole.
    `recommend`: Mado may propose it to schools by itself. `text_language` "" is the language of the school's own name.
    Whether a wish has expired (valid_until) or is full is a query, never a state. `ending_stage` remembers what the
    school has been told of its end (accounts.enums.EndingStage); a later `valid_until` begins anew.
    """

    code = models.CharField(max_length=16, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="wishes")
    state = models.CharField(max_length=12, choices=WishState, default=WishState.DRAFT)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    title = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=16, choices=ExchangeKind, blank=True)
    mode = models.CharField(max_length=8, choices=MeetingMode, default=MeetingMode.BOTH)
    partner_countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    partner_regions = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    partner_levels = ArrayField(models.CharField(max_length=20, choices=Level), default=list, blank=True)
    age_from = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(4), MaxValueValidator(30)]
    )
    age_to = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(4), MaxValueValidator(30)]
    )
    group_size = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    group_girls = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(500)])
    group_boys = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(500)])
    languages = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    language_band = models.CharField(max_length=2, choices=LanguageBand, blank=True)
    partner_language_band = models.CharField(max_length=2, choices=LanguageBand, blank=True)
    topics = ArrayField(models.CharField(max_length=20, choices=Topic), default=list, blank=True)
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    sessions_wanted = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    partners_wanted = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    note = models.TextField(blank=True, max_length=1000)
    text_language = models.CharField(max_length=16, blank=True)
    forms = ArrayField(models.CharField(max_length=16, choices=WishForm), default=list, blank=True)
    alternative_kinds = ArrayField(models.CharField(max_length=16, choices=ExchangeKind), default=list, blank=True)
    excluded_countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    partner_sectors = ArrayField(models.CharField(max_length=12, choices=Sector), default=list, blank=True)
    partners_again = models.BooleanField(default=False)
    groups = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    interpretation = models.CharField(max_length=12, choices=Interpretation, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    aims = models.TextField(blank=True, max_length=600)
    outcomes = models.TextField(blank=True, max_length=600)
    evaluation = models.CharField(max_length=300, blank=True)
    weeks = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    frequency = models.CharField(max_length=12, choices=Frequency, blank=True)
    sessions_least = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    reciprocity = models.CharField(max_length=12, choices=Reciprocity, blank=True)
    who_pays = models.CharField(max_length=12, choices=WhoPays, blank=True)
    budget_note = models.CharField(max_length=300, blank=True)
    recommend = models.BooleanField(default=True)
    valid_until = models.DateField(null=True, blank=True)
    ending_stage = models.PositiveSmallIntegerField(choices=EndingStage, default=EndingStage.NOTHING)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__isnull=True) | Q(period_from__isnull=True) | Q(period_to__gte=F("period_from")),
                name="wish_period_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(age_to__isnull=True) | Q(age_from__isnull=True) | Q(age_to__gte=F("age_from")),
                name="wish_ages_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(sessions_least__isnull=True)
                | Q(sessions_wanted__isnull=True)
                | Q(sessions_wanted__gte=F("sessions_least")),
                name="wish_least_is_not_more_than_wanted",
            ),
            models.CheckConstraint(
                condition=Q(group_size__isnull=True)
                | Q(group_size__gte=Coalesce(F("group_girls"), 0) + Coalesce(F("group_boys"), 0)),
                name="wish_girls_and_boys_are_of_the_group",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    def regions_of(self, country: str) -> list[str]:
        """The regions of the country that are wanted alone; empty where the whole is welcome."""
        return [code for code in self.partner_regions if code.startswith(f"{country}-")]

    def takes_region(self, country: str, region: str) -> bool:
        """Whether a school there is in none of the regions left out. What a school has not said shuts it out of nothing."""
        named = self.regions_of(country)
        return not named or not region or region in named

    @property
    def state_choice(self) -> WishState:
        return WishState(self.state)


class WishWindow(models.Model):
    """A weekly time the school can meet, in its own wall time; ISO weekday."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField()
    start = models.TimeField()
    end = models.TimeField()

    class Meta:
        ordering = ["weekday", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="wish_window_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="wish_window_is_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.start:%H:%M}–{self.end:%H:%M}"
