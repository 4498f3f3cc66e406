"""Every path of the product."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from oauth2_provider.views import RevokeTokenView, TokenView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("", include("clinic.health.urls")),
    path("api/v1/", include("clinic.api_urls")),
    path("intake/", include("assessments.intake.urls")),
    path("admin/", include("clinic.workplace.urls")),
    path("admin/", admin.site.urls),
    path("oauth/token/", TokenView.as_view(), name="token"),
    path("oauth/revoke/", RevokeTokenView.as_view(), name="revoke-token"),
]
