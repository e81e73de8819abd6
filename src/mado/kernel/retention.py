"""What has outlived its time goes: each app registers a rule for the fields whose retention names a time, one job applies
them all. A rule says which rows are due and what happens: the row is deleted, or some of its fields are emptied.

Rules are registered at start-up from each app's `retention` module. The sweep is accounts.services.sweep.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from mado.kernel.privacy import RETENTIONS

UNTIMED = frozenset({"lasting", "listing", "session"})
"""Retentions that name no time of ours: kept, or (sign-ins) deleted by Django's own dates."""

Due = Callable[[], QuerySet[Any]]
Act = Callable[[Sequence[Any]], int]


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """`clears` are emptied, `keeps` stay (numbers, dates, references: the counts); `deletes` takes the whole row.

    `due` is None where nothing needs emptying because what stays says nothing of a person. `act` empties in its own way
    where a plain empty value will not do; it gets the primary keys and answers how many it took.
    """

    model: str
    retention: str
    due: Due | None
    clears: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    deletes: bool = False
    act: Act | None = None

    @property
    def name(self) -> str:
        """For the run's counts and the command: "accounts.SeatClaim: decision"."""
        return f"{self.model}: {self.retention}"

    def due_rows(self) -> QuerySet[Any]:
        """Rows past their time that still hold something."""
        model: type[Model] = apps.get_model(self.model)
        manager = model._default_manager  # noqa: SLF001  # Django's public model API
        if self.due is None:
            return manager.none()
        rows = self.due()
        if self.deletes or self.act is not None:
            return rows
        still = Q()
        for name, empty in self._empty_values(model).items():
            still |= Q(**{f"{name}__isnull": False}) if empty is None else ~Q(**{name: empty})
        return rows.filter(still)

    def apply(self, keys: Sequence[Any]) -> int:
        """Delete or empty these rows; how many."""
        if self.act is not None:
            return self.act(keys)
        model: type[Model] = apps.get_model(self.model)
        rows = model._default_manager.filter(pk__in=keys)  # noqa: SLF001  # Django's public model API
        if self.deletes:
            rows.delete()
            return len(keys)
        return rows.update(**self._empty_values(model))

    def _empty_values(self, model: type[Model]) -> dict[str, Any]:
        """What an emptied field holds: nothing where it may, else the empty text, list or mapping."""
        fields = {name: model._meta.get_field(name) for name in self.clears}  # noqa: SLF001  # as above
        return {name: _empty_value(field) for name, field in fields.items()}


def _empty_value(field: Any) -> Any:
    if field.null:
        return None
    return {"JSONField": {}, "ArrayField": []}.get(field.get_internal_type(), "")


_RULES: list[RetentionRule] = []


def register_retention(
    model: str,
    retention: str,
    *,
    due: Due | None,
    clears: str = "",
    keeps: str = "",
    deletes: bool = False,
    act: Act | None = None,
) -> None:
    """Make a rule known; one of a model and retention stands once, except that `due` may be said in several apps.

    `clears` and `keeps` are space-separated field names; a test asks that together they name every field of the class.
    """
    if retention not in RETENTIONS or retention in UNTIMED:
        raise ValueError(f"{model}: {retention!r} names no time")
    if due is not None and not (clears or deletes or act):
        raise ValueError(f"{model}: the rule does nothing")
    rule = RetentionRule(model, retention, due, tuple(clears.split()), tuple(keeps.split()), deletes, act)
    _RULES.append(rule)


def retention_rules() -> tuple[RetentionRule, ...]:
    """All rules, in the order of registration: an app below before one above."""
    return tuple(_RULES)
