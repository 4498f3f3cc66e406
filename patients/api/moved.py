"""The address of a record that was merged into another leads on to that one."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

MOVED = OpenApiResponse(description="Merged: `Location` is the same of the survivor")


def moved_on(request: Request, patients: Any, uuid: UUID) -> Response | None:
    """301 to the same address of the survivor, if one of these patients was merged; None otherwise.

    Its body names the survivor as ``merged_into``, for software that follows no redirects.
    """
    found = patients.filter(uuid=uuid, merged_into__isnull=False).select_related("merged_into").first()
    if found is None:
        return None
    survivor = found.survivor()
    location = request.build_absolute_uri(request.path.replace(str(uuid), str(survivor.uuid)))
    return Response({"id": uuid, "merged_into": survivor.uuid}, 301, headers={"Location": location})
