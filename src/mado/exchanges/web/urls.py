from django.urls import path

from mado.exchanges.web.views.office import exchanges as office
from mado.exchanges.web.views.school import exchanges, reports, sessions

app_name = "exchanges"
urlpatterns = [
    path("exchanges/", exchanges.exchanges, name="exchanges"),
    path("exchanges/<slug:code>/", exchanges.exchange, name="exchange"),
    path("exchanges/<slug:code>/move/<slug:name>/", exchanges.exchange_move, name="exchange_move"),
    path("exchanges/<slug:code>/show/", exchanges.exchange_show, name="exchange_show"),
    path("exchanges/<slug:code>/exchange.ics", sessions.exchange_ics, name="exchange_ics"),
    path("exchanges/<slug:code>/times/", sessions.session_find, name="session_find"),
    path("exchanges/<slug:code>/sessions/new/", sessions.session_propose, name="session_propose"),
    path("exchanges/<slug:code>/sessions/<int:number>/", sessions.session, name="session"),
    path("exchanges/<slug:code>/sessions/<int:number>/session.ics", sessions.session_ics, name="session_ics"),
    path("exchanges/<slug:code>/sessions/<int:number>/move/<slug:name>/", sessions.session_move, name="session_move"),
    path("exchanges/<slug:code>/report/", reports.report, name="report"),
    path("exchanges/<slug:code>/report/check/", reports.report_check, name="report_check"),
    path("office/exchanges/", office.office_exchanges_list, name="office_exchanges"),
    path("office/exchanges/<slug:code>/", office.office_exchange, name="office_exchange"),
    path("office/exchanges/<slug:code>/move/<slug:name>/", office.office_exchange_move, name="office_exchange_move"),
]
