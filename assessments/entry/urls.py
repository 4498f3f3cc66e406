"""Where the pages of an assessment are, beside those that every kind of record has."""

from functools import partial, update_wrapper

from django.urls import URLPattern, path

from assessments.entry.pages import correct_page
from clinic.common.admin import ServiceAdmin


def entry_urls(admin: ServiceAdmin) -> list[URLPattern]:
    """The page that corrects an assessment."""
    page = update_wrapper(partial(correct_page, admin), correct_page)
    named = f"{admin.opts.app_label}_{admin.opts.model_name}_correct"
    return [path("<uuid:uuid>/correct/", admin.admin_site.admin_view(page), name=named)]
