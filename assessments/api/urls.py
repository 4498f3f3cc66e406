"""The paths of the assessments' resources below ``/api/v1/``."""

from rest_framework.routers import SimpleRouter

from assessments.api.assessments import AssessmentViewSet
from assessments.api.catalogue import MeasureViewSet, RegionViewSet
from assessments.api.pain import PainRatingViewSet
from assessments.api.questionnaires import QuestionnaireScoreViewSet

router = SimpleRouter(use_regex_path=False)
router.register("measures", MeasureViewSet, "measure")
router.register("pain-regions", RegionViewSet, "pain-region")
router.register("assessments", AssessmentViewSet, "assessment")
router.register("pain-ratings", PainRatingViewSet, "pain-rating")
router.register("questionnaire-scores", QuestionnaireScoreViewSet, "questionnaire-score")

urlpatterns = router.urls
