"""The paths of the practice's resources below ``/api/v1/``."""

from rest_framework.routers import SimpleRouter

from clinic.practice.api.people_and_places import RoomViewSet, StaffViewSet

router = SimpleRouter(use_regex_path=False)
router.register("staff", StaffViewSet, "staff")
router.register("rooms", RoomViewSet, "room")

urlpatterns = router.urls
