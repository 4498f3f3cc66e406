"""The paths of outcome reports below ``/api/v1/``."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from treatments.outcomes.api.reports import ReportViewSet

router = SimpleRouter(use_regex_path=False)
router.register("reports", ReportViewSet, "report")

urlpatterns = [
    *router.urls,
    path("reports/<uuid:uuid>/<path:name>", ReportViewSet.as_view({"get": "artifact"}), name="report-file"),
]
