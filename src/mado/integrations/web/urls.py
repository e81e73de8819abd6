from django.urls import path

from mado.integrations.web import views

app_name = "integrations"
urlpatterns = [
    path("my-programs/<str:code>/", views.programs, name="programs"),
    path("my-programs/<str:code>/tokens/", views.token_new, name="token_new"),
    path("my-programs/<str:code>/tokens/<int:pk>/end/", views.token_end, name="token_end"),
    path("my-programs/<str:code>/webhooks/", views.webhook_new, name="webhook_new"),
    path("my-programs/<str:code>/webhooks/<int:pk>/<slug:move>/", views.webhook_move, name="webhook_move"),
]
