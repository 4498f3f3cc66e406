"""The paths of outcome reports below ``/api/v1/``."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from treatments.outcomes.api.reports import ReportViewSet

router = SimpleRouter(use_regex_path=False)
router.register("reports", ReportViewSet, "report")

_artifact = ReportViewSet.as_view({"get": "artifact"})

urlpatterns = [
    path("reports/<uuid:uuid>/report.pdf", _artifact, {"name": "report.pdf"}, name="report-pdf"),
    path("reports/<uuid:uuid>/data.csv", _artifact, {"name": "data.csv"}, name="report-csv"),
    path("reports/<uuid:uuid>/<path:name>", _artifact, name="report-chart"),
    *router.urls,
]
