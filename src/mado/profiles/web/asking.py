"""Whose page this is: only people who hold the school's seat find it; for all others it does not exist."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from mado.directory.models import Organization
from mado.profiles.models import Wish
from mado.profiles.queries import my_organizations, wish_for_page, wishes_visible_to


def my_organization(request: HttpRequest, code: str) -> Organization:
    return get_object_or_404(my_organizations(request.user), code=code.upper())


def my_wish(request: HttpRequest, code: str, wish: str) -> Wish:
    organization = my_organization(request, code)
    visible = wishes_visible_to(request.user).values("pk")
    return get_object_or_404(wish_for_page(organization, wish).filter(pk__in=visible))
