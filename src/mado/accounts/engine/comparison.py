"""Does what a person says of a school agree with what the official list says? A hint for the officer, no verdict."""

import re
import unicodedata

FREE_MAIL = frozenset(
    ["gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "naver.com", "daum.net", "qq.com", "163.com"]
)
"""Addresses anybody can have: they prove nothing about a school."""

_LOCAL_DIGITS = 7
"""Trailing digits that identify a subscriber within an area, whatever the writing of country and area code."""


def host_of(website: str) -> str:
    """The bare host of an address as schools write it: "https://www.example.edu.tw/index" → "example.edu.tw"."""
    host = re.sub(r"^[a-z]+://", "", website.strip().lower()).partition("/")[0].partition(":")[0]
    return host.removeprefix("www.")


def same_house(email: str, website: str) -> bool | None:
    """Whether the mail's domain and the website's host belong together; None when nothing can be said."""
    domain, host = email.strip().lower().rpartition("@")[2], host_of(website)
    if not domain or not host:
        return None
    if domain in FREE_MAIL:
        return False
    return domain == host or domain.endswith("." + host) or host.endswith("." + domain)


def same_phone(said: str, listed: str) -> bool | None:
    """Whether two telephone numbers reach the same line; None when one is missing or too short to tell."""
    a, b = _digits(said), _digits(listed)
    if min(len(a), len(b)) < _LOCAL_DIGITS:
        return None
    return a[-_LOCAL_DIGITS:] == b[-_LOCAL_DIGITS:]


def _digits(number: str) -> str:
    main = re.split(r"#|ext|分機|轉", unicodedata.normalize("NFKC", number).lower())[0]
    return re.sub(r"\D", "", main)
