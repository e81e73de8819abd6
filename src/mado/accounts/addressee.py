from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addressee:
    """An address to write to, whether or not it has an account."""

    pk: int | None
    email: str
    name: str
    language: str
