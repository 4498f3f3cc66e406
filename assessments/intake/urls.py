"""The paths of the patient's sheet, outside the admin."""

from django.urls import path

from assessments.intake.page import hand_over, intake_page, thanks

app_name = "intake"

urlpatterns = [
    path("thank-you/", thanks, name="thanks"),
    path("<str:token>/", intake_page, name="sheet"),
    path("<str:token>/hand-over/", hand_over, name="hand-over"),
]
