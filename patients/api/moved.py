"""The address of a record that was merged into another leads on to that one."""

from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from patients.models import Patient

MOVED = OpenApiResponse(description="Merged: `Location` is the same of the survivor")


def moved_on(request: Request, patient: Patient) -> Response | None:
    """301 to the same address of the survivor, page and cursor included, if the patient was merged; None otherwise.

    Its body names the survivor as ``merged_into``, for software that follows no redirects.
    """
    if patient.merged_into_id is None:
        return None
    survivor = patient.survivor().uuid
    location = request.build_absolute_uri(request.get_full_path().replace(str(patient.uuid), str(survivor)))
    return Response({"id": patient.uuid, "merged_into": survivor}, 301, headers={"Location": location})
