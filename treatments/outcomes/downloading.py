"""Handing out the files of a report; each time leaves its trace."""

from uuid import UUID

from django.http import Http404, HttpResponse

from clinic.audit.recording import record
from clinic.common.caller import Caller
from treatments.outcomes.models import Artifact


def download(report: UUID, name: str, *, by: Caller) -> HttpResponse:
    """Give one file of a report as a download that no cache keeps and no browser runs.

    Its file name holds no patient data. Raises Http404 if the caller can see no such file.
    """
    by.require("reports.view")
    files = Artifact.objects.visible_to(by).filter(report__uuid=report, name=name)
    artifact = files.select_related("report__patient").first()
    if artifact is None:
        raise Http404
    patients = [artifact.report.patient.uuid] if artifact.report.patient else []
    record("report.downloaded", artifact.report, by=by, kind="report", patients=patients)
    return HttpResponse(
        bytes(artifact.content),
        content_type=artifact.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{report}-{name.replace("/", "-")}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "ETag": f'"{artifact.sha256}"',
        },
    )
