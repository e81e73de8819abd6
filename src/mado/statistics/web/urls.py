from django.urls import path

from mado.statistics.web.views import figures

app_name = "statistics"
urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures/codebook/", figures.codebook, name="codebook"),
    path("figures/export.<str:form>", figures.export, name="export"),
    path("figures/<str:key>/records/", figures.records, name="records"),
]
