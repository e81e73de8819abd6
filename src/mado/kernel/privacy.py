"""Every field has a class and a retention; a field without one fails the tests.

public: anyone · school: the school itself and the offices in care of it · case: those who take part in the case and
their offices · sensitive: named persons with a reason. Retention is a plain word from RETENTIONS.
"""

from collections.abc import Mapping

CLASSES = ("public", "school", "case", "sensitive")
RETENTIONS = {
    "lasting": "kept as long as the record has a use for the alliance's history",
    "listing": "as long as the official directory's terms allow; marked when no longer listed, never deleted",
    "seat": "until two years after the person's last appointment ended",
    "decision": "half a year after it was decided",
    "case": "five years after the case closed, then counts only",
    "mail": "ninety days after it was sent",
    "inbound": "thirty days after somebody or something dealt with it",
    "desk_case": "five years after the case closed; asked without an account, 180 days (or as the alliance set it)",
    "rate_mark": "one day",
    "session": "until it expires",
    "draft": "thirty days after the last change",
    "picture": "until the school removes or replaces it; two years after the school's last seat ended at the latest",
    "contact": "until the school changes it; two years after the school's last seat ended at the latest",
}
_FIELDS: dict[str, dict[str, tuple[str, str]]] = {}


def classify(model: str, retention: str, **fields_by_class: str) -> None:
    """Class the fields of "app.Model": keyword = class, value = space-separated field names."""
    if retention not in RETENTIONS:
        raise ValueError(f"{model}: unknown retention {retention!r}")
    rows = _FIELDS.setdefault(model, {})
    for field_class, names in fields_by_class.items():
        if field_class not in CLASSES:
            raise ValueError(f"{model}: unknown class {field_class!r}")
        for name in names.split():
            if name in rows:
                raise ValueError(f"{model}.{name} is classed twice")
            rows[name] = (field_class, retention)


def classified() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Model label → field → (class, retention)."""
    return _FIELDS
