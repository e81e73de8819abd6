"""WHEN something may be done: an answer that carries its reasons, so a person can be told."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Reason:
    """One obstacle. `code` is for the API and tests; `sentence` says to a person what is wrong and how to mend it."""

    code: str
    sentence: str | Promise


@dataclass(frozen=True, slots=True)
class Decision:
    """True when nothing stands in the way; otherwise its reasons say what does. Never a tuple, never a bare bool."""

    reasons: tuple[Reason, ...] = ()

    def __bool__(self) -> bool:
        return not self.reasons

    def __and__(self, other: "Decision") -> "Decision":
        return Decision(self.reasons + other.reasons)

    @property
    def sentence(self) -> str:
        """All reasons as one text, for a disabled button or a 409 answer."""
        return " ".join(str(reason.sentence) for reason in self.reasons)


YES = Decision()


def no(code: str, sentence: str | Promise) -> Decision:
    """A refusal with one reason."""
    return Decision((Reason(code, sentence),))


def check(condition: object, code: str, sentence: str | Promise) -> Decision:
    """YES when the condition holds, else a refusal with this reason."""
    return YES if condition else no(code, sentence)
