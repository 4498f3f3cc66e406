"""The paths of the patients' resources below ``/api/v1/``."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from patients.api.consents import ConsentViewSet
from patients.api.contacts import ContactViewSet
from patients.api.episodes import EpisodeViewSet, EventViewSet
from patients.api.patients import PatientViewSet

router = SimpleRouter(use_regex_path=False)
router.register("patients", PatientViewSet, "patient")
router.register("consents", ConsentViewSet, "consent")
router.register("contacts", ContactViewSet, "contact")
router.register("episodes", EpisodeViewSet, "episode")
router.register("events", EventViewSet, "event")

urlpatterns = [
    path("patients/by-identifier/<str:system>/<path:value>/", PatientViewSet.as_view({"put": "upsert"})),
    *router.urls,
]
