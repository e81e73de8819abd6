"""Everything our own code raises towards a person.

MadoError
├── NotPermitted   who: this actor may never do this        → 404 or 403
├── NotPossible    when: not now, and here is why           → 409, the form again with the sentence
└── BadInput       what was typed cannot be taken as it is  → 400/422, sentence at its field
"""

from collections.abc import Mapping

from django.utils.functional import Promise

from mado.kernel.decision import Decision, no


class MadoError(Exception):
    """Base of all errors that carry a sentence for a person."""


class NotPermitted(MadoError):  # noqa: N818  # the tree above reads as sentences
    """The actor lacks the permission named."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


class NotPossible(MadoError):  # noqa: N818  # as above
    """The deed is not possible now; `decision.reasons` says why."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.sentence)
        self.decision = decision

    @classmethod
    def because(cls, code: str, sentence: str | Promise) -> "NotPossible":
        return cls(no(code, sentence))


class BadInput(MadoError):  # noqa: N818  # as above
    """Field name → sentence that says what is wrong and how to mend it. "" is the whole form."""

    def __init__(self, sentences: Mapping[str, str | Promise]) -> None:
        super().__init__("; ".join(f"{field}: {sentence}" for field, sentence in sentences.items()))
        self.sentences = dict(sentences)
