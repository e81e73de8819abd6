"""House §4: whatever says that it goes on time has a rule that takes it."""

import pytest

from mado.kernel.privacy import RETENTIONS, classified
from mado.kernel.retention import UNTIMED, register_retention, retention_rules


def timed_fields():
    """(model, retention) → fields that go in time."""
    found = {}
    for model, rows in classified().items():
        for name, (_class, retention) in rows.items():
            if retention not in UNTIMED:
                found.setdefault((model, retention), set()).add(name)
    return found


def test_every_retention_is_a_time_or_says_why_not():
    assert set(RETENTIONS) >= UNTIMED


def test_every_field_that_goes_in_time_has_a_rule():
    rules = {}
    for rule in retention_rules():
        rules.setdefault((rule.model, rule.retention), []).append(rule)
    bare = {f"{model} ({retention})" for model, retention in timed_fields() if (model, retention) not in rules}
    assert sorted(bare) == []
    silent = {
        f"{model} ({retention}): {sorted(names ^ said)}"
        for (model, retention), names in timed_fields().items()
        for rule in rules[model, retention]
        if not rule.deletes and (said := {*rule.clears, *rule.keeps}) != names
    }
    assert sorted(silent) == []


def test_no_rule_is_about_fields_that_stay():
    assert {(rule.model, rule.retention) for rule in retention_rules()} - set(timed_fields()) == set()


@pytest.mark.parametrize("retention", ["lasting", "listing", "session", "nonsense"])
def test_a_rule_names_a_time(retention):
    with pytest.raises(ValueError, match="names no time"):
        register_retention("accounts.User", retention, due=None)


def test_a_rule_does_something():
    with pytest.raises(ValueError, match="does nothing"):
        register_retention("accounts.User", "seat", due=lambda: None)


@pytest.mark.django_db
@pytest.mark.parametrize("rule", retention_rules(), ids=lambda rule: rule.name)
def test_each_rule_can_be_asked_and_applied_to_nothing(rule):
    assert list(rule.due_rows()) == []
    assert rule.apply([]) == 0
