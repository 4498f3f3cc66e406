"""The frame of a page that spans the apps: who may open it, and what every page of the admin is given."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise

from clinic.common.admin import caller_of


def page(route: str, view: Callable[..., HttpResponse], *, name: str, permission: str) -> URLPattern:
    """The path of a page below ``/admin/``; whoever lacks the permission is told so, as everywhere in the admin."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not caller_of(request).may(permission):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return path(route, admin.site.admin_view(update_wrapper(guarded, view)), name=name)


def show(
    request: HttpRequest, template: str, title: str | Promise, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The template within the admin's frame."""
    frame = admin.site.each_context(request)
    return TemplateResponse(request, template, {**frame, "title": title, **context}, status=status)
