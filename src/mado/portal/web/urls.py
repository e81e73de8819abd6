from django.urls import path

from mado.portal.web.views import home, styleguide, theme

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("about/", home.about, name="about"),
    path("theme/", theme.choose_theme, name="theme"),
]
