from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mado.directory.models import Organization
from mado.matching.enums import RoundRule, RoundSide, RoundState
from mado.profiles.enums import ExchangeKind
from mado.profiles.models import Wish

NAME_MOST = 120
LETTER_MOST = 1500


class PairingRound(models.Model):
    """One dated run over two pools under one stated rule, from its beginning to what became of it. Moves: workflow.

    `pool_a`, `pool_b`: how the schools of each side were looked for, see queries.round_pools.PoolFilter. `run` is the result
    that stands, `trial` one whose consequences somebody is looking at (or that is being computed). `work_done` and
    `work_total` count steps of the job. `reply_by` is the last day of the answer in each school's own time zone.
    `follows` is the round whose remaining schools this one pairs.
    """

    code = models.CharField(max_length=16, unique=True)
    office = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="pairing_rounds")
    name = models.CharField(max_length=NAME_MOST)
    kind = models.CharField(max_length=16, choices=ExchangeKind)
    period_from = models.DateField()
    period_to = models.DateField()
    pool_a = models.JSONField(default=dict)
    pool_b = models.JSONField(default=dict)
    letter = models.TextField(max_length=LETTER_MOST, blank=True)
    state = models.CharField(max_length=12, choices=RoundState, default=RoundState.DRAFT)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    rule = models.CharField(max_length=8, choices=RoundRule, blank=True)
    run = models.ForeignKey("RoundRun", on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    trial = models.ForeignKey("RoundRun", on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    work_done = models.PositiveSmallIntegerField(default=0)
    work_total = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)
    reply_by = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    announced_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, related_name="followed_by", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["office", "-id"], name="pairing_round_by_office")]
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="pairing_round_period_in_order")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state_choice(self) -> RoundState:
        return RoundState(self.state)

    @property
    def is_working(self) -> bool:
        """A job is at it; the page shows how far."""
        return self.state == RoundState.COMPUTING or (self.trial is not None and self.trial.finished_at is None)


class RoundSchool(models.Model):
    """A school in one pool of a round, with the wish it stands there for.

    `capacity` is how many partners it takes in this round, at most `capacity_most`: what its wish has left. `waiting_since`
    is the day since which the school has waited (queries.round_waiting). `area` is an ISO 3166-2 region, or the country where
    its side has several.
    """

    round = models.ForeignKey(PairingRound, on_delete=models.CASCADE, related_name="schools")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=1, choices=RoundSide)
    left_out = models.BooleanField(default=False)
    capacity = models.PositiveSmallIntegerField()
    capacity_most = models.PositiveSmallIntegerField()
    waiting_since = models.DateField()
    area = models.CharField(max_length=8)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "organization"], name="a_school_stands_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(capacity__lte=F("capacity_most")), name="round_capacity_within_what_the_wish_has_left"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}{self.side}: {self.organization_id}"


class RoundInput(models.Model):
    """What a round was computed from, frozen: `payload` is the compressed JSON of round_input.FrozenInput, `sha256` that of
    the JSON. Never changed; a result can be computed from it again at any time."""

    round = models.ForeignKey(PairingRound, on_delete=models.CASCADE, related_name="inputs")
    payload = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    schools = models.PositiveIntegerField()
    edges = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.sha256[:12]


class RoundRun(models.Model):
    """One result: the frozen input, the terms, and what each of the three rules makes of it.

    `terms`: {"pinned": [[code, code]…], "forbidden": […], "capacity": {code: places}, "floors": {side: {area: schools}}}, side a
    first in a pair; capacity and floors only where they differ from the input and from AREA_FLOOR. `change` is what was asked
    since `previous`: {"deed": "pin" | "forbid" | "release" | "capacity" | "floor", …}. `outcomes`: rule → round_input.StoredOutcome as JSON; empty until finished. `engine` is the version that
    computed it. `replayed_same`: whether computing it again gave the same pairs; None while nobody asked.
    """

    round = models.ForeignKey(PairingRound, on_delete=models.CASCADE, related_name="runs")
    input = models.ForeignKey(RoundInput, on_delete=models.PROTECT, related_name="runs")
    previous = models.ForeignKey("self", on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    terms = models.JSONField(default=dict)
    change = models.JSONField(default=dict)
    outcomes = models.JSONField(default=dict)
    engine = models.CharField(max_length=16)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    replay_asked_at = models.DateTimeField(null=True, blank=True)
    replayed_at = models.DateTimeField(null=True, blank=True)
    replayed_same = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.pk}"
