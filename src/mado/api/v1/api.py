"""API v1: one file per resource; every operation id stands in the access table."""

from ninja import NinjaAPI

from mado.api.v1.organizations import router as organizations_router
from mado.api.v1.overlap import router as overlap_router
from mado.api.v1.own import router as own_router
from mado.api.v1.statistics import router as statistics_router

api = NinjaAPI(
    title="Mado API",
    version="1",
    urls_namespace="api-1",
    docs_url=None,
    description="Directory, overlap of school days, public statistics. Times are ISO 8601; codes are public references.",
)
api.add_router("", organizations_router)
api.add_router("", statistics_router)
api.add_router("", overlap_router)
api.add_router("", own_router)
