"""``/api/v1/``: the resources of every app, their OpenAPI description and its page."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny

# The description is public: it names no patient, and a developer reads it before having a token.
PUBLIC: dict[str, Any] = {
    "authentication_classes": [],
    "permission_classes": [AllowAny],
    "content_negotiation_class": DefaultContentNegotiation,
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("patients.api.urls")),
    path("", include("assessments.api.urls")),
    path("", include("clinic.practice.api.urls")),
    path("", include("treatments.api.urls")),
    path("", include("treatments.outcomes.api.urls")),
    path("", include("clinic.workplace.api.urls")),
    path("schema/", SpectacularAPIView.as_view(**PUBLIC), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(template_name="api_docs.html", **PUBLIC), name="docs"),
]
