from django.urls import path

from mado.intake.web.views import columns, files, lists, preview, recipients

app_name = "intake"
urlpatterns = [
    path("office/lists/", lists.uploads, name="uploads"),
    path("office/lists/new/", lists.upload_new, name="upload_new"),
    path("office/lists/template.<str:form>", files.template, name="template"),
    path("office/lists/wishes.<str:form>", files.wishes, name="wishes"),
    path("office/lists/<str:code>/", lists.upload, name="upload"),
    path("office/lists/<str:code>/progress/", lists.progress, name="progress"),
    path("office/lists/<str:code>/columns/", columns.columns, name="columns"),
    path("office/lists/<str:code>/columns/read/", columns.layout_move, name="layout_move"),
    path("office/lists/<str:code>/preview/", preview.preview, name="preview"),
    path("office/lists/<str:code>/recipients/", recipients.recipients, name="recipients"),
    path("office/lists/<str:code>/rejected.<str:form>", files.rejected, name="rejected"),
    path("office/lists/<str:code>/<str:move>/", lists.upload_move, name="upload_move"),
]
