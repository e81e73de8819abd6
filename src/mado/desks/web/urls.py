from django.urls import path

from mado.desks.web.views import bulk, cases, enquiry, proposing, work

app_name = "desks"
urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases/new/", cases.case_new, name="case_new"),
    path("cases/<str:code>/", cases.case, name="case"),
    path("cases/<str:code>/propose/", proposing.case_propose, name="case_propose"),
    path("cases/<str:code>/<str:move>/", cases.case_move, name="case_move"),
    path("ask/", enquiry.enquire, name="enquire"),
    path("ask/sent/<str:token>/", enquiry.enquired, name="enquired"),
    path("ask/<str:token>/", enquiry.follow, name="follow"),
    path("ask/<str:token>/<str:move>/", enquiry.follow_move, name="follow_move"),
    path("office/desk/", work.work_list, name="work_list"),
    path("office/desk/views/", work.filter_save, name="work_filter_save"),
    path("office/desk/views/<int:pk>/delete/", work.filter_drop, name="work_filter_drop"),
    path("office/desk/<str:deed>/", bulk.work_bulk, name="work_bulk"),
]
