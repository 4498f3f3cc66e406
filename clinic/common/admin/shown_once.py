"""A page that shows a secret once, in the answer to the request that made it; it is stored only as a hash."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise


def show_once(
    admin: Any,
    request: HttpRequest,
    record: Any,
    title: str | Promise,
    secrets: Sequence[tuple[str | Promise, str]],
) -> HttpResponse:
    """Answer with the secrets. They are in no message, no cookie and no address, and reloading makes no second one."""
    context = {
        **admin.admin_site.each_context(request),
        "title": title,
        "opts": admin.opts,
        "original": record,
        "secrets": secrets,
        "back_url": admin.url("changelist"),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/shown_once.html", context)
