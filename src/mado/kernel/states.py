"""States as TextChoices that also carry a tone: the word, shape and colour a person sees."""

from django.db import models


class StateChoices(models.TextChoices):
    """Members are written (value, label). `tone` is read from the class attribute TONES (value → tone).

    Tones: "waiting" (amber, somebody is asked), "agreed" (pine), "mend" (brick), "ended" (grey), "draft" (plain).
    """

    @property
    def tone(self) -> str:
        return STATE_TONES.get(f"{type(self).__name__}.{self.value}", "draft")


STATE_TONES: dict[str, str] = {}


def tones(choices: type[StateChoices], **by_value: str) -> None:
    """Give each state of `choices` its tone; an unknown or missing value is an error at import."""
    if set(by_value) != set(choices.values):
        raise ValueError(f"{choices.__name__}: tones do not match the states")
    STATE_TONES.update({f"{choices.__name__}.{value}": tone for value, tone in by_value.items()})
