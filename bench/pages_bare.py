"""The peer of the page bench: the barest Django that answers with one row. Two middlewares, one query, JSON."""

import os

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from config.database import database_settings

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="bench.pages_bare",
    INSTALLED_APPS=["mado.kernel", "mado.reference", "mado.directory"],
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
    DATABASES={"default": database_settings(embedded_dir=os.devnull)},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)

import django  # noqa: E402  # after the settings

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402  # Django's settings come first
from django.urls import path  # noqa: E402  # Django's settings come first

from mado.directory.models import Organization  # noqa: E402  # Django's settings come first


def one(request: HttpRequest, code: str) -> JsonResponse:  # noqa: ARG001  # the framework hands it in
    row = Organization.objects.get(code=code)
    return JsonResponse({"code": row.code, "name": row.name, "country": row.country})


urlpatterns = [path("one/<str:code>/", one)]
application = get_wsgi_application()
