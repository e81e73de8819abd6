"""The retention rules of one model, as the nightly sweep applies them."""

from mado.kernel.retention import retention_rules


def swept(model: str) -> int:
    """How many rows went."""
    taken = 0
    for rule in retention_rules():
        if rule.model == model:
            keys = list(rule.due_rows().values_list("pk", flat=True))
            taken += rule.apply(keys) if keys else 0
    return taken
