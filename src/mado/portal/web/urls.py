from django.urls import path

from mado.portal.web.views import home, public, styleguide, theme

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("about/", home.about, name="about"),
    path("begin/", public.begin_chooser, name="begin_chooser"),
    path("begin/<str:country>/", public.begin, name="begin"),
    path("offices/", public.offices, name="offices"),
    path("questions/", public.faq, name="faq"),
    path("theme/", theme.choose_theme, name="theme"),
]
