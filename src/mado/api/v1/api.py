"""API v1: one file per resource; every operation id stands in the access table."""

from mado.api.v1.calendars import router as calendars_router
from mado.api.v1.errors import BodyParser, SpeakingAPI, speak
from mado.api.v1.offices import router as offices_router
from mado.api.v1.organization import router as organization_router
from mado.api.v1.organizations import router as organizations_router
from mado.api.v1.overlap import router as overlap_router
from mado.api.v1.own import router as own_router
from mado.api.v1.rate import PerCaller
from mado.api.v1.statistics import router as statistics_router
from mado.api.v1.suggestions import router as suggestions_router

api = SpeakingAPI(
    title="Mado API",
    version="1",
    urls_namespace="api-1",
    docs_url=None,
    parser=BodyParser(),
    throttle=PerCaller(),
    description="Directory, offices, school calendars, overlap of school days, public statistics; with a school's token "
    "its own data. Times are ISO 8601; codes are public references. Who asks too often is answered with 429 "
    "and told by Retry-After when to go on.",
)
speak(api)
api.add_router("", organizations_router)
api.add_router("", organization_router)
api.add_router("", suggestions_router)
api.add_router("", offices_router)
api.add_router("", calendars_router)
api.add_router("", statistics_router)
api.add_router("", overlap_router)
api.add_router("", own_router)
