from django.conf import settings
from django.db import models
from django.db.models import Q

from mado.desks.enums import ASKER_TURN, OPEN_STATES, SUBJECT_MOST, TEXT_MOST, WHY_MOST, CaseKind, CaseState, NoteKind
from mado.directory.models import Organization
from mado.profiles.models import Wish


class DeskCase(models.Model):
    """Something asked of an office. The asker is a school (`organization`), a person with an account (`opened_by`), or
    an address (`contact_email`, with a signed link instead of an account). `language` is the tag of the text's own
    language; `mail_language` one of settings.LANGUAGES. `answer_by` is the last day of whoever's turn it is."""

    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=16, choices=CaseKind)
    state = models.CharField(max_length=24, choices=CaseState, default=CaseState.OPENED)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="desk_cases", null=True, blank=True
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="desk_cases", null=True, blank=True
    )
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_school = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=16)
    mail_language = models.CharField(max_length=16)
    subject = models.CharField(max_length=SUBJECT_MOST)
    text = models.TextField(max_length=TEXT_MOST)
    wish = models.ForeignKey(Wish, on_delete=models.SET_NULL, related_name="desk_cases", null=True, blank=True)
    office = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="cases_in_care", null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_cases", null=True, blank=True
    )
    answer_by = models.DateField()
    nudged_on = models.DateField(null=True, blank=True)
    escalated_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "answer_by"], name="case_by_answer_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_by__isnull=False) | ~Q(contact_email=""), name="case_has_somebody_to_answer"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def state_choice(self) -> CaseState:
        return CaseState(self.state)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_askers_turn(self) -> bool:
        return self.state in ASKER_TURN

    @property
    def is_confidential(self) -> bool:
        """A concern is between who raised it and the office: no colleague, no county centre, no mail says what it is."""
        return self.kind == CaseKind.CONCERN

    @property
    def asker_name(self) -> str:
        """The school, else the person."""
        if self.organization and not self.is_confidential:
            return self.organization.name
        return str(self.opened_by) if self.opened_by else self.contact_name or self.contact_email


class CaseNote(models.Model):
    """One line of a case's story, with the words said then. `author` None: the asker without an account, or a date."""

    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    kind = models.CharField(max_length=12, choices=NoteKind)
    text = models.TextField(blank=True, max_length=TEXT_MOST)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"


class CaseProposal(models.Model):
    """A school the office proposes, and why. A later answer stands instead of an earlier one."""

    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="proposals")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=WHY_MOST)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "organization"], name="a_school_is_proposed_once")]

    def __str__(self) -> str:
        return f"{self.case}: {self.organization}"
