"""Public references. Never a primary key, never reused."""

import hashlib

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def dated_code(prefix: str, year: int, number: int) -> str:
    """EX-2027-0042."""
    return f"{prefix}-{year}-{number:04d}"


def stable_code(*parts: str) -> str:
    """Ten Crockford base-32 characters that depend only on `parts`: the same listing always gets the same code."""
    value = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:7], "big") >> 6
    return "".join(_CROCKFORD[(value >> (5 * place)) & 31] for place in reversed(range(10)))
