"""The paths below ``/api/v1/`` that span the apps."""

from django.urls import path

from clinic.workplace.api.timeline import TimelineViewSet

urlpatterns = [path("patients/<uuid:uuid>/timeline/", TimelineViewSet.as_view({"get": "retrieve"}))]
