"""The paths of the treatments' resources below ``/api/v1/``."""

from rest_framework.routers import SimpleRouter

from treatments.api.library import AppointmentTypeViewSet, ExerciseViewSet, TechniqueViewSet
from treatments.api.plans import PlanViewSet
from treatments.api.sessions import SessionViewSet

router = SimpleRouter(use_regex_path=False)
router.register("plans", PlanViewSet, "plan")
router.register("sessions", SessionViewSet, "session")
router.register("techniques", TechniqueViewSet, "technique")
router.register("exercises", ExerciseViewSet, "exercise")
router.register("appointment-types", AppointmentTypeViewSet, "appointment-type")

urlpatterns = router.urls
