"""Whose codes the schools of a list carry, and how a code is looked up and kept."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mado.directory.enums import Level
from mado.directory.importing.sources import SOURCES
from mado.directory.models import Organization

TW = "tw-moe"
_TW_LEVEL = {
    Level.PRIMARY.value: "國民小學",
    Level.LOWER_SECONDARY.value: "國民中學",
    Level.UPPER_SECONDARY.value: "高級中等學校",
    Level.TERTIARY.value: "大專校院",
    Level.SPECIAL.value: "特殊教育學校",
}
_TW_ALL = (*_TW_LEVEL.values(), "附設國民小學", "附設國民中學", "宗教研修學院", "空大及大專校院附設進修學校")
OFFICIAL_OF = {"TW": TW, "JP": "jp-mext", "KR": "kr-portal", "US": "us-nces", "HK": "hk-edb", "GB": "gb-gias"}
"""The official list of a country, for the choice made beforehand."""


def own_scheme(office: Organization) -> str:
    """The office's own codes, apart from all others."""
    return f"office-{office.code}"


def scheme_choices(office: Organization) -> list[tuple[str, str | Promise]]:
    official = [(name, source.title) for name, source in SOURCES.items()]
    return [(own_scheme(office), _("Codes of our own office")), *official]


def lookups(scheme: str, identifier: str, levels: Sequence[str]) -> list[str]:
    """Values the identifier may stand under. Taiwan's codes repeat from level to level, so its list keeps code/level;
    offices write the bare code."""
    if scheme != TW or "/" in identifier:
        return [identifier]
    named = [_TW_LEVEL[level] for level in levels if level in _TW_LEVEL]
    return [f"{identifier}/{level}" for level in (*named, *(name for name in _TW_ALL if name not in named))]


def kept_as(scheme: str, identifier: str, levels: Sequence[str]) -> str:
    """The value under which the identifier of a new school is kept, so that the official list finds it later."""
    return lookups(scheme, identifier, levels)[0] if identifier and (scheme != TW or levels) else identifier
