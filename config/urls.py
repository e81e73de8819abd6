from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from mado.correspondence.web.views import inbound
from mado.portal.web.views import errors, home

handler404 = errors.not_found
handler403 = errors.forbidden
handler500 = errors.broken

urlpatterns = [
    path("healthz/", home.healthz, name="healthz"),
    path("mail/in/", inbound.receive, name="receive_mail"),
    path("api/v1/", include("mado.api.urls")),
    *i18n_patterns(
        path("", include("mado.portal.web.urls")),
        path("", include("mado.directory.web.urls")),
        path("", include("mado.accounts.web.urls")),
        path("", include("mado.profiles.web.urls")),
        path("", include("mado.partnerships.web.urls")),
        path("", include("mado.matching.web.urls")),
        path("", include("mado.exchanges.web.urls")),
        path("", include("mado.intake.web.urls")),
        path("", include("mado.desks.web.urls")),
        path("", include("mado.correspondence.web.urls")),
        path("", include("mado.integrations.web.urls")),
        path("", include("mado.statistics.web.urls")),
        path("", include("mado.notify.web.urls")),
        path("account/", include("allauth.urls")),
        path("support/", admin.site.urls),
    ),
]
